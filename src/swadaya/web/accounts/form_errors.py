"""Problems of accounts as sentences beside a field: what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms

from swadaya.core.problem import Problem

_SENTENCES = {
    "sandi.panjang": "Panjangnya {got}; pakailah {expected}. {hint}",
    "sandi.bukan-angka": "PIN berisi angka saja.",
    "sandi.mudah": "Terlalu mudah ditebak; pakailah {expected}.",
    "sandi.diketahui": "Orang lain dapat menebaknya: jangan memuat nama, nama pengguna, atau nomor telepon Anda.",
    "sandi.pin": "Peran ini memeriksa atau menerbitkan, jadi dibuka dengan kata sandi, bukan PIN.",
    "akun.nama": "Tulis nama Anda, paling banyak 120 huruf.",
    "akun.nama-pengguna": "Pakailah {expected}.",
    "akun.nama-terpakai": "Nama pengguna “{got}” sudah dipakai orang lain; pilih yang lain.",
    "akun.telepon": "“{got}” bukan nomor ponsel; tulis seperti 0812-3456-7890 atau kosongkan.",
    "akun.telepon-terpakai": "Nomor ini sudah dipakai akun lain. {hint}",
    "kode.salah": "Nama pengguna atau kode tidak cocok, atau kodenya sudah tidak berlaku. {hint}",
    "undangan.tanpa-nama": "Tulis nama orang yang diundang.",
    "peran.masa": "Hari terakhir tidak boleh sebelum hari pertama.",
    "akses.tanpa-alasan": "Tulis alasannya dalam satu kalimat; alasan itu disimpan.",
}


def sentence(problem: Problem) -> str:
    """One sentence for people.

    >>> sentence(Problem("sandi.bukan-angka"))
    'PIN berisi angka saja.'
    >>> sentence(Problem("lain", got="tiga", expected="dua"))
    'Tiga; seharusnya dua.'
    """
    known = _SENTENCES.get(problem.code)
    if known:
        return known.format(got=problem.got, expected=problem.expected, hint=problem.hint).strip()
    parts = [problem.got, f"seharusnya {problem.expected}" if problem.expected else ""]
    text = "; ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}. {problem.hint}".strip()


def put(form: forms.Form, problems: Iterable[Problem], fields: Mapping[str, str]) -> None:
    """Show problems beside the fields they speak of.

    Args:
        fields: name of the field by the key of the problem; without one the sentence stands above the form.
    """
    for problem in problems:
        field = fields.get(problem.where.key)
        form.add_error(field if field in form.fields else None, sentence(problem))
