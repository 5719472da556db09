"""Acts and changes in words, for histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from swadaya.accounts.rules import roles
from swadaya.core import codes

from ..ui.formatting import day

_DONE = {
    "akun.undang": "mengundang",
    "akun.tarik-undangan": "menarik undangan",
    "akun.terima-undangan": "menerima undangan dan peran",
    "akun.beri-peran": "memberi peran kepada",
    "akun.akhiri-peran": "mengakhiri peran",
    "akun.kode-masuk": "memberi kode masuk ulang kepada",
    "akun.pakai-kode": "memakai kode masuk ulang",
    "akun.ganti-sandi": "mengganti sandi atau PIN",
    "akun.pasang-langkah-kedua": "memasang langkah kedua",
    "akun.lepas-langkah-kedua": "melepas langkah kedua",
    "akun.tutup": "menutup akun",
    "riwayat.baca-data": "membaca kontak",
    "ksm.daftar": "mendaftarkan",
    "ksm.profil": "mengubah profil",
    "ksm.aturan-main": "mencatat aturan main",
    "ksm.anggota-masuk": "menambah anggota",
    "ksm.anggota-keluar": "melepas anggota",
    "ksm.pengurus": "memberi jabatan",
    "ksm.pengurus-selesai": "mengakhiri jabatan",
    "ksm.anggota-data": "mengubah nama atau telepon",
    "ksm.anggota-miskin": "mengubah keterangan keluarga miskin",
    "ksm.anggota-nik": "menyimpan NIK",
    "ksm.anggota-akun": "menghubungkan akun",
    "ksm.anggota-hapus-data": "menghapus data pribadi",
    "ksm.baca-nik": "membaca NIK",
    "ksm.setuju": "mencatat persetujuan",
    "ksm.tarik-setuju": "mencatat penarikan persetujuan",
    "ksm.nama": "mencatat nama baru",
    "ksm.badan-hukum": "mencatat badan hukum",
    "ksm.afiliasi": "mencatat afiliasi",
    "ksm.tidur": "menyatakan tidur",
    "ksm.aktif": "menyatakan berjalan lagi",
    "ksm.bubar": "membubarkan",
    "ksm.bergabung": "menggabungkan",
    "ksm.kegiatan": "mencatat kegiatan",
    "ksm.rencana": "menambah rencana kerja",
    "ksm.hubungan": "menghubungkan dengan kelompok lain",
    "ksm.rencana-rapat": "merencanakan",
    "ksm.batal-rapat": "membatalkan",
    "ksm.catat-rapat": "mencatat",
    "ksm.tutup-rapat": "mengonfirmasi",
    "ksm.koreksi-rapat": "memperbaiki",
    "ksm.lembar-kertas": "melampirkan foto lembar",
    "buku.buka": "membuka",
    "buku.catat": "menulis jurnal dalam",
    "buku.impor": "mengimpor jurnal ke",
    "buku.pembukaan": "membukukan saldo awal dalam",
    "buku.balik": "membalik jurnal dalam",
    "buku.selisih-kas": "membukukan selisih kas dalam",
    "buku.pertemuan": "membukukan rapat dalam",
    "buku.ganti": "memperbaiki pembukuan rapat dalam",
    "buku.tutup-bulan": "menutup bulan pada",
    "buku.buka-bulan": "membuka lagi bulan pada",
    "lembaga.kelompok": "mencatat kelompok masyarakat",
    "lembaga.sepakat": "mencatat kesepakatan pendampingan",
    "lembaga.menjadi-ksm": "menjadikan KSM",
    "lembaga.kegiatan": "mencatat kegiatan",
    "lembaga.batal-kegiatan": "membatalkan kegiatan",
    "lembaga.bkm": "mendaftarkan",
    "lembaga.unit": "mendaftarkan",
    "lembaga.sosial": "mendaftarkan",
    "lembaga.ubah-sosial": "mengubah badan hukum dan layanan",
    "lembaga.kegiatan-sosial": "mencatat kegiatan",
    "lembaga.bubar": "mencatat bubarnya",
}
_KINDS = {
    "orang": "orang",
    "undangan": "undangan",
    "isian": "isian",
    "siklus": "pendataan",
    "terbitan": "penetapan",
    "ksm": "kelompok",
    "pertemuan": "rapat",
    "buku": "buku",
    "bkm": "BKM",
    "unit": "unit pengelola",
    "lembaga": "lembaga sosial",
    "kegiatan": "kegiatan lembaga",
    "kelompok-masyarakat": "kelompok masyarakat",
}
_KEYS = {
    "peran": "Peran",
    "wilayah": "Wilayah",
    "kelompok": "Kelompok",
    "mulai": "Mulai",
    "sampai": "Sampai",
    "pin": "Masuk dengan",
    "alasan": "Alasan",
    "bulan": "Bulan",
    "jurnal": "Jurnal",
    "kas_awal": "Kas awal",
    "masuk": "Masuk",
    "keluar": "Keluar",
    "keadaan": "Keadaan",
    "sejak": "Sejak",
    "jabatan": "Jabatan",
    "anggota": "Anggota nomor",
    "isi": "Menjadi",
    "jenis": "Jenis",
    "atas": "Atas",
    "selisih": "Selisih",
    "dihitung": "Kas dihitung",
    "nomor": "Nomor jurnal",
    "pemilik": "Pemilik",
    "bagan": "Bagan akun",
    "dibuka": "Dibuka",
}
_VIA = {"web": "halaman", "api": "API", "perintah": "baris perintah", "pekerjaan": "pekerja latar"}


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` empty: there was nothing; ``after`` empty: nothing is left."""

    what: str
    before: str
    after: str


def done(action: str) -> str:
    """What was done: a verb. An act that has no words here is named by its right, or by its code."""
    if action in _DONE:
        return _DONE[action]
    right = roles.book().rights.get(action)
    return right.label if right else action.replace(".", " ").replace("-", " ")


def kind_words(kind: str) -> str:
    return _KINDS.get(kind, kind)


def via_words(via: str, address: str) -> str:
    """
    >>> via_words("web", "10.0.0.7"), via_words("perintah", "")
    ('lewat halaman dari 10.0.0.7', 'lewat baris perintah')
    """
    told = f"lewat {_VIA.get(via, via)}"
    return f"{told} dari {address}" if address else told


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """What differs between the two, key by key; what stayed the same is left out.

    >>> changes({"sampai": None, "peran": "x"}, {"sampai": "2026-11-21", "peran": "x"})
    [Change(what='Sampai', before='', after='21 November 2026')]
    """
    old, new = before or {}, after or {}
    found = []
    for key in dict.fromkeys([*old, *new]):
        was, now = _told(key, old.get(key)), _told(key, new.get(key))
        if was != now:
            found.append(Change(_KEYS.get(key, key.replace("_", " ").replace("-", " ").capitalize()), was, now))
    return found


def _told(key: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if key == "pin":
        return "PIN" if value else "kata sandi"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if key == "peran":
        role = roles.book().roles.get(str(value))
        return role.label if role else str(value)
    if key == "wilayah":
        return codes.dotted(str(value))
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_told(str(name), item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(_told("", item) for item in value)
    text = str(value)
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text
