"""``swadaya wilayah`` as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from swadaya.cli import wilayah
from swadaya.core.refusal import Invalid

SMALL = Path(__file__).parents[2] / "cases" / "wilayah" / "dua_provinsi.topojson"


@pytest.fixture
def command(monkeypatch):
    """Run a command in this process, on this test's transaction; what is unusable comes out as an exception."""
    monkeypatch.setattr(wilayah, "django_ready", lambda role: None)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words, code=0):
        result = CliRunner().invoke(wilayah.app, [str(word) for word in words], prog_name="swadaya wilayah")
        if isinstance(result.exception, Invalid):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def table(tmp_path):
    def write(text):
        file = tmp_path / "tabel.csv"
        file.write_text(text, "utf-8")
        return file

    return write


def test_a_fresh_database_is_loaded_from_the_shell(cli):
    empty = cli("wilayah", "counts")
    assert (empty.returncode, "swadaya wilayah load" in empty.stderr) == (2, True)
    loaded = cli("wilayah", "load")
    assert loaded.returncode == 0, loaded.stderr
    assert "91.599 wilayah menurut Kepmendagri 300.2.2-2138/2025" in loaded.stdout
    assert "91.599 baru, 26 perpindahan kode, 21 kawasan baru" in loaded.stdout
    assert cli("wilayah", "search", "tidak ada begitu").returncode == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("nation")
class TestWithTheNation:
    def test_loading_again_says_that_nothing_changed(self, command):
        assert command("load").endswith("Tidak ada yang berubah.\n")

    def test_counts_stand_beside_those_of_earlier_decrees(self, command):
        shown = command("counts")
        assert "416 kabupaten, 98 kota; 83.762 desa, desa adat, dan kelurahan; 26 wilayah historis." in shown
        assert "Permendagri 56/2015" in shown

    def test_a_search_may_keep_to_a_region(self, command):
        shown = command("search", "sidomulyo", "--in", "35.07")
        assert "Sidomulyo, Kec. Jabung, Kab. Malang, Prov. Jawa Timur" in shown
        assert shown.count("Sidomulyo,") == 1

    def test_a_search_without_a_hit_says_so(self, command):
        assert "Tidak ada wilayah bernama zzz." in command("search", "zzz", code=1)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("search", "x", "--in", "entah"), "kode wilayah yang dikenal"),
            (("search", "x", "--level", "dusun"), "provinsi / kabkota / kecamatan / desa"),
            (("show", "99"), "swadaya wilayah search NAMA"),
            (("boundaries", "install", __file__), "bukan JSON"),
        ],
    )
    def test_what_cannot_be_used_is_said_with_what_to_do(self, command, words, expected):
        with pytest.raises(Invalid, match=expected):
            command(*words)

    def test_a_region_is_shown_with_its_past_and_its_areas(self, command):
        shown = command("show", "93.02")
        for part in ("Kab. Boven Digoel, Prov. Papua Selatan", "91.16 sebelum 2022-07-25", "(UU 14/2022)"):
            assert part in shown
        assert "Daerah tertinggal 2020–2024" in shown
        assert "93.02 sejak 2022-07-25" in command("show", "9116")

    def test_areas_are_listed_with_their_basis(self, command):
        assert "Perpres 63/2020" in command("areas", "--kind", "tanda")
        assert "Tidak ada kawasan" in command("areas", "--kind", "kawasan", code=1)

    def test_boundaries_are_installed_and_listed(self, command):
        assert "Belum ada batas" in command("boundaries", "list", code=1)
        shown = command("boundaries", "install", SMALL, "--attribution", "Peta uji.")
        assert "2 wilayah dalam 1 gambar, 0 diganti, 36 wilayah tanpa batas" in shown
        assert "Peta uji. Batas indikatif, bukan acuan batas hukum." in command("boundaries", "list")

    def test_a_kawasan_is_imported_or_refused_row_by_row(self, command, table):
        head = "area_code,label,region_code\n"
        shown = command("area", "import", table(f"{head}dieng,Kawasan Dieng,3304092011\n"))
        assert "1 kawasan, 1 anggota: 1 baru, 0 berubah." in shown
        shown = command("area", "import", table(f"{head}dieng,Kawasan Dieng,99\n"), code=2)
        assert 'baris 2, kolom region_code: "99"' in shown

    def test_codes_of_bps_are_imported_with_their_year(self, command, table):
        file = table("kode_bps,nama_bps,kode_dagri,nama_dagri\n3304,BANJARNEGARA,33.04,BANJARNEGARA\n")
        assert "1 padanan bps 2024: 1 baru, 0 berubah." in command("alias", "import", file, "--year", "2024")
        assert "--year 2024" in command("alias", "import", file, code=2)

    def test_many_problems_are_told_in_part(self, capsys):
        from swadaya.core.problem import Problem

        wilayah._tell(Problem("uji", got=str(number)) for number in range(60))
        told = capsys.readouterr().err.splitlines()
        assert (len(told), told[-1]) == (51, "… dan 10 masalah lain.")


def test_every_command_explains_itself_in_indonesian():
    found = typer.main.get_command(wilayah.app)
    waiting = [found]
    while waiting:
        one = waiting.pop()
        assert one.help
        waiting += getattr(one, "commands", {}).values()
