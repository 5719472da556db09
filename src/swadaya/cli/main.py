"""The command ``swadaya``. Its parts are loaded only when called, so that help answers at once."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

from swadaya.core.messages import full
from swadaya.core.problem import Problem
from swadaya.core.refusal import Refusal

from . import former_words, indonesian

COMMANDS = {
    "run": ("swadaya.cli.run:app", "Siapkan lalu jalankan semuanya: basis data, wilayah, server, pekerja."),
    "serve": ("swadaya.cli.serve:app", "Jalankan server web saja."),
    "worker": ("swadaya.cli.worker:app", "Jalankan pekerja latar saja."),
    "prepare": ("swadaya.cli.prepare:app", "Muat wilayah dan data contoh bila belum ada."),
    "db": ("swadaya.cli.db:app", "Basis data: keadaan, migrasi, cadangan, pemulihan."),
    "rules": ("swadaya.cli.rules:app", "Berkas aturan: daftar dan pemeriksaan."),
    "wilayah": ("swadaya.cli.wilayah:app", "Wilayah: muat, cari, batas, padanan kode."),
    "akun": ("swadaya.cli.accounts:app", "Akun: undangan pertama, daftar, kode masuk ulang, orang contoh."),
    "ledger": ("swadaya.cli.ledger:app", "Buku: periksa, keluarkan, cetak laporan."),
    "ksm": ("swadaya.cli.ksm:app", "Kelompok: daftar, impor, kartu Panca Sutra, kelompok aktif."),
    "indeks": ("swadaya.cli.indeks:app", "Indeks desa: periksa, hitung, jelaskan, perbaiki."),
    "pendataan": ("swadaya.cli.pendataan:app", "Pendataan tahunan: buka, kemajuan, terbitkan."),
}
"""Name, where its Typer app is, and what the list of commands says about it."""


class LazyGroup(TyperGroup):
    """Lists the commands without importing them; imports the one that is called."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        return TyperCommand(cmd_name, help=COMMANDS[cmd_name][1]) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else None, rest


def load(name: str) -> Any:
    """The command behind a name, imported now."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    command = typer.main.get_command(getattr(import_module(module), attribute))
    command.name = name
    command.params = [param for param in command.params if not str(param.name).endswith("_completion")]
    indonesian.translate(command)
    return command


app = typer.Typer(
    cls=LazyGroup,
    name="swadaya",
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"swadaya {version('swadaya')}")
        raise typer.Exit


@app.callback()
def swadaya(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tampilkan versi.")
    ] = False,
) -> None:
    """Swadaya: sistem informasi terbuka untuk pemberdayaan desa."""


def run(arguments: list[str] | None = None) -> NoReturn:
    """Entry of the console script. What cannot be used is one sentence on stderr and exit code 2."""
    signal.signal(signal.SIGTERM, _terminate)  # so that leaving the database happens on this way out too
    command = typer.main.get_command(app)
    indonesian.translate(command)
    try:
        words = former_words.today(sys.argv[1:] if arguments is None else arguments)
        code = command.main(words, prog_name="swadaya", standalone_mode=False)
    except Refusal as error:
        sys.exit(_say(error.problem, 2))
    except TyperException as error:
        if message := indonesian.sentence(error):
            typer.echo(message, err=True)
        sys.exit(2)
    except (Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        if _disk_is_full(error):
            sys.exit(
                _say(
                    Problem("basisdata.cakram-penuh", got="cakram penuh", hint="Kosongkan cakram, lalu ulangi."),
                    2,
                )
            )
        raise
    sys.exit(code if isinstance(code, int) else 0)


def _say(problem: Problem, code: int) -> int:
    typer.echo(full(problem), err=True)
    return code


def _disk_is_full(error: BaseException | None) -> bool:
    """Whether the database (SQLSTATE 53100) or the system said so, anywhere in the chain of causes."""
    while error is not None:
        if getattr(error, "sqlstate", None) == "53100" or getattr(error, "errno", None) == 28:
            return True
        error = error.__cause__
    return False


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(143)


if __name__ == "__main__":
    run()
