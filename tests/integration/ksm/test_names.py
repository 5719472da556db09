"""Members called like everyday words: the product's own words are never judged, what people type always."""

from __future__ import annotations

import pytest

from swadaya.core import keys
from swadaya.core.refusal import Invalid
from swadaya.ksm import services
from swadaya.ledger import services as books
from swadaya.ledger.rules.journal import Journal, Posting

pytestmark = pytest.mark.django_db
CALLED = (
    "Dana",
    "Wajib",
    "Simpanan Wajib",
    "Denda Anggota",
    "Selisih Kas Kurang",
    "Alat Tulis",
    "Pertemuan",
    "Membalik",
)


def test_meetings_of_people_called_like_the_words_of_the_books_are_recorded_and_corrected(make, thursday):
    group = make(names=CALLED)
    more = {
        "denda": [{"anggota": group.members[1], "jumlah": "3.000", "sebab": "terlambat"}],
        "lain": [{"pos": "atk", "jumlah": 18_000, "keterangan": "buku kas"}],
        "kas": {"dihitung": 64_000, "alasan": "salah kembalian"},
    }
    done = group.record(thursday, counted=0, **more)
    assert done.cash.difference == -1_000
    said = group.said(thursday, counted=65_000, **{**more, "kas": {"dihitung": 65_000}})
    services.correct_meeting(
        done.meeting_id, key=keys.new_key(), said=said, reason="kembalian ditemukan", by=group["bendahara"]
    )
    by = group["bendahara"]
    seq = books.post_batch(
        by=by,
        book_id=group.book,
        key=keys.new_key(),
        journals=[Journal(thursday, "dana bergulir", lines(1_000))],
    ).first_seq
    books.reverse(by=by, book_id=group.book, key=keys.new_key(), seq=seq, reason="salah pos")
    assert not list(group.verify().problems)


def test_the_same_sentence_is_judged_alike_in_the_books_and_in_the_group(make, thursday):
    group = make(names=CALLED)
    for text, refused in (("dana bergulir", False), ("titipan Dana", True), ("simpanan wajib", True)):
        acts = (
            lambda text=text: services.change_profile(group.id, goals=text, by=group["fasilitator"]),
            lambda text=text: books.post_batch(
                by=group["bendahara"],
                book_id=group.book,
                key=keys.new_key(),
                journals=[Journal(thursday, text, lines(1_000))],
            ),
        )
        for act in acts:
            if not refused:
                act()
                continue
            with pytest.raises(Invalid) as refusal:
                act()
            assert [one.code for one in refusal.value.problems] == ["nama.dalam-teks"]


def lines(amount):
    return (Posting("11010", amount), Posting("41030", -amount))
