"""Example bodies around the groups: BKM, unit, the village's groups, what they did, welfare bodies of the province."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from swadaya.core import clock, keys
from swadaya.ledger import services as ledger
from swadaya.ledger.rules.journal import Journal, Posting

from .. import services
from ..bookkeeping import unit_books
from .groups import MAKER

UNIT = "UPK Sumber Rejeki (contoh)"
_LISTED = (
    ("Arisan RT 1 (contoh)", "arisan", 24, 0),
    ("Kelompok Tani Makmur (contoh)", "kelompok tani", 31, 1),
    ("Simpan Pinjam RT 3 (contoh)", "simpan pinjam", 15, 2),
    ("Pengrajin Keripik (contoh)", "usaha rumah tangga", 19, 2),
    ("Karang Taruna (contoh)", "pemuda", 40, 0),
    ("Jamaah Pengajian (contoh)", "keagamaan", 52, 0),
    ("Peternak Kambing (contoh)", "peternak", 12, 1),
)
"""Name, kind, members, and of how many sides it is agreed that they be mentored."""


def make_bkm(desa: str) -> UUID:
    """The citizens' board and its financial unit."""
    bkm = services.register_bkm(
        desa, name="BKM Sumber Rejeki (contoh)", by=MAKER, founded_on=clock.today() - timedelta(days=5 * 365)
    )
    unit = services.register_unit(desa, name=UNIT, kind="UPK", bkm_id=bkm, by=MAKER)
    opened = clock.today() - timedelta(days=300)
    book = unit_books.open_book(unit, key=keys.new_key(), opened_on=opened, by=MAKER)
    capital = Journal(opened, "Modal dana bergulir", (Posting("11021", 50_000_000), Posting("31010", -50_000_000)))
    drawn = Journal(opened, "Diambil dari bank", (Posting("11010", 2_000_000), Posting("11021", -2_000_000)))
    ledger.post_batch(by=MAKER, book_id=book, key=keys.new_key(), journals=(capital, drawn))
    return bkm


def make_register(desa: str, adopted: Mapping[str, UUID]) -> None:
    """The village's groups; ``adopted``: by name, which of them became which KSM."""
    agreed = clock.today() - timedelta(days=390)
    for name, kind, members, sides in _LISTED:
        row = services.list_community_group(desa, name=name, kind=kind, members=members, by=MAKER)
        for side, whom in (("anggota", "musyawarah anggota"), ("pelaku", "BKM dan relawan"))[:sides]:
            services.agree_mentoring(row, side=side, by_whom=whom, on=agreed, by=MAKER)
        if name in adopted:
            services.adopt_community_group(row, ksm_id=adopted[name], by=MAKER)


def make_activities(desa: str, all_groups: list[UUID], lively: list[UUID]) -> None:
    """What BKM and village did with the groups."""
    today = clock.today()
    for of, kind, title, days, groups, evidence, visited in (
        ("bkm", "rembug warga", "Rembug warga tahunan", 300, all_groups, "daftar hadir (contoh)", True),
        ("bkm", "pelatihan", "Pelatihan pembukuan kelompok", 30, lively, "daftar hadir (contoh)", False),
        ("desa", "musyawarah", "Musyawarah rencana kerja desa", 12, lively[:2], "berita acara (contoh)", False),
        ("bkm", "kunjungan", "Kunjungan ke rapat kelompok", 3, lively[:1], "buku tamu kelompok (contoh)", True),
    ):
        services.record_institution_activity(
            desa,
            of=of,
            kind=kind,
            title=title,
            on=today - timedelta(days),
            groups=groups,
            evidence=evidence,
            visited=visited,
            by=MAKER,
        )


def make_welfare(desa: str) -> None:
    """Two LKS, and the BKKKS of the province with some of its tasks."""
    today, province = clock.today(), desa[:2]
    for region, name, form, kinds in (
        (desa[:4], "LKS Kasih Sesama (contoh)", "yayasan", ("rehabilitasi", "perlindungan")),
        (desa, "LKS Warga Peduli (contoh)", "", ("pemberdayaan",)),
    ):
        services.register_welfare_body(region, name=name, kind="LKS", legal_form=form, services=kinds, by=MAKER)
    body = services.register_welfare_body(province, name="BKKKS Jawa Tengah (contoh)", kind="BKKKS", by=MAKER)
    for title, days, tasks in (
        ("Rapat koordinasi lembaga kesejahteraan sosial", 150, ("koordinasi", "forum")),
        ("Pelatihan pengurus lembaga", 80, ("pembinaan", "peran-serta")),
        ("Audiensi anggaran kesejahteraan sosial", 20, ("advokasi",)),
    ):
        services.record_welfare_activity(body, title=title, on=today - timedelta(days), tasks=tasks, by=MAKER)
