"""A meeting as it is sent, and what is answered."""

from __future__ import annotations

from typing import Any

from .shared import Body, described


class Meeting(Body):
    kunci: str = described("Kunci", "UUIDv7 made by the sender; it names this sending for ever.")
    rapat: dict[str, Any] = described(
        "Rapat",
        "The whole meeting: tanggal, hadir, agenda, simpanan, penarikan, denda, lain, kas, catatan, keputusan.",
    )


class RecordedMeeting(Body):
    pertemuan: str = described("Pertemuan", "Identifier of the meeting.")
    nomor: int = described("Nomor", "Its number within the group.", 4)
    catatan_ke: int = described("Catatan ke", "1 for the first record; corrections count on.", 1)
    keadaan: str = described("Keadaan", "State that this record left the meeting in.", "menunggu-konfirmasi")
    dicatat_pada: str = described("Saat dicatat", "ISO 8601.", "2026-02-05T15:40:00+07:00")
    kas_awal: int = described("Kas awal", "Rupiah before the meeting, by the books.", 349000)
    masuk: int = described("Masuk", "Rupiah that came in.", 118000)
    keluar: int = described("Keluar", "Rupiah that went out.", 0)
    dihitung: int = described("Dihitung", "Rupiah counted on the table.", 467000)
    selisih: int = described("Selisih", "Counted beyond the books; below zero when money is missing.", 0)
    jurnal: list[int] = described("Jurnal", "First and last number of the journals.")
