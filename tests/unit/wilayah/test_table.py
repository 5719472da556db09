"""Small tables as people make them."""

from __future__ import annotations

import pytest

from swadaya.core.refusal import Invalid
from swadaya.wilayah.rules.code_table import read_table

SHAPE = ("kode", "nama")


def test_semicolons_byte_order_marks_and_empty_lines_are_fine(tmp_path):
    file = tmp_path / "tabel.csv"
    file.write_text("\ufeffKode; Nama ;lain\n33.04; Banjarnegara ;x\n\n;;\n3305;Kebumen\n", "utf-8")
    table = read_table(file, SHAPE)
    assert table.header == ("kode", "nama", "lain")
    assert [(number, row["kode"], row["nama"]) for number, row in table] == [
        (2, "33.04", "Banjarnegara"),
        (5, "3305", "Kebumen"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"kode,nama\n", "tabel.kosong"),
        (b"", "tabel.kolom"),
        (b"a,b\n1,2\n", "tabel.kolom"),
        (b"kode,nama\n1,\xff\n", "tabel.bukan-teks"),
        (None, "tabel.tidak-ada"),
    ],
)
def test_another_file_is_refused_with_the_reason(tmp_path, content, code):
    file = tmp_path / "tabel.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read_table(file, SHAPE, ("a", "c"))
    assert refused.value.problem.code == code
