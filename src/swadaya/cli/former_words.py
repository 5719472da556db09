"""Commands and options by their former names: they go on working for one release, and no help shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NOUNS = {"siklus": "pendataan"}
VERBS: Mapping[str, Mapping[str, str]] = {
    "akun": {"undang": "invite", "daftar": "list", "kode": "code", "contoh": "examples"},
    "ksm": {
        "daftar": "list",
        "impor": "import",
        "impor-anggota": "import-members",
        "kartu": "score-card",
        "aktif": "active",
        "sosial": "welfare",
        "contoh": "examples",
    },
    "pendataan": {"buka": "open", "daftar": "list", "kemajuan": "progress", "terbitkan": "publish"},
}
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "akun": {
        "--alamat": "--site",
        "--peran": "--role",
        "--wilayah": "--region",
        "--banyak": "--limit",
        "--kode": "--code",
    },
    "ksm": {"--dari": "--first", "--sampai": "--last"},
    "ledger": {"--coba": "--dry-run", "--ulang": "--again"},
}


def today(arguments: Sequence[str]) -> list[str]:
    """The command line in today's words.

    >>> today(["siklus", "buka", "--year", "2026"])
    ['pendataan', 'open', '--year', '2026']
    >>> today(["akun", "undang", "Ibu Sri", "--peran=pld"])
    ['akun', 'invite', 'Ibu Sri', '--role=pld']
    """
    if not arguments:
        return []
    noun, *rest = arguments
    noun = NOUNS.get(noun, noun)
    if rest:
        rest[0] = VERBS.get(noun, {}).get(rest[0], rest[0])
    return [noun, *(_option(word, OPTIONS.get(noun, {})) for word in rest)]


def _option(word: str, options: Mapping[str, str]) -> str:
    name, sign, value = word.partition("=")
    return f"{options.get(name, name)}{sign}{value}"
