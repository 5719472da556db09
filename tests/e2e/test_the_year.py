"""A year in one kecamatan: answered on a phone that loses its connection, returned, verified, decided, read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import a_year
import numpy as np
import pytest
import small_nation
from a_year import DESA, Year
from whole_form import WHOLE

from swadaya.core.figures import ratio
from swadaya.methodology import Method, compute, method
from swadaya.methodology.rubric import score_answer

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
OFFICE = {"width": 1280, "height": 800}
NUMBER = "398.4.1/2024"
MENDED = {**WHOLE, "bidan": "1"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SAVED = "Semua jawaban tersimpan."
WAITING = re.compile("Menunggu jaringan")
Tab = Callable[..., Any]


@pytest.fixture
def year(browser: Any, transactional_db: None) -> Year:
    """Two published years of official data, and a cycle of one kecamatan that is open today."""
    small_nation.build()
    return a_year.begin()


@pytest.fixture
def tab(browser: Any, live_server: Any) -> Iterator[Tab]:
    """A page of somebody's own browser: ``tab(person_id)`` signed in with two steps, ``tab()`` a citizen's."""
    opened = []

    def new(person_id: int | None = None, *, view: Mapping[str, int] = OFFICE, script: bool = False) -> Any:
        context = browser.new_context(viewport=dict(view), java_script_enabled=script, base_url=live_server.url)
        context.set_default_timeout(20_000)
        opened.append(context)
        if person_id is not None:
            sign_in(context, live_server.url, person_id)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


def sign_in(context: Any, url: str, person_id: int) -> None:
    cookie = a_year.signed_in(person_id).cookies["sesi"].value
    context.add_cookies([{"name": "sesi", "value": cookie, "url": url}])


def put(page: Any, column: str, value: str) -> None:
    """Answer one field as a thumb does."""
    field = page.locator(f'[data-kolom="{column}"]')
    radio = field.locator(f'input[type="radio"][value="{value}"]')
    if radio.count():
        radio.check()
    else:
        field.locator("input[data-isi]").fill(value.replace(".", ","))


def mark_of(page: Any, column: str) -> Any:
    return page.locator(f'[data-kolom="{column}"] [data-tanda]')


def ready(page: Any) -> None:
    """The page's script has taken over."""
    page.locator('#isian[data-siap="ya"]').wait_for(state="attached")


def wait_text(locator: Any, wanted: str | re.Pattern[str]) -> None:
    from playwright.sync_api import expect

    expect(locator).to_have_text(wanted, timeout=20_000)


def answer_section(page: Any, answers: Mapping[str, str]) -> None:
    ready(page)
    columns = page.locator("[data-kolom]").evaluate_all("all => all.map(one => one.dataset.kolom)")
    for column in columns:
        put(page, column, answers[column])


def current(year: Year) -> dict[str, str]:
    return {column: answer.value for column, answer in year.page().answers.items()}


def test_the_year_of_one_kecamatan(year: Year, tab: Tab, live_server: Any) -> None:
    others = [code for code in a_year.villages() if code != DESA][:2]
    said = {others[0]: {**WHOLE, "penduduk": "1420"}, others[1]: {**WHOLE, "menit_sarkes": "45", "posyandu": "5"}}
    for desa, answers in said.items():
        year.save(answers, desa=desa)
        year.submit(desa)
    said[DESA] = MENDED

    phone = answer_on_the_phone(year, tab)
    submit(phone, year)
    give_back(tab(year.people["kecamatan"]), year, "Jumlah bidan menurut puskesmas 1 orang.")
    mend_and_submit(phone, year)
    for name in ("kecamatan", "kabupaten", "provinsi"):
        verify_all(tab(year.people[name]), year, expected=len(said))
    decide(tab(year.people["penerbit"]), year)
    figures = {desa: engine(method(a_year.METHOD), answers) for desa, answers in said.items()}
    read_as_a_citizen(tab(), figures[DESA])
    fetch(live_server.url, tab(), figures)


