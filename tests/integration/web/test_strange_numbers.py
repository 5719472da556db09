"""Numbers that nobody would type: whatever an address or a field carries, it is answered, never with a 500."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import a_group
import pytest

pytestmark = pytest.mark.django_db
STRANGE = ["²", "٣", "1_0", "-1", "1e3", "0x1", "\0", "9" * 20, "9" * 5000]


@pytest.fixture
def group(standing_group_of_2026: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_group_of_2026


def test_an_address_that_asks_for_no_number_there_is_is_answered(group):
    browser = group.browser("sri")
    pages = [
        (f"{group.address}rapat/", "sebelum"),
        ("/ksm/", "sesudah"),
        (f"/ksm/desa/{a_group.DESA}/", "tahun"),
        ("/buku/", "sesudah"),
        (f"/buku/{group.book}/jurnal/", "sebelum"),
        ("/kerja/riwayat/", "sebelum"),
        ("/peringkat/", "sesudah"),
    ]
    for page, name in pages:
        for written in STRANGE:
            for value in (written, f"{a_group.DESA}-{written}"):
                assert browser.get(page, {name: value}).status_code < 500, (page, name, value[:30])


@pytest.mark.parametrize("written", [one for one in STRANGE if one.isascii() and "\0" not in one])
def test_a_path_that_names_no_number_there_is_is_answered(group, written):
    browser = group.browser("sri")
    for page in (f"/buku/{written}/", f"{group.address}rapat/{written}/", f"{group.address}anggota/{written}/"):
        assert browser.get(page).status_code in (403, 404), page[:40]


@pytest.mark.parametrize("written", STRANGE)
def test_a_sheet_with_numbers_that_are_none_is_answered(group, written):
    browser = group.browser("sri")
    for more in (
        {f"denda-{written}-jumlah": "1"},
        {f"agenda-{written}-judul": "x"},
        {"tambah": f"denda:{written}"},
        {f"simpanan-wajib-{written}": "1", "simpan": "1"},
        {f"hadir-{written}": "H", "simpan": "1"},
        {f"lembar-{written}": "1", "simpan": "1"},
        {"lembar-1000": written, "simpan": "1"},
        {"pembaca_kas": written, "simpan": "1"},
        {"kas_awal": written, "simpan": "1"},
    ):
        sent = urlencode({**group.form(), **more, "tempat": "x" * 500})
        answer = browser.post(f"{group.address}rapat/1/", sent, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 404, 422), (more, answer.status_code)


@pytest.mark.parametrize("written", STRANGE)
def test_a_form_with_a_number_that_is_none_is_answered(group, written):
    browser = group.browser("sri")
    forms = {
        f"{group.address}rencana/baru/": {"rencana": "Beli wajan", "tahun": written},
        f"{group.address}pengurus/baru/": {"anggota": written, "sejak": "2026-01-05", "jabatan": "ketua"},
        f"{group.address}anggota/baru/": {"nama": "Sri", "lahir": written, "masuk": "2026-01-05"},
        f"/buku/{group.book}/jurnal/baru/": {"banyak": written},
        f"/buku/{group.book}/selisih-kas/": {"dihitung": written, "tanggal": "2026-01-05"},
    }
    for page, form in forms.items():
        answer = browser.post(page, form)
        assert answer.status_code < 500, page
