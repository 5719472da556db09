"""The commands on files, as one uses them: score, explain, thresholds, aggregate, audit, template, simulate."""

from __future__ import annotations

import csv
import json
from fractions import Fraction

import openpyxl
import polars as pl
import pytest

METHOD = ("--method", "idm-operasional-2020")


def rows_of(path):
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_score_writes_the_promised_columns_in_every_form(command, save, score_table, tmp_path, ending):
    table = score_table(
        s01=["5", "5", "4", "", "5"],
        kode_desa=["11.01.02.2001", "1101022002", "1101022003", "33.04.09.2011", "3304092012"],
    )
    out = tmp_path / f"hasil.{ending}"
    done = command("score", save("isian.csv", table), "--out", out, *METHOD)
    assert (done.code, "5 desa dibaca (scores), 4 mendapat indeks, 1 tidak." in done.out) == (0, True)
    if ending == "xlsx":
        header, *rows = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    else:
        frame = (
            pl.read_parquet(out) if ending == "parquet" else pl.read_csv(out, schema_overrides={"kode_desa": pl.String})
        )
        header, rows = frame.columns, frame.rows()
    assert ",".join(header) == (
        "kode_desa,tahun,poin_iks,poin_ike,poin_ikl,iks,ike,ikl,indeks,k,status,"
        "peringkat_nasional,peringkat_provinsi,peringkat_kabkota,peringkat_kecamatan"
    )
    assert [row[0] for row in rows] == ["1101022001", "1101022002", "1101022003", "3304092011", "3304092012"]
    assert [row[11:] for row in rows] == [(1, 1, 1, 1), (1, 1, 1, 1), (4, 3, 3, 3), (None,) * 4, (1, 1, 1, 1)]
    assert rows[3][8:11] == (None, None, None)


def test_scoring_again_what_was_scored_changes_nothing(command, save, score_table, tmp_path):
    table = score_table(s01=["5", "4", "3", "2", "1"])
    assert command("score", save("isian.csv", table), "--out", tmp_path / "satu.csv", *METHOD).code == 0
    assert command("score", tmp_path / "satu.csv", "--out", tmp_path / "dua.csv", *METHOD).code == 0
    assert (tmp_path / "satu.csv").read_bytes() == (tmp_path / "dua.csv").read_bytes()


def test_explain_says_the_reason_in_words(command, save, score_table):
    path = save("isian.csv", score_table(s01=["4"] * 5))
    done = command("explain", path, "--village", "33.04.09.2011")
    assert done.code == 0
    assert "IDM 0,9981 = 6.288/6.300: Mandiri, karena 5.138 ≤ 6.288 ≤ 6.300" in done.out
    assert "IKS 0,9943 = 174/175 poin, tiap poin bernilai 12" in done.out
    assert "s01" in done.out
    assert "ke 5 menambah 12" in done.out
    assert "Sudah di kelas tertinggi." in done.out


def test_explain_as_json_adds_up_and_names_the_way_to_the_next_class(command, save, score_table, idm):
    columns = {item.code: [str(item.scores[0])] * 5 for item in idm.indicators[:30]}
    path = save("isian.csv", score_table(**columns))
    report = command("explain", path, "--village", "1101022001", "--json").report
    shares = [share for part in report["komponen"] for share in part["indikator"]]
    assert sum(share["k"] for share in shares) == report["k"]
    assert abs(sum(Fraction(share["bagian"]) for share in shares) - 1) < Fraction(1, 10**4)
    assert report["penyebut"] == 6300
    following = report["berikutnya"]
    assert following["kurang"] == following["k"] - report["k"] > 0
    more = following["poin"]["IKS"]
    assert more * 12 >= following["kurang"] > (more - 1) * 12


@pytest.mark.parametrize("village", ["11.01.02.2003", "9999999999", "1101", "Sigeblog"])
def test_explain_of_a_village_that_is_not_there_or_has_no_index(command, save, score_table, village):
    path = save("isian.csv", score_table(s02=["5", "5", "", "5", "5"]))
    done = command("explain", path, "--village", village)
    if village == "11.01.02.2003":
        assert (done.code, "Tidak mendapat indeks. Skor yang kosong atau tidak ada: s02." in done.out) == (0, True)
    else:
        assert done.code == 2
        assert "seharusnya" in done.err


def test_explain_of_published_figures_tells_points_and_what_cannot_be(command, save):
    head = "kode_desa,tahun,iks,ike,ikl,idm,status"
    rows = ["1101022001,2024,0.88,0.6333,0.9333,0.8156,MANDIRI", "1101022002,2024,0.7411,0.6333,0.9333,0.7692,MAJU"]
    path = save("terbitan.csv", "\n".join([head, *rows]))
    assert "5.138/6.300: Mandiri" in command("explain", path, "--village", "1101022001").out
    done = command("explain", path, "--village", "1101022002", "--json")
    assert [part["poin"] for part in done.report["komponen"]] == [None, 38, 14]
    assert "tidak mungkin dari skor bulat: IKS" in command("explain", path, "--village", "1101022002").out


