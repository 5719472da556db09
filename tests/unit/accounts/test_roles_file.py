"""The rule file of roles: what is refused, and what the shipped one promises."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from swadaya.accounts.rules import roles, rulecheck
from swadaya.core import rulefiles

HEAD = """
id = "uji"
kind = "peran"
title = "Uji"
standing = "tidak-resmi"
valid_from = 2026-01-01
reference = "uji"
verification = "uji"
"""
RIGHT = '[[right]]\ncode = "isian.lihat"\nlabel = "melihat"\n'
ROLE = '[[role]]\ncode = "a"\nlabel = "A"\nmeaning = "Satu."\nscopes = ["desa"]\nrights = ["isian.lihat"]\n'


def codes_of(body: str) -> list[tuple[str, str]]:
    rule = rulefiles.parse((HEAD + body).encode(), name="uji.toml", origin="uji.toml")
    return [(problem.code, problem.where.key) for problem in rulecheck.problems_in(rule)]


def test_a_good_file_has_no_problem() -> None:
    assert codes_of(RIGHT + ROLE) == []


@pytest.mark.parametrize(
    ("body", "code", "key"),
    [
        (ROLE.replace('rights = ["isian.lihat"]\n', ""), "peran.bentuk", "right"),
        (RIGHT, "peran.bentuk", "role"),
        (RIGHT + ROLE.replace('label = "A"', 'label = " "'), "peran.kosong", "role[0].label"),
        (RIGHT + ROLE.replace('meaning = "Satu."\n', ""), "peran.kosong", "role[0].meaning"),
        (RIGHT + RIGHT + ROLE, "peran.berulang", "right[1].code"),
        (RIGHT + ROLE + ROLE, "peran.berulang", "role[1].code"),
        (RIGHT.replace("isian.lihat", "isian") + ROLE.replace('"isian.lihat"', ""), "peran.hak", "right[0].code"),
        (RIGHT + ROLE.replace('["isian.lihat"]', '["isian.lihat", "isian.hapus"]'), "peran.hak", "role[0].rights"),
        (RIGHT + ROLE.replace('["desa"]', '["dusun"]'), "peran.lingkup", "role[0].scopes"),
        (RIGHT + ROLE.replace('["desa"]', '"desa"'), "peran.bentuk", "role[0].scopes"),
        (RIGHT + ROLE + 'invites = ["b"]\n', "peran.undang", "role[0].invites"),
        (
            RIGHT + '[[right]]\ncode = "isian.isi"\nlabel = "mengisi"\n' + ROLE.replace("isian.lihat", "isian.isi"),
            "peran.tanpa-lihat",
            "role[0].rights",
        ),
    ],
)
def test_a_fault_is_named_with_its_key(body: str, code: str, key: str) -> None:
    assert (code, key) in codes_of(body)


def test_a_file_of_another_kind_is_left_to_its_room() -> None:
    rule = rulefiles.parse(HEAD.replace('"peran"', '"metode"').encode(), name="uji.toml", origin="uji.toml")

    assert rulecheck.problems_in(rule) == []


def test_the_shipped_roles_have_no_problem() -> None:
    shipped = rulefiles.of_kind(roles.KIND).values()

    assert [problem for rule in shipped for problem in rulecheck.problems_in(rule)] == []


def roles_with(test: Callable[[roles.Role], bool]) -> list[str]:
    return [role.code for role in roles.book().roles.values() if test(role)]


def test_every_role_that_verifies_or_publishes_asks_for_a_second_step() -> None:
    deciding = roles_with(lambda role: any(right.startswith(("isian.periksa", "siklus.")) for right in _acts(role)))

    assert deciding
    assert all(roles.book().roles[code].second_factor for code in deciding)


def _acts(role: roles.Role) -> list[str]:
    return [right for right in role.rights if not right.endswith(".lihat")]


def test_the_auditor_changes_nothing() -> None:
    reading = {right.code for right in roles.book().rights.values() if right.purpose or ".lihat" in right.code}

    assert set(_acts(roles.book().roles["auditor"])) <= reading
    assert not roles.book().roles["auditor"].invites


def test_who_takes_off_a_second_step_neither_fills_nor_verifies() -> None:
    able = roles_with(lambda role: "akun.lepas-langkah-kedua" in role.rights)

    assert able == ["administrator"]
    assert not any(right.startswith("isian.") for right in roles.book().roles["administrator"].rights)


def test_nobody_holds_two_levels_of_verification_in_one_role() -> None:
    for role in roles.book().roles.values():
        levels = [right for right in role.rights if right.startswith("isian.periksa-")]
        assert len(levels) <= 1
        assert not (levels and "isian.ajukan" in role.rights)


def test_every_role_can_be_given_by_somebody_or_by_the_machine_alone() -> None:
    invited = set(itertools.chain.from_iterable(role.invites for role in roles.book().roles.values()))

    assert set(roles.book().roles) - invited == set()
