"""A meeting as it is sent, and what is answered."""

from __future__ import annotations

from typing import Any

from .shared import Body, said


class Meeting(Body):
    kunci: str = said("Kunci", "UUIDv7 made by the sender; it names this sending for ever.")
    rapat: dict[str, Any] = said(
        "Rapat",
        "The whole meeting: tanggal, hadir, agenda, simpanan, penarikan, denda, lain, kas, catatan, keputusan.",
    )


class RecordedMeeting(Body):
    pertemuan: str = said("Pertemuan", "Identifier of the meeting.")
    nomor: int = said("Nomor", "Its number within the group.", 4)
    catatan_ke: int = said("Catatan ke", "1 for the first record; corrections count on.", 1)
    keadaan: str = said("Keadaan", "State that this record left the meeting in.", "menunggu-konfirmasi")
    dicatat_pada: str = said("Saat dicatat", "ISO 8601.", "2026-02-05T15:40:00+07:00")
    kas_awal: int = said("Kas awal", "Rupiah before the meeting, by the books.", 349000)
    masuk: int = said("Masuk", "Rupiah that came in.", 118000)
    keluar: int = said("Keluar", "Rupiah that went out.", 0)
    dihitung: int = said("Dihitung", "Rupiah counted on the table.", 467000)
    selisih: int = said("Selisih", "Counted beyond the books; below zero when money is missing.", 0)
    jurnal: list[int] = said("Jurnal", "First and last number of the journals.")