def answer_on_the_phone(year: Year, tab: Tab) -> Any:
    """Two answers with a connection, a section without, the page closed and opened again, then the rest."""
    page = tab(year.people["operator"], view=PHONE, script=True)
    page.goto("/kerja/")
    page.get_by_role("link", name="Isi Desa Sigeblog").click()
    page.get_by_role("link", name="Mulai mengisi").click()
    ready(page)
    put(page, "menit_sarkes", WHOLE["menit_sarkes"])
    put(page, "dokter", WHOLE["dokter"])
    wait_text(mark_of(page, "dokter"), "Tersimpan")
    wait_text(page.locator('[data-skor="s01"]'), "Skor 5 dari 5: paling lama 30 menit")
    assert current(year) == {"menit_sarkes": "20", "dokter": "1"}

    page.context.set_offline(True)
    answer_section(page, WHOLE)
    page.get_by_role("button", name="Simpan dan lanjut").click()
    wait_text(page.locator("#keadaan"), re.compile(r"Tidak ada jaringan\. 7 jawaban menunggu dikirim\. .*aman"))
    wait_text(mark_of(page, "penduduk"), WAITING)
    assert len(current(year)) == 2
    here = page.url
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(here)
    wait_text(page.locator("#keadaan"), SAVED)
    assert len(current(year)) == 9
    assert page.locator('[data-kolom="penduduk"] input[data-isi]').input_value() == "1500"

    for section in year.page().sections:
        page.wait_for_url(f"**/isi/{section.code}/")
        answer_section(page, WHOLE)
        page.get_by_role("button", name="Simpan dan lanjut").click()
    page.wait_for_url("**/ajukan/")
    assert current(year) == dict(WHOLE)
    return page


def submit(page: Any, year: Year) -> None:
    page.goto(f"{year.form}ajukan/")
    page.get_by_label("Jawaban ini sesuai keadaan desa").check()
    page.get_by_role("button", name="Ajukan ke kecamatan").click()
    assert "sudah diajukan" in page.get_by_role("status").first.inner_text()


def give_back(page: Any, year: Year, reason: str) -> None:
    page.goto(f"/kerja/periksa/{year.cycle_id}/{a_year.KECAMATAN}/")
    page.get_by_role("link", name="Desa Sigeblog").click()
    page.get_by_text("Kembalikan ke desa").first.click()
    page.get_by_label("Alasan").fill(reason)
    page.get_by_role("button", name="Kembalikan ke desa").click()
    assert "dikembalikan" in page.locator(".said").inner_text()


def mend_and_submit(page: Any, year: Year) -> None:
    page.goto(year.form)
    assert "Jumlah bidan menurut puskesmas 1 orang." in page.locator(".say.warn").inner_text()
    page.get_by_role("link", name="Kesehatan", exact=True).click()
    ready(page)
    put(page, "bidan", MENDED["bidan"])
    wait_text(mark_of(page, "bidan"), "Tersimpan")
    assert current(year) == MENDED
    submit(page, year)


def verify_all(page: Any, year: Year, *, expected: int) -> None:
    """All that wait at this person's level, with the page in between that repeats what stands out."""
    page.goto(f"/kerja/periksa/{year.cycle_id}/{a_year.KECAMATAN}/")
    boxes = page.locator('.queue input[type="checkbox"]')
    assert boxes.count() == expected
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Verifikasi yang dipilih").click()
    page.get_by_role("button", name=f"Ya, verifikasi {expected} desa").click()
    assert page.locator("h1").inner_text() == f"{expected} dari {expected} desa diverifikasi"


def decide(page: Any, year: Year) -> None:
    page.goto("/kerja/")
    page.get_by_role("link", name="Lihat kesiapan penetapan").click()
    for reason in page.get_by_label("Alasan tetap menetapkan").all():
        reason.fill("Desa lain menyusul dalam perubahan.")
    page.get_by_label("Nomor keputusan").fill(NUMBER)
    page.get_by_label("Tanggal keputusan").fill("2024-07-05")
    page.get_by_label("Penandatangan pertama").and_(page.locator("input")).fill("Nama Satu")
    page.get_by_label("Penandatangan kedua").and_(page.locator("input")).fill("Nama Dua")
    page.get_by_role("button", name="Periksa sebelum menerbitkan").click()
    page.get_by_role("button", name="Terbitkan sekarang").click()
    assert page.locator("h1").inner_text() == "Sudah terbit"


