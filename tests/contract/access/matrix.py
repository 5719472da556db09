"""The table: what every address needs. An address without a line here fails the test; so does a line without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse
from world import GROUP, Side

Kind = Literal["umum", "siapa-pun", "masuk", "benda"]


@dataclass(frozen=True)
class Way:
    """One method of one address.

    ``umum``: the same for everybody, no cookie. ``siapa-pun``: a page of sign-in, open to all. ``masuk``: anybody who
    signed in, and only about themselves. ``benda``: an object; ``right`` at ``place`` is needed (of several any will
    do), ``<room>.lihat`` there makes it exist. ``rooms``: where it is not the right's own room that shows it.
    ``whole``: it also exists for whoever sees a part of its region. ``invites``: the viewer's role must be one that may
    give that role ("*": any). ``anywhere``: a list; the right at any place opens it, and whoever sees its ``rooms`` at
    any place is told that they may not. ``group``: it is a group's own, and a role in the group inside sees it.
    """

    kind: Kind
    method: str = "GET"
    right: str | tuple[str, ...] = ""
    place: Callable[[Side], str] = lambda side: side.desa
    arguments: Callable[[Side], Mapping[str, Any]] = lambda _side: {}
    query: Callable[[Side], str] = lambda _side: ""
    data: Callable[[Side], Mapping[str, Any]] = lambda _side: {}
    whole: bool = False
    anywhere: bool = False
    rooms: tuple[str, ...] = ()
    invites: str = ""
    group: bool = False
    expect: tuple[int, ...] = field(default=())

    def address(self, name: str, side: Side) -> str:
        return reverse(name, kwargs=dict(self.arguments(side))) + self.query(side)


def umum(
    arguments: Callable[[Side], Mapping[str, Any]] = lambda _side: {}, *, query: str = "", expect: int = 200
) -> tuple[Way, ...]:
    return (Way("umum", arguments=arguments, query=lambda _side: query, expect=(expect,)),)


def _form(side: Side) -> Mapping[str, Any]:
    return {"siklus": side.cycle, "kode": side.desa}


def _kecamatan(side: Side) -> Mapping[str, Any]:
    return {"siklus": side.cycle, "kode": side.desa[:6]}


def _cycle(side: Side) -> Mapping[str, Any]:
    return {"siklus": side.cycle}


def _person(side: Side) -> Mapping[str, Any]:
    return {"public_id": side.person.public_id}


def _province(side: Side) -> str:
    return side.desa[:2]


def _district(side: Side) -> str:
    return side.desa[:6]


def _year(side: Side) -> Mapping[str, Any]:
    return {"tahun": 2024}


def _year_region(side: Side) -> Mapping[str, Any]:
    return {"tahun": 2024, "kode": side.desa[:6]}


def _run_file(side: Side) -> Mapping[str, Any]:
    return {"tahun": 2024, "metode": "idm-operasional-2020"}


def _act(right: str | tuple[str, ...], arguments: Callable[[Side], Mapping[str, Any]] = _form, **more: Any) -> Way:
    return Way("benda", "POST", right, arguments=arguments, **more)


def _see(right: str | tuple[str, ...], arguments: Callable[[Side], Mapping[str, Any]] = _form, **more: Any) -> Way:
    return Way("benda", "GET", right, arguments=arguments, **more)


VERIFYING = ("isian.periksa-kecamatan", "isian.periksa-kabupaten", "isian.periksa-provinsi")
PROGRESS = ("siklus", "isian")
"""A cycle and how far its villages are exist for whoever sees forms or cycles there."""


def _village(side: Side) -> Mapping[str, Any]:
    return {"kode": side.desa}


def _listed(side: Side) -> Mapping[str, Any]:
    return {"kode": side.desa, "nomor": side.community}


def _welfare(side: Side) -> Mapping[str, Any]:
    return {"lembaga": side.welfare}


def _ksm(side: Side) -> Mapping[str, Any]:
    return {"ksm_id": side.ksm}


def _member(side: Side) -> Mapping[str, Any]:
    return {"ksm_id": side.ksm, "nomor": side.member}


def _meeting(side: Side) -> Mapping[str, Any]:
    return {"ksm_id": side.ksm, "nomor": 1}


def _next_meeting(side: Side) -> Mapping[str, Any]:
    return {"ksm_id": side.ksm, "nomor": 2}


def _book(side: Side) -> Mapping[str, Any]:
    return {"buku": side.book}


def _statement(side: Side) -> Mapping[str, Any]:
    return {"buku": side.book, "laporan": "posisi"}


def _journal(side: Side) -> Mapping[str, Any]:
    return {"buku": side.book, "nomor": 1}


def _template(side: Side) -> Mapping[str, Any]:
    return {"buku": side.book, "jenis": "csv"}


def _unit(side: Side) -> Mapping[str, Any]:
    return {"unit_id": side.unit}


def _both(right: str, arguments: Callable[[Side], Mapping[str, Any]]) -> tuple[Way, ...]:
    """A form of a group: shown and sent with the same right."""
    return (_see(right, arguments, group=True), _act(right, arguments, group=True))


def _both_of_village(right: str, arguments: Callable[[Side], Mapping[str, Any]]) -> tuple[Way, ...]:
    """A form about something in a village: shown and sent with the same right."""
    return (_see(right, arguments), _act(right, arguments))


MATRIX: dict[str, tuple[Way, ...]] = {
    # === the public pages ===
    "beranda": umum(),
    "cari": umum(query="?q=sigeblog"),
    "indeks": umum(expect=302),
    "indeks-banding": umum(_year),
    "indeks-csv": umum(_year_region),
    "indeks-csv-nasional": umum(_year),
    "indeks-fokus": umum(lambda side: {"tahun": 2024, "kode": side.desa[:4]}),
    "indeks-fokus-nasional": umum(_year),
    "indeks-nasional": umum(_year),
    "indeks-peringkat": umum(_year),
    "indeks-perpindahan": umum(_year_region),
    "indeks-perpindahan-nasional": umum(_year),
    "indeks-profil": umum(lambda side: {"tahun": 2024, "kode": side.desa}),
    "indeks-resmi": umum(_year_region),
    "indeks-resmi-nasional": umum(_year),
    "indeks-ringkasan": umum(_year_region),
    "indeks-sasaran": umum(),
    "indeks-unduh": umum(_year),
    "indeks-unduh-csv": umum(_run_file),
    "indeks-unduh-parquet": umum(_run_file),
    "indeks-unduh-xlsx": umum(_run_file, expect=202),
    "indeks-wilayah": umum(_year_region),
    "kamus": umum(),
    "metode": umum(),
    "metode-satu": umum(lambda _side: {"metode": "idm-operasional-2020"}),
    "penetapan": umum(),
    "penetapan-satu": umum(lambda side: {"nomor": side.publication}),
    "penetapan-dokumen": umum(lambda side: {"nomor": side.publication, "dokumen": side.document}),
    "sehat": umum(),
    "tentang": umum(),
    # === the open API ===
    "api-1:agregat": umum(query="?tahun=2024&skema=provinsi"),
    "api-1:api-root": umum(),
    "api-1:awal": umum(),
    "api-1:hasil": umum(query="?tahun=2024"),
    "api-1:metode": umum(),
    "api-1:metode-satu": umum(lambda _side: {"metode": "idm-operasional-2020"}),
    "api-1:openapi-json": umum(),
    "api-1:openapi-view": umum(),
    "api-1:penjelasan": umum(lambda side: {"kode": side.desa}, query="?tahun=2024"),
    "api-1:perubahan": (Way("umum", query=lambda side: "?dari={}&ke={}".format(*side.runs), expect=(200,)),),
    "api-1:terbitan": umum(),
    "api-1:terbitan-satu": umum(lambda side: {"nomor": side.run}),
    "api-1:wilayah": umum(),
    "api-1:wilayah-satu": umum(lambda side: {"kode": side.desa}),
    # === the door ===
    "account_login": (Way("siapa-pun"),),
    "account_logout": (Way("siapa-pun"), Way("siapa-pun", "POST")),
    "lupa": (Way("siapa-pun"),),
    "lupa-selesai": (Way("siapa-pun"),),
    "ganti-orang": (Way("siapa-pun"),),
    "ganti-orang-masuk": (Way("siapa-pun", arguments=_person, expect=(302, 404)),),
    "ganti-orang-lupakan": (Way("siapa-pun", "POST", arguments=_person),),
    "mfa_authenticate": (Way("siapa-pun"),),
    "undangan-terima": (Way("siapa-pun", arguments=lambda side: {"word": side.word}),),
    # === oneself ===
    "account_reauthenticate": (Way("masuk"),),
    "akun": (Way("masuk"),),
    "akun-sandi": (Way("masuk"),),
    "kerja": (Way("masuk"),),
    "mfa_activate_totp": (Way("masuk"),),
    "mfa_deactivate_totp": (Way("masuk"),),
    "mfa_download_recovery_codes": (Way("masuk"),),
    "mfa_generate_recovery_codes": (Way("masuk"),),
    "mfa_index": (Way("masuk"),),
    "mfa_reauthenticate": (Way("masuk"),),
    "mfa_view_recovery_codes": (Way("masuk"),),
    "perangkat-akhiri": (Way("masuk", "POST", arguments=lambda _side: {"number": 999_999_999}),),
    "riwayat": (Way("masuk"),),
    "riwayat-saya": (Way("masuk"),),
    "siklus-daftar": (Way("masuk"),),
    "usersessions_list": (Way("masuk"),),
    # === people ===
    "orang": (_see("akun.lihat", lambda _side: {}, anywhere=True),),
    "orang-satu": (_see("akun.lihat", _person),),
    "orang-beri": (_see("akun.undang", _person, invites="*"), _act("akun.undang", _person, invites="*")),
    "orang-akhiri": (
        _see("akun.undang", lambda side: {**_person(side), "number": side.grant}, invites="warga"),
        _act("akun.undang", lambda side: {**_person(side), "number": side.grant}, invites="warga"),
    ),
    "orang-kode": (
        _see("akun.atur-ulang", _person, invites="warga"),
        _act("akun.atur-ulang", _person, invites="warga"),
    ),
    "orang-kontak": (
        _see("riwayat.baca-data", _person, rooms=("akun",)),
        _act("riwayat.baca-data", _person, rooms=("akun",), data=lambda _side: {"purpose": "memeriksa laporan warga"}),
    ),
    "orang-langkah-kedua": (_act("akun.lepas-langkah-kedua", _person, invites="warga"),),
    "orang-tutup": (_see("akun.undang", _person, invites="warga"), _act("akun.undang", _person, invites="warga")),
    "undangan": (_see("akun.undang", lambda _side: {}, anywhere=True),),
    "undangan-baru": (_see("akun.undang", lambda _side: {}, anywhere=True),),
    "undangan-tarik": (_act("akun.undang", lambda side: {"number": side.invitation}, invites="warga"),),
    "riwayat-benda": (
        _see("riwayat.lihat", lambda side: {"jenis": "orang", "kunci": str(side.person.public_id)}, expect=(404,)),
    ),
    # === the yearly work ===
    "bukti": (_see("isian.lihat", lambda side: {"nomor": side.evidence}),),
    "isian-ajukan": (_see("isian.lihat"), _act("isian.ajukan")),
    "isian-bagian": (
        _see("isian.lihat", lambda side: {**_form(side), "bagian": side.section}),
        _act("isian.isi", lambda side: {**_form(side), "bagian": side.section}),
    ),
    "isian-bukti": (_act("isian.isi"),),
    "isian-bukti-hapus": (_act("isian.isi", lambda side: {**_form(side), "nomor": side.evidence}),),
    "isian-catatan": (
        _act((*VERIFYING, "siklus.terbit"), data=lambda side: {"kolom": side.column, "teks": "Periksa lagi"}),
    ),
    "isian-catatan-selesai": (_act("isian.isi", lambda side: {**_form(side), "nomor": side.remark}),),
    "isian-jawaban": (_act("isian.isi"),),
    "isian-tahun-lalu": (_act("isian.isi"),),
    "periksa": (_see("isian.lihat", _kecamatan, place=_district, whole=True), _see("isian.lihat")),
    "periksa-banyak": (_act(VERIFYING, _kecamatan, place=_district),),
    "periksa-kembalikan": (_act("isian.periksa-kecamatan"),),
    "periksa-sah": (_act("isian.periksa-kecamatan"),),
    "periksa-siklus": (_see("siklus.lihat", _cycle, place=_province, whole=True, rooms=PROGRESS),),
    "siklus": (_see("siklus.lihat", _cycle, place=_province, whole=True, rooms=PROGRESS),),
    "siklus-berkas": (_see("isian.lihat"), _act("isian.isi")),
    "siklus-buka": (_see("siklus.atur", lambda _side: {}, place=lambda _side: ""),),
    "siklus-jadwal": (
        _see("siklus.lihat", _cycle, place=_province, whole=True, rooms=PROGRESS),
        _act("siklus.atur", _cycle, place=_province),
    ),
    "siklus-templat": (_see("isian.lihat"),),
    "siklus-wilayah": (
        _see("siklus.lihat", _kecamatan, place=_district, whole=True, rooms=PROGRESS),
        _see("isian.lihat"),
    ),
    "terbit": (
        _see("siklus.terbit", _cycle, place=_province),
        _act("siklus.terbit", _cycle, place=_province),
    ),
    "terbit-buka": (_act("siklus.terbit", _cycle, place=_province),),
    "terbit-hasil": (_see("siklus.terbit", lambda side: {**_cycle(side), "nomor": side.publication}, place=_province),),
    # === groups ===
    "ksm": (Way("masuk"),),
    "ksm-sesi": (Way("siapa-pun"),),
    "ksm-baru": (_see("ksm.daftar", lambda _side: {}, anywhere=True),),
    "ksm-impor": (_see("ksm.daftar", lambda _side: {}, anywhere=True),),
    "ksm-csv": (Way("masuk"),),
    "ksm-xlsx": (Way("masuk"),),
    "ksm-nasional": (_see("ksm.lihat", lambda _side: {}, place=lambda _side: ""),),
    "ksm-wilayah": (_see("ksm.lihat", lambda side: {"kode": side.desa[:6]}, place=_district),),
    "ksm-desa": (_see("lembaga.lihat", _village),),
    "ksm-desa-kegiatan": _both_of_village("lembaga.catat", _village),
    "ksm-desa-batal": _both_of_village("lembaga.catat", lambda side: {**_village(side), "kegiatan": side.joint}),
    "ksm-desa-kelompok": _both_of_village("lembaga.catat", _village),
    "ksm-desa-lembaga": _both_of_village("lembaga.catat", _village),
    "ksm-desa-sepakat": _both_of_village("lembaga.catat", _listed),
    "ksm-desa-jadi-ksm": _both_of_village("lembaga.catat", _listed),
    "ksm-sosial": (_see("lembaga.lihat", lambda _side: {}, anywhere=True),),
    "ksm-sosial-wilayah": (_see("lembaga.lihat", lambda side: {"kode": side.desa[:2]}, anywhere=True),),
    "ksm-sosial-baru": (_see("lembaga.catat-sosial", lambda _side: {}, anywhere=True, rooms=("lembaga",)),),
    "ksm-sosial-impor": (_see("lembaga.catat-sosial", lambda _side: {}, anywhere=True, rooms=("lembaga",)),),
    "ksm-sosial-satu": (_see("lembaga.lihat", _welfare),),
    "ksm-sosial-kegiatan": _both_of_village("lembaga.catat-sosial", _welfare),
    "ksm-sosial-ubah": _both_of_village("lembaga.catat-sosial", _welfare),
    "ksm-sosial-bubar": _both_of_village("lembaga.catat-sosial", _welfare),
    "ksm-satu": (_see("ksm.lihat", _ksm, group=True),),
    "ksm-profil": _both("ksm.profil", _ksm),
    "ksm-kegiatan": _both("ksm.profil", _ksm),
    "ksm-tentang": (_see("ksm.lihat", _ksm, group=True),),
    "ksm-sejarah": (_see("ksm.lihat", _ksm, group=True),),
    "ksm-sejarah-baru": _both("ksm.profil", _ksm),
    "ksm-keadaan": _both("ksm.profil", lambda side: {"ksm_id": side.ksm, "ubah": "tidur"}),
    "ksm-pengurus": (_see("ksm.lihat", _ksm, group=True),),
    "ksm-pengurus-baru": _both("ksm.profil", _ksm),
    "ksm-pengurus-selesai": _both("ksm.profil", lambda side: {"ksm_id": side.ksm, "jabatan": side.office}),
    "ksm-setuju": (
        _see("ksm.lihat-anggota", _ksm, group=True),
        _act("ksm.anggota", _ksm, group=True),
    ),
    "ksm-rencana": (_see("ksm.lihat", _ksm, group=True),),
    "ksm-rencana-baru": _both("ksm.profil", _ksm),
    "ksm-sahabat": _both("ksm.profil", _ksm),
    "ksm-aturan": _both("ksm.profil", _ksm),
    "ksm-anggota": (_see("ksm.lihat-anggota", _ksm, group=True),),
    "ksm-anggota-baru": _both("ksm.anggota", _ksm),
    "ksm-anggota-impor": _both("ksm.anggota", _ksm),
    "ksm-anggota-satu": (_see("ksm.lihat-anggota", _member, group=True),),
    "ksm-anggota-keluar": _both("ksm.anggota", _member),
    "ksm-anggota-ubah": _both("ksm.anggota", _member),
    "ksm-anggota-akun": _both("ksm.anggota", _member),
    "ksm-anggota-setuju": _both("ksm.anggota", _member),
    "ksm-anggota-tarik": _both("ksm.anggota", lambda side: {**_member(side), "jenis": "prinsip"}),
    "ksm-anggota-nik": _both("ksm.nik", _member),
    "ksm-anggota-hapus": _both("ksm.hapus-data", _member),
    "ksm-kartu": (_see("ksm.lihat-anggota", _member, group=True),),
    "rapat": (
        _see("ksm.lihat", _meeting, group=True),
        _see("ksm.catat", _next_meeting, group=True),
        _act("ksm.catat", _next_meeting, group=True),
    ),
    "rapat-batal": _both("ksm.catat", _meeting),
    "rapat-kertas": _both("ksm.catat", _meeting),
    "rapat-konfirmasi": (_act("ksm.tutup-rapat", _meeting, group=True),),
    "rapat-lembar": (
        _see("ksm.lihat-anggota", _meeting, group=True),
        _see("ksm.catat", _next_meeting, group=True),
    ),
    "rapat-perbaiki": _both("ksm.koreksi", _meeting),
    "rapat-rencana": _both("ksm.catat", _ksm),
    "rapat-semua": (_see("ksm.lihat", _ksm, group=True),),
    "rapat-struk": (_see("ksm.lihat-anggota", _meeting, group=True),),
    "api-1:api-ksm:openapi-json": umum(),
    "api-1:api-ksm:rapat-kirim": (_act("ksm.catat", _ksm, group=True),),
    "api-1:api-ksm:rapat-kirim-en": (_act("ksm.catat", _ksm, group=True),),
    # === books ===
    "buku": (_see("buku.lihat", _book, group=True),),
    "buku-bulan": (_see("buku.lihat", _book, group=True),),
    "buku-buka": (_act("buku.buka-lagi", _book, group=True),),
    "buku-hledger": (_see("buku.lihat", _book, group=True),),
    "buku-jurnal": (_see("buku.lihat", _book, group=True),),
    "buku-jurnal-csv": (_see("buku.lihat", _book, group=True),),
    "buku-jurnal-xlsx": (_see("buku.lihat", _book, group=True),),
    "buku-laporan": (_see("buku.lihat", _statement, group=True),),
    "buku-laporan-csv": (_see("buku.lihat", _statement, group=True),),
    "buku-laporan-pdf": (_see("buku.lihat", _statement, group=True),),
    "buku-periksa": (_see("buku.lihat", _book, group=True),),
    "buku-tutup": (_act("buku.tutup", _book, group=True),),
    "buku-balik": _both("buku.balik", _journal),
    "buku-impor": _both("buku.catat", _book),
    "buku-impor-templat": (_see("buku.catat", _template, group=True),),
    "buku-jurnal-baru": _both("buku.catat", _book),
    "buku-jurnal-satu": (_see("buku.lihat", _journal, group=True),),
    "buku-laporan-xlsx": (_see("buku.lihat", _statement, group=True),),
    "buku-saldo-awal": _both("buku.catat", _book),
    "buku-saldo-awal-templat": (_see("buku.catat", _template, group=True),),
    "buku-selisih-kas": _both("buku.catat", _book),
    "buku-semua": (Way("masuk"),),
    "buku-unit": (_see("buku.lihat", _unit), _act("buku.catat", _unit)),
    "buku-xlsx": (_see("buku.lihat", _book, group=True),),
}

NOWHERE = {"api-1:tidak-ada", "api-1:api-ksm:api-root"}
"""Addresses that only say that there is nothing."""
GROUP_OF_GRANTS = GROUP
