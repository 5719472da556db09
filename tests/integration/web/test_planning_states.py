"""Pages for planners in other states than the usual one: other years, printed figures, examples, hostile names."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import small_nation
from django.db import connection
from small_nation import text_of

from swadaya.core.figures import grouped
from swadaya.indeks import selectors
from swadaya.methodology import method
from swadaya.web.ui.formatting import signed_index

VILLAGE = small_nation.VILLAGE
IDM = method(small_nation.METHOD)


def shown() -> dict[int, Any]:
    return {run.year: run for run in selectors.published_runs()}


def test_moves_name_who_leapt_and_link_the_parts(site: Any, db: None) -> None:
    small_nation.build(years=(2018, 2024))  # far apart, so that some leap
    runs = shown()
    page = selectors.moves_page("", runs[2018], runs[2024])
    assert page and page.flow and page.flow.leapt(1) > 0
    html = text_of(site.get("/indeks/2024/perpindahan/"))
    assert f"Naik: {grouped(page.flow.leapt(1))} desa" in html
    first = page.rose[0]
    assert f'href="/indeks/2024/{first.code}/"' in html
    assert signed_index(IDM, first.delta) in html
    for part in page.parts:
        assert f'href="/indeks/2024/{part.code}/perpindahan/?dari=2018"' in html
    assert page.flow.up + page.flow.same + page.flow.down == sum(part.both for part in page.parts)


def test_any_two_years_of_a_method_can_be_chosen(site: Any, db: None) -> None:
    small_nation.build(years=(2021, 2023, 2024))
    html = text_of(site.get("/indeks/2024/33/perpindahan/?dari=2021"))
    assert "Perpindahan status 2021–2024" in html
    assert 'href="/indeks/2024/33/perpindahan/?dari=2023"' in html
    assert 'href="/indeks/2023/33/perpindahan/"' in html
    assert 'href="/indeks/2021/33/perpindahan/"' not in html  # nothing before it
    assert "Perpindahan status 2023–2024" in text_of(site.get("/indeks/2024/33/perpindahan/"))


def test_without_scores_only_the_components_are_told(site: Any, db: None) -> None:
    small_nation.build(years=(2023,))
    small_nation.add_printed_year(2024)
    html = text_of(site.get("/indeks/2024/3304/fokus/"))
    assert "Skor tiap indikator tidak terbit untuk tahun ini" in html
    assert 'class="fold types"' in html
    compared = text_of(site.get(f"/indeks/2024/banding/?desa={VILLAGE}&desa={small_nation.STRAY}"))
    assert "yang dibandingkan komponennya" in compared


def test_an_example_is_marked_on_the_pages_for_planners_too(site: Any, example_nation: Any) -> None:
    for path in ("perpindahan/", "peringkat/", "fokus/", f"banding/?desa={VILLAGE}"):
        assert "<strong>Data contoh.</strong>" in text_of(site.get(f"/indeks/2024/{path}"))


def test_names_are_escaped_on_the_pages_for_planners(site: Any, db: None) -> None:
    small_nation.build(names={VILLAGE: small_nation.HOSTILE, "33": "<b>Jawa & Tengah</b>"})
    for path in ("perpindahan/", "33/perpindahan/", "peringkat/", "peringkat/?jenjang=provinsi", "fokus/"):
        page = text_of(site.get(f"/indeks/2024/{path}"))
        assert "<script" not in page and "<b>Jawa" not in page
    assert "&lt;script&gt;" in text_of(site.get(f"/indeks/2024/banding/?desa={VILLAGE}&desa={small_nation.STRAY}"))


def test_a_method_with_other_components_and_in_percent_has_every_page(site: Any, db: None) -> None:
    small_nation.build(years=(2024,))
    small_nation.add_year("indeks-desa-2025", 2025)
    small_nation.add_year("indeks-desa-2025", 2026)
    focus = text_of(site.get("/indeks/2026/33/fokus/"))
    assert "Lemah semuanya" in focus or "Lemah " in focus
    step = selectors.moves_page("33", shown()[2025], shown()[2026]).flow.step
    method_2025 = method("indeks-desa-2025")
    assert signed_index(method_2025, step) in text_of(site.get("/indeks/2026/perpindahan/"))
    ranked = text_of(site.get("/indeks/2026/peringkat/?menurut=kemajuan"))
    assert ranked.count('<tr role="row">') - 1 == len(small_nation.codes())
    query = urlencode([("desa", VILLAGE), ("desa", small_nation.STRAY)])
    assert "/ 635" not in text_of(site.get(f"/indeks/2026/banding/?{query}"))
    assert site.get("/indeks/2025/perpindahan/").status_code == 404  # 2024 is of another method


def test_runs_published_before_moves_were_kept_say_so(site: Any, transactional_db: None, owner_connection: Any) -> None:
    small_nation.build()
    tables = "indeks_moves, indeks_progress, indeks_profile, indeks_digest"
    owner_connection.execute(f"TRUNCATE {tables}")
    connection.ensure_connection()
    for path, words in (("perpindahan/", "Belum ada perpindahan"), ("fokus/", "Belum ada fokus")):
        response = site.get(f"/indeks/2024/33/{path}?x=1")
        assert response.status_code == 200 and words in text_of(response)
    assert site.get("/indeks/2024/99/perpindahan/?x=1").status_code == 404
    assert "Tidak ada yang cocok" in text_of(site.get("/indeks/2024/peringkat/?menurut=kemajuan&x=1"))


def test_a_first_year_has_no_progress_and_says_so(site: Any, db: None) -> None:
    small_nation.build(years=(2024,))
    assert "Belum ada tahun sebelum 2024" in text_of(site.get("/indeks/2024/perpindahan/"))
    page = text_of(site.get("/indeks/2024/peringkat/?menurut=kemajuan"))
    assert "Belum ada tahun sebelum 2024 dengan metode yang sama" in page
    assert "perpindahan/" not in text_of(site.get("/indeks/2024/33/"))


def test_before_anything_is_published_targets_are_told_all_the_same(site: Any, db: None) -> None:
    assert "5.000 Desa Tertinggal" in text_of(site.get("/indeks/sasaran/"))
    assert site.get("/indeks/2024/peringkat/").status_code == 404
