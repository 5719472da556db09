"""The whole list: counts, moves, areas, search, and that a region's villages are read from an index."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date

import pytest

from swadaya.core import codes
from swadaya.wilayah import selectors, services
from swadaya.wilayah.rules.code_changes import moves

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


def plan_of(rows):
    """Node types and buffers of a query, as PostgreSQL ran it."""
    [found] = json.loads(rows.explain(analyze=True, buffers=True, format="json"))
    nodes, waiting = [], [found["Plan"]]
    while waiting:
        node = waiting.pop()
        nodes.append(node["Node Type"])
        waiting += node.get("Plans", [])
    return nodes, found["Plan"]["Shared Hit Blocks"] + found["Plan"]["Shared Read Blocks"]


def test_the_nation_counts_what_the_decree_counts():
    assert selectors.counts() == {
        "provinsi": 38,
        "kabkota": 514,
        "kabupaten": 416,
        "kota": 98,
        "kecamatan": 7285,
        "desa_semua": 83762,
        "desa": 75252,
        "desa_adat": 14,
        "kelurahan": 8496,
        "historis": 26,
    }


def test_loading_the_nation_again_changes_nothing(nation):
    assert nation.added == 91599
    report = services.load_regions()
    areas = services.load_areas()
    assert not report.changed
    assert not areas.changed
    assert areas.problems == ()


def test_the_twenty_six_moves_are_linked_both_ways():
    for move in moves():
        [link] = selectors.successors(move.old)
        assert (link.new, link.effective_on, link.law, link.name) == (
            move.new,
            move.effective_on,
            move.law,
            move.name,
        )
        assert [one.old for one in selectors.predecessors(move.new)] == [move.old]
        assert selectors.versions(move.old)[0].valid_to == move.effective_on
        assert selectors.versions(move.new)[0].valid_from == move.effective_on
        assert not selectors.get(move.old).official
    assert len(selectors.predecessors("93")) == 4
    assert len(selectors.successors("91")) == 20
    assert selectors.successors("3304") == []
    assert selectors.versions("96")[0].valid_from == date(2022, 12, 8)


def test_children_are_official_and_in_order():
    assert len(selectors.children()) == 38
    assert len(selectors.children("33")) == 35
    assert len(selectors.children("33.04")) == 20
    assert len(selectors.children("330409")) == 17
    assert selectors.children("3304092011") == []
    assert len(selectors.children("91")) == 9
    assert len(selectors.children("91", historical=True)) == 29
    assert selectors.children("bukan kode") == []


def test_every_scheme_covers_every_village_once():
    everything = selectors.desa_codes_in("")
    assert len(everything) == 83762
    for scheme in selectors.schemes():
        found = [code for area in selectors.areas(scheme.code) for code in selectors.desa_codes_in(area.code)]
        assert sorted(found) == everything
    assert [len(selectors.areas(scheme.code)) for scheme in selectors.schemes()] == [7, 7, 6]


def test_a_tag_holds_62_regencies_and_also_the_codes_they_had():
    [tag] = selectors.areas(kind="tanda")
    assert (tag.member_count, tag.legal_basis) == (62, "Perpres 63/2020, lampiran")
    assert tag.in_year(2020)
    assert not tag.in_year(2025)
    assert len(selectors.members(tag.code)) == 62
    ranges = selectors.ranges_of(tag.code)
    assert ("9302", "9302:") in ranges
    assert ("9116", "9116:") in ranges
    assert tag.code in [one.code for one in selectors.areas_of("9116012001")]
    assert [one.label for one in selectors.areas_of("3304092011")] == ["Jawa", "Jawa-Bali", "Jawa"]
    assert selectors.area("tidak-ada") is None


def test_ranges_may_follow_a_region_to_its_old_codes():
    assert selectors.ranges_of("9301") == [("9301", "9301:")]
    assert selectors.ranges_of("93.01", predecessors=True) == [("9101", "9101:"), ("9301", "9301:")]
    assert selectors.ranges_of("") == [("", ":")]
    assert selectors.ranges_of("tidak-ada") == []
    assert selectors.desa_codes_in("tidak-ada") == []


def test_sidomulyo_is_98_villages_each_with_its_own_path():
    hits = selectors.search("Sidomulyo", level="desa", limit=500)
    exact = [hit for hit in hits if hit.match == "persis"]
    assert len(exact) == 98
    assert len({hit.path for hit in exact}) == 98
    assert exact[0].path == "Sidomulyo, Kec. Binjai, Kab. Langkat, Prov. Sumatera Utara"
    assert all(hit.region.code.startswith("35") for hit in selectors.search("sidomulyo", parent="35", limit=500))


@pytest.mark.parametrize(
    ("text", "first", "match"),
    [
        ("33.04.09.2011", "3304092011", "kode"),
        ("3304092011", "3304092011", "kode"),
        ("Sigeblog", "3304092011", "persis"),
        ("sigeb", "3304092011", "awalan"),
        ("Kab. Bogor", "3201", "persis"),
        ("kota bogor", "3271", "persis"),
        ("bogor", "3201", "persis"),
        ("Jakarta Selatan", "3174", "persis"),
        ("jawa tengah", "33", "persis"),
        ("prov. papua barat", "92", "persis"),
        ("Kel. Rejowinangun Selatan", "3371011003", "persis"),
        ("Regapu'u", "5307012021", "persis"),
    ],
)
def test_the_best_hit_comes_first(text, first, match):
    hit = selectors.search(text)[0]
    assert (hit.region.code, hit.match) == (first, match)


def test_exact_names_come_before_beginnings_and_beginnings_before_the_rest():
    hits = selectors.search("rejo", limit=3000)
    order = {"persis": 0, "awalan": 1, "memuat": 2}
    ranks = [order[hit.match] for hit in hits]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}
    assert len({hit.region.code for hit in hits}) == len(hits)


def test_a_search_keeps_to_its_limit_place_and_level():
    assert len(selectors.search("a", limit=7)) == 7
    assert selectors.search("") == []
    assert selectors.search("%") == []
    assert selectors.search("sido", parent="bukan kode") == []
    assert selectors.search("sido", limit=0) == []
    assert {hit.region.level for hit in selectors.search("wanayasa", level="kecamatan")} == {"kecamatan"}
    assert selectors.search("merauke", level="kabkota")[0].region.code == "9301"
    both = selectors.search("merauke", level="kabkota", historical=True)
    assert [hit.region.code for hit in both] == ["9101", "9301"]
    assert selectors.search("3304092011", parent="34") == []


def test_names_and_single_regions():
    assert selectors.names(["33", "3304092011", "99"]) == {"33": "Jawa Tengah", "3304092011": "Sigeblog"}
    region = selectors.get("33.04.09.2011")
    assert (region.dotted, region.label, region.parent) == ("33.04.09.2011", "Desa Sigeblog", "330409")
    assert selectors.get("9999") is None
    assert selectors.get("entah") is None
    assert selectors.breadcrumb("entah") == []
    assert selectors.versions("entah") == []
    assert selectors.areas_of("entah") == []
    assert selectors.successors("entah") == []


@pytest.mark.parametrize("code", ["33", "3304", "330409", "9101"])
def test_villages_of_a_region_are_read_from_an_index(code):
    from swadaya.wilayah.regions import villages

    nodes, buffers = plan_of(villages(selectors.ranges_of(code)))
    assert not any(node == "Seq Scan" for node in nodes)
    assert any(node.startswith(("Index", "Bitmap Index")) for node in nodes)
    assert buffers < 40 + 3 * len(selectors.desa_codes_in(code)) // 40


def test_reading_a_region_costs_the_same_whatever_else_is_loaded():
    from swadaya.wilayah.regions import villages

    _, before = plan_of(villages(selectors.ranges_of("3304")))
    services.ensure_historical(
        [(f"35010{kecamatan}{2000 + number}", "Lain") for kecamatan in range(1, 9) for number in range(900)],
        year=2020,
        source="berkas uji",
    )
    nodes, after = plan_of(villages(selectors.ranges_of("3304")))
    assert not any(node == "Seq Scan" for node in nodes)
    assert abs(after - before) <= 2


def test_names_are_found_through_the_search_key():
    from swadaya.wilayah.models import Region

    nodes, buffers = plan_of(Region.objects.filter(name_key="sidomulyo"))
    assert not any(node == "Seq Scan" for node in nodes)
    assert buffers < 500  # a scan of the table reads thousands


@pytest.mark.reference
def test_the_list_equals_the_snapshot_of_2025(reference_data):
    from swadaya.wilayah.models import Region

    with gzip.open(reference_data / "region" / "wilayah_2025.csv.gz", "rt", encoding="utf-8") as file:
        expected = {
            row["kode"].replace(".", ""): (row["nama"], row["jenis"], row["induk"].replace(".", ""))
            for row in csv.DictReader(file)
        }
    official = Region.objects.filter(status="resmi").values_list("code", "name", "kind", "parent_id")
    assert {code: (name, kind, parent or "") for code, name, kind, parent in official} == expected


@pytest.mark.reference
def test_unknown_codes_of_the_national_file_of_2024_are_kept_and_add_up_by_prefix(reference_data):
    with gzip.open(reference_data / "idm" / "national_idm_2024_villages.csv.gz", "rt", encoding="utf-8") as file:
        rows = [(row["kode_desa"], row["nama_desa"]) for row in csv.DictReader(file)]
    kept = services.ensure_historical(rows, year=2024, source="IDM 2024, data.go.id")
    villages = [one for one in kept if one.level == "desa"]
    assert len(villages) == 795
    assert sum(one.code.startswith("96") for one in villages) == 698
    assert {(one.first_seen, one.last_seen, one.new) for one in kept} == {(2024, 2024, True)}
    known = {code for code, _ in rows}
    for prefix in ("96", "9601", ""):
        held = set(selectors.desa_codes_in(prefix, historical=True))
        assert {code for code in known if code.startswith(prefix)} <= held
    assert all(selectors.get(codes.parent(one.code)) for one in kept if one.level != "provinsi")
    assert selectors.counts()["desa_semua"] == 83762
    assert services.ensure_historical(rows, year=2024, source="IDM 2024, data.go.id") == []


@pytest.mark.reference
def test_all_regencies_of_bps_lead_to_codes_of_2025(reference_data):
    file = reference_data / "region" / "bps_kemendagri_kabkota.csv"
    report = services.import_aliases(file)
    assert (report.year, report.added, report.problems) == (2020, 514, ())
    assert selectors.from_alias("bps", "9401", 2020) == "9301"  # Merauke: BPS 94 was Papua
    assert services.import_aliases(file).added == 0
