"""Pages for planners say what the selectors say: moves, ranking, focus, comparison, targets."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import small_nation
from small_nation import text_of

from swadaya.core.figures import grouped
from swadaya.indeks import selectors
from swadaya.methodology import method
from swadaya.web.indeks import focus, moves, ranking
from swadaya.web.ui.components.flow import flow
from swadaya.web.ui.formatting import index_text, signed_index
from swadaya.wilayah import services as wilayah

VILLAGE = small_nation.VILLAGE
IDM = method(small_nation.METHOD)


def plain_text(html: str) -> str:
    """A page's words without its marks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def body_rows(html: str, css: str) -> list[list[str]]:
    """Cells of the rows of the first table with that class."""
    table = re.search(rf'<table[^>]*class="[^"]*\b{css}\b[^"]*".*?</table>', html, re.S)
    assert table
    rows = re.findall(r"<tr.*?</tr>", table[0].split("<tbody")[1], re.S)
    return [[plain_text(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]


def shown() -> dict[int, Any]:
    return {run.year: run for run in selectors.published_runs()}


def test_the_table_of_moves_is_the_stored_one_with_its_sums(site: Any, nation: Any) -> None:
    runs = shown()
    for code in ("", "33", "3304", "330409"):
        page = selectors.moves_page(code, runs[2023], runs[2024])
        assert page and page.flow and page.flow.both
        html = text_of(site.get(f"/indeks/2024/{f'{code}/' if code else ''}perpindahan/"))
        assert moves.lead(page.flow, 2023, 2024) in plain_text(html)
        rows = body_rows(html, "flows")
        wanted = [
            [page.flow.cells[old][new] for new in range(5, 0, -1)] + [page.flow.before[old - 1]]
            for old in range(5, 0, -1)
        ]
        found = [[int(cell.replace("–", "0").replace(".", "")) for cell in row[1:]] for row in rows[:-1]]
        assert found == wanted
        assert [int(cell.replace("–", "0")) for cell in rows[-1][1:]] == [*reversed(page.flow.after), page.flow.both]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/indeks/2023/perpindahan/", "Belum ada tahun sebelum 2023"),
        ("/indeks/2024/perpindahan/?dari=1999", "Tahun 1999 tidak ada untuk dibandingkan"),
        ("/indeks/2024/99/perpindahan/", "Tidak ada desa berkode 99"),
        ("/indeks/2024/99/fokus/", "Tidak ada desa berkode 99"),
        ("/indeks/2024/12345/fokus/", "bukan kode wilayah"),
        ("/indeks/1999/peringkat/", "Belum ada indeks yang terbit untuk tahun 1999"),
        ("/indeks/2024/peringkat/?di=99", "Wilayah “99” tidak dikenal"),
        ("/indeks/2024/peringkat/?status=kaya", "Status “kaya” tidak ada"),
        ("/indeks/2024/peringkat/?jenjang=rt", "Jenjang “rt” tidak ada"),
        ("/indeks/2024/peringkat/?pulau=x:y", "Kelompok pulau “x:y” tidak dikenal"),
        ("/indeks/2024/peringkat/?tanda=x", "Tanda wilayah “x” tidak dikenal"),
        ("/indeks/2024/peringkat/?sesudah=%27;--", "Letak halaman ini tidak dapat dibaca"),
    ],
)
def test_what_cannot_be_shown_says_why(site: Any, nation: Any, path: str, words: str) -> None:
    response = site.get(path)
    assert response.status_code == 404
    assert words in plain_text(text_of(response))


def test_a_village_has_no_moves_of_its_own_but_a_trend(site: Any, nation: Any) -> None:
    assert site.get(f"/indeks/2024/{VILLAGE}/perpindahan/").headers["Location"] == f"/indeks/2024/{VILLAGE}/#perubahan"
    assert site.get("/indeks/2024/33.04/fokus/").headers["Location"] == "/indeks/2024/3304/fokus/"


