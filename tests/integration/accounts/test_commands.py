"""``swadaya akun``: how the first person comes in, and what it refuses."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import made_people as made
from django.test import Client

from swadaya.accounts.models import Event, Person
from swadaya.accounts.rules.access import Held

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_first_administrator_comes_in_by_an_address_that_the_machine_prints(cli: Cli) -> None:
    said = cli("akun", "undang", "Ibu Ratna", "--alamat", "https://desa.example/")
    assert said.returncode == 0, said.stderr
    word = re.search(r"https://desa\.example(/undangan/terima/\S+/)", said.stdout)
    assert word
    form = {"name": "Ratna", "username": "ratna", "phone": "", "secret": made.PHRASE}

    assert Client().post(word[1], form)["Location"] == "/akun/dua-langkah/pasang/"
    assert made.held(Person.objects.get(username="ratna")) == {Held("administrator")}
    assert Event.objects.get(action="akun.undang").via == "perintah"
    listed = cli("akun", "daftar")
    assert "ratna" in listed.stdout
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", cli("akun", "kode", "ratna").stdout)
    assert code
    new = {"login": "ratna", "code": code[0], "kind": "sandi", "secret": "pagar bambu sungai"}
    assert Client().post("/masuk/lupa/", new).status_code == 302


def test_what_cannot_be_done_is_one_sentence(cli: Cli) -> None:
    for words, sign in (
        (("akun", "undang", "X", "--peran", "raja"), "raja"),
        (("akun", "undang", "X", "--peran", "operator-desa", "--wilayah", "99.99"), "99.99"),
        (("akun", "kode", "tidakada"), "tidakada"),
        (("akun", "contoh"), "data contoh"),
    ):
        said = cli(*words)
        assert said.returncode == 2, said.stdout
        assert sign in said.stderr
        assert "Traceback" not in said.stderr
    assert Person.objects.count() == 0
