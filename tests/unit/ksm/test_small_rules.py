"""Money as typed, NIK, aturan main, the roll, the count, the profile."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from swadaya.core import keys, money
from swadaya.ksm.meetings import schema as rules
from swadaya.ksm.rules import aturan_main, cash_count, nik, profile, roll_call
from swadaya.ksm.rules.attendance import Attended, share_of_seats


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.500.000", 1_500_000),
        ("1500000", 1_500_000),
        ("Rp1.500.000", 1_500_000),
        ("rp 1.500.000,00", 1_500_000),
        ("Rp. 2.000,-", 2_000),
        (0, 0),
        (None, 0),
        ("–", 0),
        ("1.50", None),
        ("1,500", None),
        ("1.500.00", None),
        ("12abc", None),
        (-1, None),
        (1.0, None),
        ("٣", None),
        ("9" * 40, None),
        ([], None),
    ],
)
def test_amounts_are_read_as_people_write_them_or_not_at_all(written, amount):
    read, problem = money.read(written, use=money.MEETING)
    assert (None if problem else read or 0) == amount


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("3304095211900001", []),
        ("3304 0952 1190 0001", []),
        ("330409521190001", ["nik.bentuk"]),
        ("33040952119000O1", ["nik.bentuk"]),
        ("0004095211900001", ["nik.susunan"]),
        ("3304097211900001", ["nik.susunan"]),
        ("3304095213900001", ["nik.susunan"]),
        ("3304095211900000", ["nik.susunan"]),
    ],
)
def test_a_nik_is_looked_at_without_being_repeated(written, codes):
    found = nik.problems(written)
    assert [problem.code for problem in found] == codes
    assert all(written[:8] not in str(problem) for problem in found)


def test_a_nik_of_another_sex_or_year_is_noted_not_refused():
    found = nik.problems("3304095211900001", sex="L", birth_year=1991)
    assert [(problem.code, problem.severity) for problem in found] == [("nik.berbeda", "catatan")] * 2


def test_only_the_serial_of_a_nik_is_shown():
    assert nik.masked("3304095211900001") == "••••••••••••0001"


def test_five_headings_make_the_aturan_main_whole():
    found, problems = aturan_main.read({**aturan_main.EXAMPLE, "pinjaman": {"aturan": "  "}})
    assert (found.missing, problems) == (("pinjaman",), [])


def test_everything_wrong_with_the_aturan_main_is_said_at_once():
    _, problems = aturan_main.read(
        {
            "pertemuan": {"irama": "tahunan"},
            "simpanan": [{"jenis": "wajib", "jumlah": "1.50"}, {"jenis": "wajib", "jumlah": 5}, {"jenis": "liar"}],
            "denda": "banyak",
            "tanggung_renteng": ["doa"],
        }
    )
    assert [problem.where.key for problem in problems] == [
        "pertemuan.irama",
        "simpanan[0].jumlah",
        "simpanan[2].jenis",
        "simpanan",
        "denda",
        "tanggung_renteng",
    ]


def test_the_roll_names_everybody_of_the_day_and_nobody_else():
    assert roll_call.read({"1": "H"}, enrolled=[1, 2])[1][0].got == "1 anggota belum ditandai"
    assert roll_call.read({"1": "H", "3": "A"}, enrolled=[1])[1][0].code == "rapat.hadir"
    assert roll_call.read({"1": "X"}, enrolled=[1])[1][0].got == "X"
    assert roll_call.read(["H"], enrolled=[1])[1][0].code == "rapat.hadir"


def test_pieces_and_sum_must_agree():
    count, problems = cash_count.read({"dihitung": "250.000", "lembar": {"100.000": 2, "50.000": 1}})
    assert (count.counted, problems) == (250_000, [])
    assert cash_count.read({"dihitung": 1, "lembar": {"100000": 2}})[1][0].where.key == "kas.dihitung"
    assert cash_count.read({"lembar": {"75000": 1}})[1][0].where.key == "kas.lembar.75000"
    assert cash_count.read({})[1][0].got == "belum dihitung"
    assert cash_count.read({"dihitung": "0"})[0].counted == 0


def test_a_difference_needs_its_reason_and_cash_is_never_below_zero():
    short = cash_count.Cash(100_000, 20_000, 0, 115_000)
    assert short.difference == -5_000
    assert [problem.code for problem in cash_count.problems(short)] == ["rapat.selisih"]
    assert cash_count.problems(cash_count.Cash(100_000, 20_000, 0, 115_000, "salah kembalian")) == []
    assert cash_count.problems(cash_count.Cash(0, 0, 1, 0, "x"))[0].code == "rapat.kas-kurang"


def test_the_profile_names_what_formation_still_owes():
    full, _ = aturan_main.read(aturan_main.EXAMPLE)
    known = profile.Known("v", "m", "t", ("ketua", "sekretaris"), full, "KSM Melati", "kepentingan", 5, 4)
    lacking = {item.code: item.lacking for item in profile.completeness(known) if not item.done}
    assert lacking == {
        "struktur": "belum ada: bendahara",
        "profil": "belum ada: persetujuan 1 anggota atas prinsip kelompok",
    }


def test_a_meeting_says_its_day_plan_and_closing():
    today = date(2026, 2, 6)
    frame, problems = rules.frame({"tanggal": "2026-02-05", "ditutup_pada": "2026-02-05T15:40:00+07:00"}, today=today)
    assert frame is not None and not problems
    _, problems = rules.frame(
        {"tanggal": "2026-02-07", "pertemuan": "x", "ditutup_pada": "2026-02-05T15:40:00"}, today=today
    )
    assert [problem.code for problem in problems] == ["rapat.tanggal", "rapat.rencana", "rapat.ditutup"]


def test_a_key_is_a_uuid_of_version_seven():
    assert keys.required(str(keys.new_key())).version == 7
    with pytest.raises(keys.Invalid, match="UUIDv7"):
        keys.required(UUID("00000000-0000-4000-8000-000000000000"))


def test_nobody_enrolled_has_no_attendance():
    assert share_of_seats([Attended("1", date(2026, 1, 8), 0, 0)]) is None
