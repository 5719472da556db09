"""From TopoJSON to SVG paths: decoding, fitting, fewer points, and pictures of a region's children."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from swadaya.core.refusal import Invalid
from swadaya.wilayah.maps import drawing, topojson
from swadaya.wilayah.maps.outline import box, doubled_area, label_point, path_text, speck
from swadaya.wilayah.maps.projection import SIZE, fitted
from swadaya.wilayah.maps.simplify import distinct, visvalingam

CASES = Path(__file__).parents[2] / "cases" / "wilayah"
SMALL = (CASES / "dua_provinsi.topojson").read_bytes()


def changed(**changes):
    return json.dumps({**json.loads(SMALL), **changes}).encode()


def rings_of(path):
    """Absolute points of a path, read by the rules of SVG."""
    x = y = start_x = start_y = 0
    rings = []
    for part in path.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        x, y = start_x + numbers[0], start_y + numbers[1]
        start_x, start_y = x, y
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def test_arcs_are_decoded_to_degrees():
    topology = topojson.read(SMALL, name="kecil")
    assert topology.arcs[0].tolist() == [[111, -8], [111, -7.5], [111.01, -7.5], [111, -7]]
    central, yogya = topology.objects["provinsi"]
    assert central.polygons == (((0, 1), (3,)),)
    assert yogya.arcs() == {0, 2, 4}


def test_an_unquantised_file_is_read_as_it_stands():
    content = json.loads(changed(arcs=[[[110, -8], [111, -8], [111, -7], [110, -8]]]))
    del content["transform"]
    content["objects"] = {"provinsi": {"type": "Polygon", "arcs": [[0]], "id": 33}}
    topology = topojson.read(json.dumps(content).encode(), name="kecil")
    assert topology.arcs[0][0].tolist() == [110, -8]
    assert drawing.layers(topology, name="kecil")["provinsi"].keys() == {"33"}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"kode,nama\n", "peta.bukan-topojson"),
        (b"\xff\xfe", "peta.bukan-topojson"),
        (b"[]", "peta.bukan-topojson"),
        (b'{"type": "FeatureCollection", "features": []}', "peta.bukan-topojson"),
        (b'{"type": "Topology"}', "peta.rusak"),
        (changed(arcs=[]), "peta.rusak"),
        (changed(arcs=[[[0, 0]]]), "peta.rusak"),
        (changed(arcs=[[[0, 0], ["x", 1]]]), "peta.rusak"),
        (changed(transform={"scale": [9, 9], "translate": [0, 0]}), "peta.rusak"),
        (changed(objects={"provinsi": {"type": "Polygon", "arcs": [["a"]]}}), "peta.rusak"),
        (changed(objects={"provinsi": {"type": "Polygon", "arcs": [[]]}}), "peta.rusak"),
        (changed(objects={"provinsi": {"type": "Polygon", "arcs": [[-99]]}}), "peta.rusak"),
        (changed(objects={}), "peta.kosong"),
        (changed(objects={"provinsi": {"type": "GeometryCollection", "geometries": []}}), "peta.kosong"),
        (changed(objects={"provinsi": {"type": "Point", "coordinates": [1, 1]}}), "peta.kosong"),
    ],
)
def test_another_file_is_refused_with_the_reason(raw, code):
    with pytest.raises(Invalid) as refused:
        topojson.read(raw, name="kecil")
    assert refused.value.problem.code == code
    assert "kecil" in str(refused.value)


@pytest.mark.parametrize(
    ("objects", "code"),
    [
        ({"sungai": {"type": "Polygon", "arcs": [[0, 1]], "properties": {"kode": "33"}}}, "peta.lapisan"),
        ({"provinsi": {"type": "Polygon", "arcs": [[0, 1]], "properties": {"nama": "x"}}}, "peta.kode"),
        ({"kabupaten": {"type": "Polygon", "arcs": [[0, 1]], "properties": {"kode": "33"}}}, "peta.kode"),
        (
            {
                "provinsi": {
                    "type": "GeometryCollection",
                    "geometries": [
                        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"prov": "33"}},
                        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"prov": "33"}},
                    ],
                }
            },
            "peta.kode",
        ),
    ],
)
def test_layers_that_are_no_regions_are_refused(objects, code):
    with pytest.raises(Invalid) as refused:
        drawing.layers(topojson.read(changed(objects=objects), name="kecil"), name="kecil")
    assert refused.value.problem.code == code


def test_a_picture_fills_its_longer_side_and_north_is_up():
    arcs = [np.array([[110.0, -8.0], [112.0, -7.0]])]
    view = fitted(arcs)
    assert view.width == SIZE
    south_west, north_east = view.pixels(arcs[0]).tolist()
    assert south_west[0] < north_east[0]
    assert south_west[1] > north_east[1]
    tall = fitted([np.array([[110.0, -8.0], [110.5, -2.0]])])
    assert tall.height == SIZE
    assert tall.width < SIZE


def test_a_degree_is_as_long_to_the_east_as_to_the_north_at_the_middle_latitude():
    view = fitted([np.array([[100.0, -61.0], [102.0, -59.0]])])
    (x0, y0), (x1, y1) = view.pixels(np.array([[100.0, -61.0], [102.0, -59.0]])).tolist()
    assert (x1 - x0) / (y0 - y1) == pytest.approx(0.5, abs=0.01)


def test_points_of_no_importance_go_and_ends_stay():
    line = [(0, 0), (5, 0), (10, 0), (10, 10), (11, 10), (10, 20)]
    assert visvalingam(line, 1) == [(0, 0), (10, 0), (10, 10), (11, 10), (10, 20)]
    assert visvalingam(line, 11) == [(0, 0), (10, 0), (10, 20)]
    assert visvalingam([(0, 0), (1, 1)], 100) == [(0, 0), (1, 1)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=60), st.integers(0, 9))
def test_simplifying_keeps_order_and_ends_and_leaves_no_small_triangle(points, smallest):
    kept = visvalingam(points, smallest)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    remaining = iter(points)
    assert all(point in remaining for point in kept)
    triangles = [doubled_area(list(three)) for three in zip(kept, kept[1:], kept[2:], strict=False)]
    assert all(area >= 2 * smallest for area in triangles)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-500, 1500), st.integers(-500, 1500)), min_size=3, max_size=12),
        min_size=1,
        max_size=4,
    )
)
def test_a_path_says_exactly_its_points(rings):
    assert rings_of(path_text(rings)) == rings


def test_repeated_pixels_are_dropped():
    assert distinct(np.array([[1, 1], [1, 1], [2, 1], [1, 1]])) == [(1, 1), (2, 1), (1, 1)]


def test_the_label_lies_inside_a_crescent():
    crescent = [(0, 0), (100, 0), (100, 10), (10, 10), (10, 90), (100, 90), (100, 100), (0, 100)]
    x, y = label_point(crescent)
    assert x < 10 or y < 10 or y > 90
    assert 0 < x < 100
    assert 0 < y < 100


def test_small_provinces_share_their_border_and_lose_their_islet():
    topology = topojson.read(SMALL, name="kecil")
    shapes = drawing.layers(topology, name="kecil")["provinsi"]
    [(parent, found, direct)] = drawing.scopes("provinsi", shapes)
    assert (parent, direct) == ("", True)
    picture = drawing.draw(topology, parent, "provinsi", found)
    central, yogya = picture.outlines
    assert [central.code, yogya.code] == ["33", "34"]
    assert (picture.width, len(rings_of(central.path))) == (1000, 2)
    border = set(rings_of(central.path)[0]) & set(rings_of(yogya.path)[0])
    assert len(border) >= 3
    assert central.box[2] <= yogya.box[2] <= picture.width
    assert central.box[0] <= central.x <= central.box[2]


def test_a_region_too_small_to_draw_becomes_a_speck():
    objects = json.loads(SMALL)["objects"]
    arcs = json.loads(SMALL)["arcs"]
    arcs[4] = [[25000, 50], [0, 1], [1, 0], [-1, -1]]
    objects["provinsi"]["geometries"][1] = {"type": "Polygon", "arcs": [[4]], "properties": {"prov": "34"}}
    scale = {"scale": [0.001, 0.01], "translate": [110, -8]}
    topology = topojson.read(changed(arcs=arcs, objects=objects, transform=scale), name="kecil")
    shapes = drawing.layers(topology, name="kecil")["provinsi"]
    picture = drawing.draw(topology, "", "provinsi", shapes)
    [ring] = rings_of(picture.outlines[1].path)
    assert doubled_area(ring) == doubled_area(speck(0, 0)) == 16
    assert box([ring])[2] - box([ring])[0] == 4


@pytest.mark.reference
def test_the_nation_weighs_less_than_25_kilobytes(reference_data):
    file = reference_data / "region" / "indonesia_kecil.topojson"
    topology = topojson.read(file.read_bytes(), name=file.name)
    layers = drawing.layers(topology, name=file.name)
    assert {level: len(shapes) for level, shapes in layers.items()} == {"kabkota": 514, "provinsi": 38}
    picture = drawing.draw(topology, "", "provinsi", layers["provinsi"])
    assert picture.width == 1000
    assert sum(len(outline.path) for outline in picture.outlines) < 25_000
    assert all(outline.path for outline in picture.outlines)
