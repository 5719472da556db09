"""Outlines: installed from TopoJSON, drawn for every region that the file completes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors, services

pytestmark = pytest.mark.django_db
SMALL = Path(__file__).parents[2] / "cases" / "wilayah" / "dua_provinsi.topojson"
TWO = {"33": "Jawa Tengah", "34": "Daerah Istimewa Yogyakarta"}


def test_a_picture_is_ready_to_be_written_into_a_page(list_source):
    services.load_regions(list_source(names=TWO))
    report = services.install_boundaries(SMALL, attribution="Peta uji.")
    assert (report.shapes, report.missing, report.replaced) == (2, (), 0)
    picture = selectors.boundaries_for()
    assert picture["viewbox"] == f"0 0 {picture['width']} {picture['height']}"
    assert picture["attribution"] == "Peta uji. Batas indikatif, bukan acuan batas hukum."
    assert [(shape["code"], shape["name"]) for shape in picture["shapes"]] == list(TWO.items())
    for shape in picture["shapes"]:
        left, top, right, bottom = shape["bbox"]
        assert shape["path"].startswith("m")
        assert left <= shape["x"] <= right
        assert top <= shape["y"] <= bottom
    assert selectors.boundaries_for("33") is None
    assert selectors.boundaries_for("entah") is None


def test_installing_again_replaces_and_never_doubles(list_source):
    services.load_regions(list_source(names=TWO))
    services.install_boundaries(SMALL)
    first = selectors.boundaries_for()
    assert services.install_boundaries(SMALL).replaced == 1
    assert selectors.boundaries_for() == first
    assert len(selectors.boundary_layers()) == 1


def test_regions_without_an_outline_are_told(list_source):
    services.load_regions(list_source(names={**TWO, "35": "Jawa Timur"}))
    assert services.install_boundaries(SMALL).missing == ("35",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("kode,nama", "peta.bukan-topojson"),
        ('{"type": "FeatureCollection", "features": []}', "peta.bukan-topojson"),
        ('{"type": "Topology", "arcs": [], "objects": {}}', "peta.kosong"),
        (None, "peta.tidak-ada"),
    ],
)
def test_another_file_is_refused_and_nothing_is_replaced(list_source, tmp_path, content, code):
    services.load_regions(list_source(names=TWO))
    services.install_boundaries(SMALL)
    file = tmp_path / "lain.topojson"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(Invalid) as refused:
        services.install_boundaries(file)
    assert refused.value.problem.code == code
    assert len(selectors.boundaries_for()["shapes"]) == 2


def test_unknown_codes_and_missing_regions_are_refused(list_source, tmp_path):
    with pytest.raises(Invalid, match="swadaya wilayah load"):
        services.install_boundaries(SMALL)
    services.load_regions(list_source(names={"33": "Jawa Tengah"}))
    with pytest.raises(Invalid, match="1 kode tak dikenal: 34"):
        services.install_boundaries(SMALL)


def test_a_picture_two_levels_down_needs_most_of_its_regions(list_source, tmp_path):
    names = {"33": "Jawa Tengah"} | {f"330{number}": f"Kabupaten {number}" for number in range(1, 7)}
    services.load_regions(list_source(names=names))
    content = json.loads(SMALL.read_text("utf-8"))
    outline = content["objects"]["provinsi"]["geometries"][0]
    for count, expected in ((4, [("33", "kabkota")]), (5, [("", "kabkota"), ("33", "kabkota")])):
        geometries = [{**outline, "properties": {"kode": f"33.0{number}"}} for number in range(1, count + 1)]
        content["objects"] = {"kabupaten": {"type": "GeometryCollection", "geometries": geometries}}
        file = tmp_path / "kabupaten.topojson"
        file.write_text(json.dumps(content), "utf-8")
        services.install_boundaries(file)
        assert [(one.parent, one.level) for one in selectors.boundary_layers()] == expected


@pytest.mark.reference
def test_the_maps_of_the_nation_a_province_and_a_regency_are_installed(nation, reference_data):
    region = reference_data / "region"
    small = services.install_boundaries(region / "indonesia_kecil.topojson")
    assert (small.shapes, len(small.layers), small.missing) == (552, 40, ())
    assert len(selectors.boundaries_for()["shapes"]) == 38
    assert len(selectors.boundaries_for("", "kabkota")["shapes"]) == 514
    assert len(selectors.boundaries_for("33")["shapes"]) == 35
    assert sum(len(shape["path"]) for shape in selectors.boundaries_for()["shapes"]) < 25_000

    province = services.install_boundaries(region / "kec" / "kec_33.topojson")
    assert (province.shapes, len(province.layers), province.missing) == (576, 36, ())
    assert len(selectors.boundaries_for("33", "kecamatan")["shapes"]) == 576
    assert len(selectors.boundaries_for("3304")["shapes"]) == 20

    regency = services.install_boundaries(region / "desa_3304_contoh.topojson")
    assert (regency.shapes, len(regency.layers), regency.missing) == (278, 21, ())
    villages = selectors.boundaries_for("3304", "desa")["shapes"]
    assert "Sigeblog" in {shape["name"] for shape in villages}
    assert len(selectors.boundaries_for("330409")["shapes"]) == 17

    fine = services.install_boundaries(region / "indonesia_rinci.topojson")
    assert fine.replaced == len(fine.layers) == 40
    assert max(layer.size for layer in selectors.boundary_layers()) < 60_000