def test_thresholds_stand_beside_the_frozen_ones_and_count_the_villages(command, save):
    head = "kode_desa,tahun,iks,ike,ikl,idm,status\n"
    values = ["0.2741", "0.4907", "0.4908", "0.7072", "0.9238"]
    labels = ["SANGAT TERTINGGAL", "SANGAT TERTINGGAL", "TERTINGGAL", "BERKEMBANG", "MANDIRI"]
    rows = [f"110102200{n},2014,0.5,0.5,0.5,{v},{s}" for n, (v, s) in enumerate(zip(values, labels, strict=True), 1)]
    path = save("terbitan.csv", head + "\n".join(rows))
    [year] = command("thresholds", path, "--classes", "6", "--merge-lowest", "--json").report["tahun"]
    assert (year["terendah"], year["tertinggi"], year["lebar"]) == ("0.2741", "0.9238", "0.10828")
    assert year["ambang_beku"] == ["0.4907", "0.5989", "0.7072", "0.8155"]
    assert [year["ambang"][place] for place in (0, 2, 3)] == ["0.4907", "0.7072", "0.8155"]
    assert year["desa_ambang_beku"] == [2, 1, 1, 0, 1]
    done = command("thresholds", path, "--classes", "6", "--merge-lowest")
    assert "2014: 5 desa, terendah 0,2741, tertinggi 0,9238" in done.out
    refused = command("thresholds", path, "--classes", "1")
    assert (refused.code, "paling sedikit 2 selang" in refused.err) == (2, True)


def test_aggregate_writes_a_table_of_regions(command, save, score_table, tmp_path):
    path = save("isian.csv", score_table(s01=["5", "5", "5", "", "5"]))
    done = command("aggregate", path, "--by", "provinsi", "--out", tmp_path / "jumlah.csv")
    assert "5 desa dalam 2 kelompok" in done.out
    rows = rows_of(tmp_path / "jumlah.csv")
    assert [(row["kode"], row["desa"], row["tanpa_indeks"], row["rata_indeks"]) for row in rows] == [
        ("11", "3", "0", "1.0000"),
        ("33", "2", "1", "1.0000"),
    ]
    refused = command("aggregate", path, "--by", "benua", "--out", tmp_path / "jumlah.csv")
    assert (refused.code, "nasional / provinsi" in refused.err) == (2, True)
    basis = command("aggregate", path, "--by", "nasional", "--basis", "apa", "--out", tmp_path / "jumlah.csv")
    assert (basis.code, "terbitan / hitungan" in basis.err) == (2, True)


def test_audit_lists_what_it_found_and_strict_ends_with_one(command, save, tmp_path, score_table):
    head = "kode_desa,tahun,iks,ike,ikl,idm,status,keterangan"
    good = "1101022001,2024,0.88,0.6333,0.9333,0.8156,MANDIRI,Server PDN"
    path = save("baik.csv", f"{head}\n{good}\n")
    done = command("audit", path, "--strict", *METHOD)
    assert (done.code, "1 baris diperiksa; 1 baris indeks dan statusnya tepat." in done.out) == (0, True)
    assert "Server PDN 1" in done.out
    path = save("buruk.csv", f"{head}\n{good.replace('MANDIRI', 'MAJU').replace('Server PDN', 'Update 2023')}\n")
    done = command("audit", path, "--strict", "--json", "--out", tmp_path / "temuan.csv", *METHOD)
    assert done.code == 1
    assert done.report["temuan"]["label"] == done.report["temuan"]["terbawa"] == 1
    found = rows_of(tmp_path / "temuan.csv")
    assert [(row["kode_desa"], row["baris"], row["temuan"], row["terbit"], row["hitung"]) for row in found] == [
        ("1101022001", "2", "label", "Maju", "Mandiri"),
        ("1101022001", "2", "terbawa", "0.8156", ""),
    ]
    nothing = command("audit", save("isian.csv", score_table()), *METHOD)
    assert (nothing.code, "kolom iks, ike, ikl, idm dan status" in nothing.err) == (2, True)


def test_a_template_is_made_filled_and_scored(command, tmp_path, idm):
    done = command("template", *METHOD, "--out", tmp_path / "isian.xlsx", "--region", "33.04.09", "--year", "2024")
    assert (done.code, "Templat ditulis" in done.out) == (0, True)
    book = openpyxl.load_workbook(tmp_path / "isian.xlsx")
    page = book["isian"]
    for row in range(2, page.max_row + 1):
        for column, item in enumerate(idm.indicators, start=3):
            page.cell(row, column).value = item.maximum
    book.save(tmp_path / "isian.xlsx")
    done = command("score", tmp_path / "isian.xlsx", "--out", tmp_path / "hasil.csv", "--strict", *METHOD)
    assert done.code == 0
    assert {row["indeks"] for row in rows_of(tmp_path / "hasil.csv")} == {"1.0000"}
    refused = command("template", *METHOD, "--out", tmp_path / "isian.xlsx", "--kind", "lain")
    assert (refused.code, "scores / answers" in refused.err) == (2, True)


def test_the_simulated_nation_is_read_back_and_scored(command, tmp_path):
    done = command("simulate", "--year", "2024", "--out", tmp_path / "contoh.csv", "--json")
    report = json.loads(done.out)
    assert (done.code, report["contoh"], report["desa"]) == (0, True, 75266)
    done = command("score", tmp_path / "contoh.csv", "--out", tmp_path / "hasil.parquet", "--json", "--strict", *METHOD)
    assert (done.code, done.report["baris"], done.report["berindeks"]) == (0, 75266, 75266)
    frame = pl.read_parquet(tmp_path / "hasil.parquet")
    assert frame["peringkat_nasional"].min() == 1
    assert set(frame["status"]) == {"Mandiri", "Maju", "Berkembang", "Tertinggal", "Sangat Tertinggal"}
    head = (tmp_path / "contoh.csv").read_text(encoding="utf-8").splitlines()[1]
    assert head.endswith("data contoh")
    refused = command("simulate", "--year", "1945", "--out", tmp_path / "contoh.csv")
    assert (refused.code, "2014 sampai 2100" in refused.err) == (2, True)
