"""Files larger than the memory one wants to give them: read in pieces, refused when no country has so many villages."""

from __future__ import annotations

import gzip
import subprocess
import sys

import polars as pl
import pytest

from swadaya.indeks.formats import tabular
from swadaya.wilayah.rules.source import known_desa_codes

METHOD = ("--method", "idm-operasional-2020")
GIGABYTE = 1 << 30


@pytest.fixture
def write_many(idm):
    """Write a table of so many bytes, or rows: every village, year after year, with a long remark in each row."""

    def write(handle, *, size: int, width: int, cells: str = ",5,5,"):
        codes = known_desa_codes()
        codes = codes[codes % 10_000 // 1_000 != 1].astype(str).tolist()
        best = ",".join(str(item.maximum) for item in idm.indicators).replace(",5,5,", cells, 1)
        handle.write(f"kode_desa,tahun,{','.join(idm.indicator_codes)},catatan\n".encode())
        written, year = 0, 2014
        while written < size:
            block = "".join(f"{code},{year},{best},{'x' * width}\n" for code in codes).encode()
            handle.write(block)
            written += len(block)
            year += 1
        return (year - 2014) * len(codes)

    return write


def test_a_file_of_sixty_megabytes_with_too_many_rows_is_refused_on_the_way(command, tmp_path, write_many, monkeypatch):
    monkeypatch.setattr(tabular, "MAX_ROWS", 200_000)
    path = tmp_path / "besar.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as handle:
        rows = write_many(handle, size=60_000_000, width=80)
    assert rows > 200_000
    done = command("score", path, "--out", tmp_path / "hasil.csv", *METHOD)
    assert done.code == 2
    assert '"lebih dari 200.000 baris"; seharusnya paling banyak 200.000 baris' in done.err
    assert "Pecah berkasnya" in done.err
    assert not (tmp_path / "hasil.csv").exists()


MEASURED = """
import sys
from swadaya.cli.main import run
try:
    run(["indeks", *sys.argv[1:]])
finally:  # not the resource usage of a child: that counts what the parent held when it forked
    print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0], file=sys.stderr)
"""


def peak_of(words):
    """Exit code, highest resident memory in bytes, and what was said, of a command in its own process."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, words)], capture_output=True, text=True, check=False
    )
    *said, peak = done.stderr.strip().splitlines()
    assert "Traceback" not in done.stderr
    return done.returncode, int(peak) * 1024, "\n".join(said)


@pytest.mark.long
def test_two_gigabytes_are_scored_in_less_memory_than_the_file_has(tmp_path, write_many):
    path = tmp_path / "besar.csv"
    with path.open("wb") as handle:
        rows = write_many(handle, size=2 * GIGABYTE, width=620)
    assert path.stat().st_size > 2 * GIGABYTE
    assert rows < tabular.MAX_ROWS
    code, peak, _ = peak_of(("score", path, "--out", tmp_path / "hasil.parquet", *METHOD))
    assert code == 0
    assert peak < GIGABYTE * 5 // 4
    assert pl.scan_parquet(tmp_path / "hasil.parquet").select(pl.len()).collect().item() == rows


@pytest.mark.long
def test_two_gigabytes_of_wrong_rows_are_counted_not_kept(tmp_path, write_many):
    path = tmp_path / "besar.csv"
    with path.open("wb") as handle:
        write_many(handle, size=2 * GIGABYTE, width=620, cells=",7,x,")
    code, peak, said = peak_of(("score", path, "--out", tmp_path / "hasil.parquet", *METHOD))
    assert code == 0
    assert peak < GIGABYTE * 3 // 2
    assert "skor.tidak-ada" in said


@pytest.mark.long
def test_a_small_gz_that_unpacks_to_gigabytes_stays_small_in_memory(tmp_path):
    path = tmp_path / "bom.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as handle:
        for _ in range(2048):
            handle.write(b"\0" * (1 << 20))
    code, peak, said = peak_of(("score", path, "--out", tmp_path / "hasil.csv", *METHOD))
    assert (code, "berkas" in said or "seharusnya" in said) == (2, True)
    assert peak < GIGABYTE // 3