@pytest.mark.parametrize("by", ["", "kemajuan"])
@pytest.mark.parametrize("place", ["", "33", "3304", "330409"])
def test_walking_a_ranking_meets_every_village_once(
    site: Any, nation: Any, monkeypatch: pytest.MonkeyPatch, by: str, place: str
) -> None:
    monkeypatch.setattr(ranking, "SIZE", 7)
    met: list[str] = []
    path = f"/indeks/2024/peringkat/?menurut={by}&di={place}"
    for _ in range(60):
        html = text_of(site.get(path))
        table = html.split('<table role="table"')[1].split("</table>")[0]
        met += re.findall(r'<a href="/indeks/2024/(\d{10})/"', table)
        following = re.search(r'<a class="btn" href="([^"]+)" rel="next">', html)
        if not following:
            break
        path = unescape(following[1])
    assert sorted(met) == [code for code in small_nation.codes() if code.startswith(place)]
    runs = shown()
    if by:
        expected = [row.code for row in selectors.progress(runs[2023], runs[2024], region=place, limit=1000)]
        assert met == expected
    else:
        known = selectors.statuses_of(met, runs[2024])
        assert [known[code][0] for code in met] == sorted((known[code][0] or 0 for code in met), reverse=True)


def test_a_ranking_keeps_to_its_filters(site: Any, nation: Any) -> None:
    codes = small_nation.codes()
    known = selectors.statuses_of(codes, shown()[2024])
    for status in IDM.classes:
        html = text_of(site.get(f"/indeks/2024/peringkat/?status={status.code}"))
        found = set(re.findall(r'<a href="/indeks/2024/(\d{10})/"', html))
        assert found == {code for code in codes if known[code][1] == status.level}
    html = text_of(site.get("/indeks/2024/peringkat/?pulau=kode_kemendagri:jawa"))
    wanted = {code for code in codes if code.startswith("33")}
    assert wanted and set(re.findall(r'<a href="/indeks/2024/(\d{10})/"', html)) == wanted


def test_a_tag_filters_a_ranking_by_its_territory(site: Any, nation: Any) -> None:
    wilayah.load_areas()
    html = text_of(site.get("/indeks/2024/peringkat/"))
    tags = re.findall(r'<option value="([^"]+)"', html.split('id="tanda"')[1].split("</select>")[0])
    assert tags
    page = site.get(f"/indeks/2024/peringkat/?tanda={tags[0]}")
    assert page.status_code == 200
    found = set(re.findall(r'<a href="/indeks/2024/(\d{10})/"', text_of(page)))
    assert all(not code.startswith(("33", "51")) for code in found)  # neither province has a daerah tertinggal


def test_regions_are_ranked_by_mean_and_by_mean_step(site: Any, nation: Any) -> None:
    runs = shown()
    held = selectors.figures_in(runs[2024], "kabkota")
    by_mean = [one.code for one in sorted(held, key=lambda one: -(one.mean or 0))]
    html = text_of(site.get("/indeks/2024/peringkat/?jenjang=kabkota"))
    assert re.findall(r'<th role="rowheader" scope="row"><a href="/indeks/2024/(\d{4})/"', html) == by_mean
    steps = {one.code: one.step for one in selectors.flows_of(runs[2023], runs[2024], "kabkota")}
    html = text_of(site.get("/indeks/2024/peringkat/?jenjang=kabkota&menurut=kemajuan"))
    found = re.findall(r'<th role="rowheader" scope="row"><a href="/indeks/2024/(\d{4})/"', html)
    assert found == sorted(steps, key=lambda code: -(steps[code] or 0))
    for code in found:
        assert signed_index(IDM, steps[code] or 0) in html


def test_the_focus_of_a_region_is_the_selectors(site: Any, nation: Any) -> None:
    for code in ("", "33", "3304", "330409"):
        page = selectors.focus_page(code, shown()[2024])
        assert page and page.profile
        html = text_of(site.get(f"/indeks/2024/{f'{code}/' if code else ''}fokus/"))
        first = page.profile.weaknesses[0]
        rows = body_rows(html, "weak")
        assert rows[0][0].startswith(first.indicator.label)
        assert rows[0][-1] == index_text(IDM, first.loss)
        types = body_rows(html, "types")
        assert [row[0] for row in types] == [focus.type_words(IDM, one.weak) for one in page.profile.types]
        assert [row[1] for row in types] == [grouped(one.desa) for one in page.profile.types]
        assert sum(one.desa for one in page.profile.types) == page.profile.desa