def engine(chosen: Method, answers: Mapping[str, str]) -> tuple[int, int, str]:
    """Points, class and index as the engine gives them for answers in words, without the rooms in between."""
    scores = []
    for indicator in chosen.indicators:
        assert indicator.quantity is not None
        given = [answers[column] for column in indicator.quantity.columns]
        if indicator.quantity.choices:
            scores.append(score_answer(indicator, given[0]))
            continue
        above, below = (*map(Fraction, given), Fraction(1))[:2]
        scores.append(score_answer(indicator, (int(above * 10_000), int(below * 10_000))))
    result = compute(chosen, np.array([scores], dtype=np.int8))
    k = int(result.k[0])
    return k, int(result.level[0]), ratio(chosen.index(k), 4)


def read_as_a_citizen(page: Any, figure: tuple[int, int, str]) -> None:
    page.goto("/indeks/penetapan/")
    page.get_by_role("link", name=f"Keputusan nomor {NUMBER}").click()
    documents = page.locator("#dokumen a")
    assert documents.first.inner_text() == "Lampiran keputusan"
    for link in documents.all():
        file = page.request.get(str(link.get_attribute("href")))
        assert file.ok and file.body().startswith(b"%PDF-")
    assert documents.count() == 5
    page.goto(f"/indeks/2024/{DESA}/")
    assert page.locator(".big").inner_text() == figure[2]
    status = method(a_year.METHOD).classes[figure[1] - 1].label
    assert page.locator(".figure-line .status").inner_text() == status
    assert page.context.cookies() == []


def fetch(url: str, page: Any, figures: Mapping[str, tuple[int, int, str]]) -> None:
    answer = page.request.get(f"{url}/api/v1/hasil?tahun=2024&wilayah={a_year.KECAMATAN}").json()
    classes = method(a_year.METHOD).classes
    rows = {row["kode"]: (row["poin_indeks"], row["status"]) for row in answer["data"]}
    assert {desa: rows[desa] for desa in figures} == {
        desa: (k, classes[level - 1].code) for desa, (k, level, _) in figures.items()
    }


def test_answers_wait_for_the_person_who_gave_them(year: Year, tab: Tab, live_server: Any) -> None:
    page = tab(year.people["operator"], view=PHONE, script=True)
    context = page.context
    page.goto(f"{year.form}isi/kesehatan/")
    ready(page)
    context.set_offline(True)
    put(page, "dokter", "3")
    wait_text(mark_of(page, "dokter"), WAITING)
    context.clear_cookies()
    sign_in(context, live_server.url, year.people["pld"])
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_text(page.locator("#keadaan"), re.compile("Yang masuk sekarang orang lain"))
    page.reload()
    ready(page)
    assert page.locator('[data-kolom="dokter"] input[data-isi]').input_value() == ""
    put(page, "bidan", "2")
    wait_text(mark_of(page, "bidan"), "Tersimpan")
    assert current(year) == {"bidan": "2"}

    context.clear_cookies()
    sign_in(context, live_server.url, year.people["operator"])
    page.goto(year.form)
    wait_text(page.locator("#keadaan"), SAVED)
    assert current(year) == {"bidan": "2", "dokter": "3"}
    assert year.page().answers["dokter"].person_id == year.people["operator"]


def test_an_ended_session_keeps_the_answers_and_asks_to_sign_in(year: Year, tab: Tab, live_server: Any) -> None:
    page = tab(year.people["operator"], view=PHONE, script=True)
    page.goto(f"{year.form}isi/kesehatan/")
    ready(page)
    page.context.clear_cookies()
    put(page, "dokter", "2")
    wait_text(page.locator("#keadaan"), re.compile("Masuk lagi untuk mengirim"))
    assert page.get_by_role("link", name="Masuk lagi").is_visible()
    assert current(year) == {}
    sign_in(page.context, live_server.url, year.people["operator"])
    page.goto(f"{year.form}isi/kesehatan/")
    wait_text(page.locator("#keadaan"), SAVED)
    assert current(year) == {"dokter": "2"}


