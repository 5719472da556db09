"""What stands between a cycle and its decree: findings, each naming villages, some of which a reason may override."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Where

Code = Literal[
    "belum-diisi",
    "dikembalikan",
    "belum-selesai",
    "tanpa-indeks",
    "berubah",
    "mata-kedua",
    "luar-kisi",
    "salinan-tahun-lalu",
    "resmi-diganti",
    "contoh",
    "metode-berubah",
    "kosong",
]
SHOWN = 500
"""Villages named in one finding; the count is always whole."""

_TEXTS: Mapping[Code, tuple[str, bool]] = {
    "kosong": ("desa sudah diverifikasi provinsi; tidak ada yang dapat ditetapkan", False),
    "belum-diisi": ("desa belum diisi dan tidak ikut ditetapkan", True),
    "dikembalikan": ("desa dikembalikan atau dibuka dan belum diajukan lagi; tidak ikut ditetapkan", True),
    "belum-selesai": ("desa belum diverifikasi sampai provinsi; tidak ikut ditetapkan", True),
    "tanpa-indeks": ("desa terverifikasi tetapi jawabannya tidak menghasilkan indeks", False),
    "berubah": ("desa berubah sesudah diverifikasi", False),
    "mata-kedua": ("desa diisi atau diperiksa oleh Anda sendiri; penetapannya harus oleh orang lain", False),
    "luar-kisi": ("nilai tersimpan di luar kisi skor ikut dalam perhitungan", True),
    "salinan-tahun-lalu": ("desa mengambil sedikitnya separuh jawabannya dari tahun lalu", True),
    "resmi-diganti": ("nilai terbitan resmi yang tersimpan akan diganti hasil siklus ini", True),
    "contoh": ("desa dengan data contoh ikut dalam perhitungan; terbitan akan ditandai contoh", True),
    "metode-berubah": ("berkas metode berubah sejak pendataan dibuka", True),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``blocking``: without a reason (or at all, when not ``overridable``) nothing is published."""

    code: Code
    count: int
    desa: tuple[str, ...] = ()

    @property
    def overridable(self) -> bool:
        return _TEXTS[self.code][1]

    @property
    def sentence(self) -> str:
        return f"{grouped(self.count)} {_TEXTS[self.code][0]}."


@dataclass(frozen=True, slots=True)
class Readiness:
    """``final``: villages that would be decided; ``total``: villages of the cycle."""

    final: int
    total: int
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        return not self.findings


def unanswered(readiness: Readiness, overrides: Mapping[str, str]) -> list[Problem]:
    """Findings that keep a decree from being published, given the reasons for going on: ``terbit.belum-siap``.

    A reason for a finding that is not there, or that no reason overrides, is refused too: ``terbit.alasan``.
    """
    known = {finding.code: finding for finding in readiness.findings}
    problems = [
        Problem(
            "terbit.belum-siap",
            Where(key=finding.code),
            finding.sentence,
            "alasan untuk tetap menetapkan" if finding.overridable else "diselesaikan dahulu",
        )
        for finding in readiness.findings
        if not finding.overridable or not overrides.get(finding.code, "").strip()
    ]
    problems += [
        Problem("terbit.alasan", Where(key=code), code, f"salah satu dari: {', '.join(known) or 'tidak ada temuan'}")
        for code in overrides
        if code not in known
    ]
    return problems
