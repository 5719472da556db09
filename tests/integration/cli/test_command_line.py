"""Exit codes and the first line a person reads."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest


def test_help_lists_the_commands_in_indonesian(swadaya):
    done = swadaya("--help")
    assert done.returncode == 0
    for word in ("Pemakaian", "Pilihan", "Perintah", "wilayah", "indeks", "Tampilkan bantuan ini."):
        assert word in done.stdout
    assert "Usage" not in done.stdout and "Options" not in done.stdout


def test_help_imports_no_heavy_library(swadaya):
    heavy = ("django", "polars", "numpy", "psycopg", "rich")
    code = f"import sys, swadaya.cli.main; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_version(swadaya):
    done = swadaya("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "swadaya")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nope"], "Tidak ada perintah 'nope'. Lihat: swadaya --help"),
        (["rules", "check", "--nope"], "Tidak ada pilihan --nope. Lihat: swadaya rules check --help"),
        (["db", "backup"], "'BERKAS' belum diisi. Lihat: swadaya db backup --help"),
        (["serve", "--port", "0"], "'--port' tidak dapat dipakai"),
    ],
)
def test_a_wrong_command_line_is_one_indonesian_sentence_and_code_2(swadaya, words, sentence):
    done = swadaya(*words)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence), done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


def test_what_cannot_be_used_is_one_sentence_and_code_2(swadaya, tmp_path):
    (tmp_path / "home").write_text("not a folder")
    done = swadaya("db", "migrate")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "tidak dapat ditulis" in done.stderr


def test_rules_list_names_every_file(swadaya):
    done = swadaya("rules", "list")
    assert done.returncode == 0
    assert "papua-2022" in done.stdout


def test_rules_check_stops_at_the_first_broken_file(swadaya, tmp_path):
    assert swadaya("rules", "check").returncode == 0
    (tmp_path / "aturan").mkdir()
    (tmp_path / "aturan" / "rusak.toml").write_text('id = "x"\nkind = "metode"\n')
    done = swadaya("rules", "check", env={"SWADAYA_RULES": str(tmp_path / "aturan")})
    assert done.returncode == 2
    assert "rusak.toml" in done.stderr and "title" in done.stderr


def test_a_port_in_use_is_refused(swadaya):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = swadaya("serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 2 and "tidak dapat dipakai" in done.stderr