@pytest.mark.parametrize(("button", "kept"), [("Pakai jawaban saya", "4"), ("Pakai jawaban itu", "2")])
def test_two_people_with_two_answers_choose_one(year: Year, tab: Tab, button: str, kept: str) -> None:
    page = tab(year.people["operator"], view=PHONE, script=True)
    page.goto(f"{year.form}isi/kesehatan/")
    ready(page)
    year.save({"bidan": "2"}, by="pld")
    put(page, "bidan", "4")
    field = page.locator('[data-kolom="bidan"]')
    field.locator("[data-bentrok]").wait_for()
    clash = field.locator("[data-bentrok]").inner_text()
    assert "Ibu Pld" in clash and "2" in clash
    assert current(year) == {"bidan": "2"}
    page.get_by_role("button", name=button).click()
    wait_text(page.locator("#keadaan"), SAVED)
    assert current(year) == {"bidan": kept}
    assert field.locator("input[data-isi]").input_value() == kept


def test_a_doubtful_answer_asks_why_and_a_wrong_one_stays_to_be_mended(year: Year, tab: Tab) -> None:
    year.save({"penduduk": "1500"})
    page = tab(year.people["operator"], view=PHONE, script=True)
    page.goto(f"{year.form}isi/kesehatan/")
    ready(page)
    put(page, "peserta_bpjs", "9000")
    field = page.locator('[data-kolom="peserta_bpjs"]')
    field.get_by_label("Mengapa benar demikian?").fill("Peserta dari desa tetangga terdaftar di sini.")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        field.get_by_role("button", name="Simpan alasan").click()
    wait_text(page.locator("#keadaan"), SAVED)
    wait_text(field.locator("[data-galat]"), "")
    assert year.page().answers["peserta_bpjs"].reason == "Peserta dari desa tetangga terdaftar di sini."

    put(page, "dokter", "dua")
    wait_text(mark_of(page, "dokter"), re.compile("Belum tersimpan"))
    assert "bukan angka" in page.locator('[data-kolom="dokter"] [data-galat]').inner_text()
    page.reload()
    ready(page)
    assert page.locator('[data-kolom="dokter"] input[data-isi]').input_value() == "dua"
    put(page, "dokter", "2")
    wait_text(page.locator("#keadaan"), SAVED)
    assert current(year)["dokter"] == "2"


def work_pages(year: Year) -> dict[str, list[str]]:
    """The pages of each role over a cycle in which a village waits for the kecamatan."""
    cycle, other = year.cycle_id, a_year.villages()[0]
    return {
        "operator": ["/kerja/", year.form, f"{year.form}ajukan/", f"{year.base}{DESA}/isi/modal_sosial-1/"],
        "pld": [f"{year.base}{other}/isi/kesehatan/", f"{year.base}{a_year.KECAMATAN}/berkas/"],
        "kecamatan": [f"/kerja/periksa/{cycle}/{a_year.KECAMATAN}/", f"/kerja/periksa/{cycle}/{other}/", "/kerja/"],
        "nasional": [year.base, "/kerja/pendataan/", "/kerja/pendataan/buka/", f"{year.base}jadwal/"],
        "penerbit": [f"/kerja/penetapan/{cycle}/", "/kerja/"],
    }


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_the_work_pages(year: Year, tab: Tab, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    year.save({"peserta_bpjs": "9000", "penduduk": "1500", "bidan": "2"})
    other = a_year.villages()[0]
    year.save({**WHOLE, "meter_sma": "90000"}, desa=other)
    year.submit(other)
    found: dict[str, Any] = {}
    for name, paths in work_pages(year).items():
        page = tab(year.people[name], view={"width": width, "height": 800}, script=True)
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            assert page.goto(path).ok, path
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            over = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
            report = Axe().run(
                page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
            )
            faults = [(one["id"], one["nodes"][0]["html"][:160]) for one in report.response["violations"]]
            if faults or over > 0:
                found[path] = (over, faults)
    assert found == {}
