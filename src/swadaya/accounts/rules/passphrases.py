"""What a passphrase or PIN must be like: long enough, not guessable. How often it may be tried is limited elsewhere."""

from __future__ import annotations

from swadaya.core.problem import Problem, Where

SHORTEST_PIN, LONGEST_PIN = 6, 12
SHORTEST_PHRASE, LONGEST_PHRASE = 12, 200
_UP, _DOWN = "0123456789", "9876543210"


def problems(secret: str, *, pin: bool, told: tuple[str, ...] = ()) -> list[Problem]:
    """Everything wrong with a new secret.

    Args:
        told: what others know of the person (user name, name, telephone); a secret must not be part of it.

    Returns:
        Problems ``sandi.panjang``, ``sandi.bukan-angka``, ``sandi.mudah``, ``sandi.diketahui``.

    Source: design decision; lengths after NIST SP 800-63B (a memorised secret against throttled guessing).
    """
    found = _pin(secret) if pin else _phrase(secret)
    known = [_plain(word) for word in told if len(_plain(word)) >= 4]
    if any(_plain(secret) in word or word in _plain(secret) for word in known if _plain(secret)):
        found.append(_fault("diketahui", expected="tidak memuat nama atau nomor telepon Anda"))
    return found


def _pin(secret: str) -> list[Problem]:
    found: list[Problem] = []
    if not SHORTEST_PIN <= len(secret) <= LONGEST_PIN:
        found.append(_fault("panjang", f"{len(secret)} angka", f"{SHORTEST_PIN} sampai {LONGEST_PIN} angka"))
    if not (secret.isascii() and secret.isdigit()):
        found.append(_fault("bukan-angka", expected="angka saja"))
    elif len(set(secret)) < 3 or secret in _UP * 3 or secret in _DOWN * 3:
        found.append(_fault("mudah", expected="angka yang tidak berulang dan tidak berurutan"))
    return found


def _phrase(secret: str) -> list[Problem]:
    found: list[Problem] = []
    if not SHORTEST_PHRASE <= len(secret) <= LONGEST_PHRASE:
        found.append(
            _fault(
                "panjang",
                f"{len(secret)} huruf",
                f"sedikitnya {SHORTEST_PHRASE} huruf",
                "Tiga atau empat kata yang tidak berhubungan mudah diingat.",
            )
        )
    if len(set(secret.lower())) < 5:
        found.append(_fault("mudah", expected="huruf yang lebih beragam"))
    return found


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _fault(code: str, got: str = "", expected: str = "", hint: str = "") -> Problem:
    return Problem(f"sandi.{code}", Where(key="sandi"), got, expected, hint)