def test_villages_side_by_side_say_their_differences(site: Any, nation: Any) -> None:
    codes = [VILLAGE, small_nation.STRAY]
    html = text_of(site.get(f"/indeks/2024/banding/?desa={codes[0]}&desa={codes[1]}"))
    rows = {row[0]: row[1:] for row in body_rows(html, "compare")}
    villages = selectors.compared_villages(codes, shown()[2024])
    for part in range(3):
        for place, village in enumerate(villages):
            for share in village.explanation.components[part].indicators:
                cells = rows[share.indicator.label]
                assert cells[place].startswith(f"{share.score} / {share.indicator.maximum}")
                one, other = (item.explanation.components[part].indicators for item in villages)
                scores = [next(s.score for s in side if s.indicator is share.indicator) for side in (one, other)]
                gap = abs(scores[0] - scores[1])
                assert cells[-1] == "sama" if not gap else cells[-1].endswith(f"lebih tinggi {gap}")
    assert len([label for label in rows if label in {item.label for item in IDM.indicators}]) == len(IDM.indicators)


def test_the_picker_adds_and_takes_out_without_a_script(site: Any, nation: Any) -> None:
    empty = text_of(site.get("/indeks/2024/banding/"))
    assert "Pilih dua sampai lima desa" in empty and "<script" not in empty
    searched = text_of(site.get(f"/indeks/2024/banding/?desa={small_nation.STRAY}&cari=sigeblog"))
    added = f"/indeks/2024/banding/?desa={small_nation.STRAY}&desa={VILLAGE}"
    assert added in unescape(searched)
    both = text_of(site.get(added))
    assert f'href="/indeks/2024/banding/?desa={VILLAGE}"' in both
    assert "Tidak ada desa lain yang cocok" in text_of(site.get("/indeks/2024/banding/?cari=tidakadadesaini"))


def test_no_more_than_five_and_no_stranger(site: Any, nation: Any) -> None:
    codes = small_nation.codes()[:6]
    many = site.get("/indeks/2024/banding/?" + "&".join(f"desa={code}" for code in codes))
    assert many.status_code == 404 and "Paling banyak 5 desa" in text_of(many)
    five = text_of(site.get("/indeks/2024/banding/?" + "&".join(f"desa={code}" for code in codes[:5])))
    assert "Sudah lima desa" in five
    strange = text_of(site.get(f"/indeks/2024/banding/?desa={VILLAGE}&desa=<b>x&desa=3304092999&desa={VILLAGE}"))
    assert "&lt;b&gt;x, 33.04.09.2999" in strange and "<b>x" not in strange
    assert strange.count(f'href="/indeks/2024/{VILLAGE}/"') == 2  # in the list and in the table, once each


def test_the_national_target_is_told_with_the_published_figures(site: Any, nation: Any) -> None:
    html = text_of(site.get("/indeks/sasaran/"))
    words = plain_text(html)
    assert "mengentaskan 5000 Desa Tertinggal" in words and "meningkatkan sedikitnya 2000 Desa Mandiri" in words
    assert "Pada 2019 ada 17.626: berkurang 15.966, sasaran 5.000 lebih sedikit; tercapai." in words
    assert "Pada 2019 ada 819: bertambah 645, sasaran 2.000 lebih banyak; belum tercapai." in words
    assert "Angka tahun itu diragukan." in words
    front = plain_text(text_of(site.get("/")))
    assert "Meningkatkan sedikitnya 2.000 Desa Mandiri" in front and "belum tercapai" in front


