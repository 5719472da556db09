"""Passphrases, PINs, words and telephone numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swadaya.accounts.rules import one_time_codes, passphrases, phone_numbers


def codes(secret: str, *, pin: bool, told: tuple[str, ...] = ()) -> set[str]:
    return {problem.code for problem in passphrases.problems(secret, pin=pin, told=told)}


@pytest.mark.parametrize("pin", ["482913", "90210457", "112358132134"])
def test_a_pin_of_six_to_twelve_mixed_digits_is_taken(pin: str) -> None:
    assert codes(pin, pin=True) == set()


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("48291", "sandi.panjang"),
        ("4829134829134", "sandi.panjang"),
        ("48291a", "sandi.bukan-angka"),
        ("٤٨٢٩١٣", "sandi.bukan-angka"),
        ("111111", "sandi.mudah"),
        ("121212", "sandi.mudah"),
        ("123456", "sandi.mudah"),
        ("987654", "sandi.mudah"),
        ("890123", "sandi.mudah"),
    ],
)
def test_a_pin_that_is_short_or_guessed_first_is_refused(pin: str, code: str) -> None:
    assert code in codes(pin, pin=True)


def test_a_pin_is_not_part_of_ones_telephone_number() -> None:
    assert "sandi.diketahui" in codes("456789", pin=True, told=("siti", "Siti", "+62812345678901"))


def test_a_passphrase_is_long_and_not_ones_own_name() -> None:
    assert codes("sawah kopi jembatan", pin=False) == set()
    assert codes("kopi", pin=False) == {"sandi.panjang", "sandi.mudah"}
    assert codes("aaaaaaaaaaaaaa", pin=False) == {"sandi.mudah"}
    assert "sandi.diketahui" in codes("siti.aminah-2026", pin=False, told=("siti.aminah", "Siti Aminah"))


def test_every_fault_is_told_at_once() -> None:
    assert codes("siti", pin=True, told=("siti.a", "Siti")) == {"sandi.panjang", "sandi.bukan-angka", "sandi.diketahui"}


@given(
    st.text(alphabet="ABCDEFGHJKMNPQRSTUVWXYZ23456789", min_size=8, max_size=8), st.sampled_from(["", " ", "-", "."])
)
def test_a_code_is_recognised_however_it_was_spaced(signs: str, between: str) -> None:
    assert one_time_codes.spoken(f" {signs[:4]}{between}{signs[4:]} ".lower()) == f"{signs[:4]}-{signs[4:]}"


def test_words_and_codes_do_not_repeat() -> None:
    assert len({one_time_codes.new_word() for _ in range(200)}) == 200
    assert len({one_time_codes.new_code() for _ in range(200)}) == 200


@pytest.mark.parametrize("written", ["081234567890", "+62 812-3456-7890", "62812 3456 7890", "(0812) 3456.7890"])
def test_a_telephone_number_has_one_form(written: str) -> None:
    assert phone_numbers.normalise(written) == "+6281234567890"


@pytest.mark.parametrize("written", ["0212345678", "0812", "siti", "", "08123456789012345", "０８１２３４５６７８９０"])
def test_what_is_no_mobile_number_is_none(written: str) -> None:
    assert phone_numbers.normalise(written) is None
