"""The commands on the database: import, run, publish, runs, verify, each in its own process."""

from __future__ import annotations

import json
import re

import pytest

METHOD = ("--method", "idm-operasional-2020")


@pytest.fixture
def indeks(cli, load_few_regions):
    load_few_regions()

    def call(*words, **options):
        done = cli("indeks", *map(str, words), **options)
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return call


def test_from_a_file_to_a_published_run(indeks, save, score_table):
    path = save("isian.csv", score_table(codes=("1101022001", "1101022002", "3304092011"), s01=["5", "4", "5"]))
    done = indeks(
        "import", path, *METHOD, "--kind", "resmi", "--source", "rekap kecamatan", "--retrieved", "2024-07-01"
    )
    assert done.returncode == 0, done.stderr
    assert "3 baris: 3 baru, 0 mengganti, 0 sama" in done.stdout
    assert "swadaya indeks run --method idm-operasional-2020 --year 2021" in done.stdout
    again = json.loads(indeks("import", path, *METHOD, "--kind", "resmi", "--json").stdout)
    assert (again["baru"], again["mengganti"], again["sama"], again["disimpan"]) == (0, 0, 3, True)
    done = indeks("run", *METHOD, "--year", "2021", "--note", "coba")
    number = re.match(r"Jalan (\d+): 3 desa, 3 mendapat indeks\.", done.stdout)[1]
    assert f"swadaya indeks publish {number}" in done.stdout
    assert f"Jalan {number} (idm-operasional-2020, 2021) terbit." in indeks("publish", number).stdout
    second = indeks("publish", number)
    assert (second.returncode, "Tidak ada yang berubah" in second.stderr) == (2, True)
    assert "hasil tersimpan sama dengan hasil hitung ulang" in indeks("verify", number).stdout
    listed = indeks("runs").stdout
    assert "idm-operasional-2020" in listed
    assert "terbit" in listed
    assert "coba" in listed


def test_a_file_with_errors_is_not_stored_and_partly_only_when_asked(indeks, save, score_table):
    path = save("isian.csv", score_table(codes=("1101022001", "1101022002"), s01=["9", "5"]))
    done = indeks("import", path, *METHOD, "--json")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert (report["disimpan"], report["masalah"]["galat"]) == (False, 1)
    dry = indeks("import", path, *METHOD, "--partial", "--dry-run")
    assert (dry.returncode, "Tidak ada yang disimpan (--dry-run)." in dry.stdout) == (0, True)
    done = indeks("import", path, *METHOD, "--partial")
    assert (done.returncode, "1 baris: 1 baru" in done.stdout) == (0, True)
    refused = indeks("import", path, *METHOD)
    assert (refused.returncode, "--partial" in refused.stdout + refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", *METHOD, "--year", "2030"), "swadaya indeks import"),
        (("run", "--method", "lain", "--year", "2021"), "idm-permendes-2-2016"),
        (("publish", "777777"), "nomor jalan yang ada"),
        (("verify", "777777"), "nomor jalan yang ada"),
        (("publish", "satu"), "RUN_NUMBER"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(indeks, words, sentence):
    done = indeks(*words)
    assert done.returncode == 2
    assert sentence.lower() in done.stderr.lower()


def test_a_bad_file_is_refused_before_the_database_is_asked(indeks, save):
    done = indeks(
        "import", save("kosong.csv", ""), *METHOD, env={"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    )
    assert (done.returncode, "berkas yang berisi" in done.stderr) == (2, True)
    kind = indeks("import", save("isian.csv", "x"), *METHOD, "--kind", "rahasia")
    assert (kind.returncode, "resmi / sendiri / contoh" in kind.stderr) == (2, True)


def test_a_run_can_be_left_to_the_worker(indeks, save, score_table):
    indeks("import", save("isian.csv", score_table(codes=("1101022001",))), *METHOD)
    done = indeks("run", *METHOD, "--year", "2021", "--later")
    assert (done.returncode, "Dititipkan kepada pekerja latar" in done.stdout) == (0, True)