def test_a_regions_own_target_shows_on_its_page(
    site: Any, nation: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sasaran-3304.toml").write_text(
        """id = "sasaran-3304"
kind = "sasaran"
title = "Sasaran Banjarnegara"
standing = "resmi"
valid_from = 2024-01-01
reference = "Perbup uji 1/2024"
verification = "uji"
[sasaran]
index = "IDM"
region = "3304"
baseline_year = 2023
target_year = 2026
[[sasaran.target]]
code = "mandiri"
label = "Tambah lima Desa Mandiri"
quote = "bertambah lima"
change = 5
reading = [{ label = "Mandiri", classes = ["mandiri"] }]
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))
    page = selectors.region_page("3304", year=2024)
    assert page
    old, new = (figures.classes[-1] for _, figures in page.trend)
    own = plain_text(text_of(site.get("/indeks/2024/3304/?x=1")))
    assert "Tambah lima Desa Mandiri" in own
    assert f"Pada 2023 ada {old} desa (Mandiri). Pada 2024 ada {new}" in own
    assert "Tambah lima Desa Mandiri" not in plain_text(text_of(site.get("/indeks/2024/33/?x=1")))
    assert "Perbup uji 1/2024" in text_of(site.get("/indeks/sasaran/?x=1"))


def test_a_village_names_its_neighbours_and_the_meaning_of_its_status(site: Any, nation: Any) -> None:
    html = text_of(site.get(f"/indeks/2024/{VILLAGE}/"))
    around = selectors.villages_in(VILLAGE[:6], shown()[2024])
    place = [one.code for one in around].index(VILLAGE)
    near = [one.code for one in around[max(place - 2, 0) : place + 3] if one.code != VILLAGE]
    section = html.split('id="sekitar"')[1].split("</section>")[0]
    assert re.findall(r'<th role="rowheader" scope="row"><a href="/indeks/2024/(\d{10})/"', section) == near
    status = selectors.village_page(VILLAGE, year=2024).explanation.status
    assert f'href="/metode/{IDM.id}/#status-{status.code}"' in html and status.meaning in unescape(html)
    assert f'id="status-{status.code}"' in text_of(site.get(f"/metode/{IDM.id}/"))


def test_a_province_stands_beside_its_island_and_its_tags(site: Any, nation: Any) -> None:
    html = text_of(site.get("/indeks/2024/33/"))
    section = plain_text(html.split('id="kelompok"')[1].split("</section>")[0])
    island = next(one for one in selectors.grouped(shown()[2024], "pulau:kode_kemendagri") if one.code == "jawa")
    assert island.mean is not None
    assert "Kelompok pulau Jawa" in section and index_text(IDM, island.mean) in section
    assert 'id="kelompok"' not in text_of(site.get("/indeks/2024/3304/"))


def test_the_picture_of_moves_stays_in_its_frame_and_adds_up() -> None:
    cells = [[3, 1, 0], [0, 5, 2], [0, 1, 9]]
    drawn = flow(cells, (2023, 2024), ["a", "b", "c"], spoken="x & y")
    paths = re.findall(r'<path class="f\d" d="M0 ([\d.]+)C50 [\d.]+ 50 ([\d.]+) 100 [\d.]+V([\d.]+)', drawn)
    assert len(paths) == sum(count > 0 for row in cells for count in row)
    assert all(0 <= float(value) <= 300.1 for path in paths for value in path)
    thick = sum(float(end) - float(start) for _, start, end in paths)
    assert thick == pytest.approx(300 - 2 * 10, abs=1)
    assert 'aria-label="x &amp; y"' in drawn
    assert flow([[0, 0], [0, 0]], (2023, 2024), ["a", "b"], spoken="") == ""


def test_the_rumusan_names_the_gain_to_each_existing_score(site: Any, nation: Any) -> None:
    html = text_of(site.get(f"/indeks/2024/{VILLAGE}/"))
    rows = {row[0]: row for row in body_rows(html, "rum")}
    explanation = selectors.village_page(VILLAGE, year=2024).explanation
    seen = 0
    for component in explanation.components:
        for share in component.indicators:
            if share.rule and share.gains:
                row = rows[f"{share.indicator.label} {component.component.code}"]
                told = re.findall(r"(\d+) \+(\d,\d{4})", row[4])
                assert told == [(str(score), index_text(IDM, IDM.index(gain))) for score, gain in share.gains]
                seen += len(told)
    assert seen > 20
