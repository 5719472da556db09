"""SWADAYA_RULES: a file with a shipped id replaces it, another id adds to the methods, a broken one is named."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from swadaya.core import rulefiles, rulekind
from swadaya.core.refusal import Invalid
from swadaya.methodology import all_methods, method

KECIL = Path(__file__).resolve().parents[2] / "cases" / "indeks" / "kecil.toml"
OPERATIONAL = "idm-operasional-2020"


def shipped_text(method_id: str) -> str:
    return resources.files("swadaya").joinpath(f"methodology/methods/{method_id}.toml").read_text(encoding="utf-8")


@pytest.fixture
def overlay(tmp_path, monkeypatch):
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))
    return tmp_path


def test_another_id_adds_a_method(overlay):
    before = {item.id for item in all_methods()}
    (overlay / "dalam").mkdir()
    (overlay / "dalam" / "kecil.toml").write_bytes(KECIL.read_bytes())
    rulekind.forget()
    assert {item.id for item in all_methods()} - before == {"kecil"}
    assert method("kecil").short == "MK"
    assert rulefiles.all_files()["kecil"].origin.endswith("kecil.toml")


def test_the_same_id_replaces_the_shipped_method(overlay, monkeypatch):
    text = shipped_text(OPERATIONAL).replace("(0.8155, 1]", "(0.9, 1]").replace("(0.7072, 0.8155]", "(0.7072, 0.9]")
    (overlay / "milik-kami.toml").write_text(text, encoding="utf-8")
    assert method(OPERATIONAL).lowest_k[-1] == 5671
    monkeypatch.delenv("SWADAYA_RULES")
    assert method(OPERATIONAL).lowest_k[-1] == 5138


def test_a_refused_file_in_the_overlay_is_named_with_its_path(overlay):
    path = overlay / "rusak.toml"
    path.write_text(KECIL.read_text(encoding="utf-8").replace("[0, 30]", "[0, 45]"), encoding="utf-8")
    with pytest.raises(Invalid, match="tumpang tindih") as refusal:
        method("kecil")
    assert refusal.value.problem.where.file == str(path)


def test_an_unknown_method_names_the_known_ones():
    with pytest.raises(Invalid, match="idm-permendes-2-2016") as refusal:
        method("idm-1999")
    assert refusal.value.problem.code == "metode.tidak-dikenal"


def test_a_folder_of_rules_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path / "tidak-ada"))
    with pytest.raises(Invalid, match="SWADAYA_RULES"):
        method(OPERATIONAL)
