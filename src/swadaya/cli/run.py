"""``swadaya run``: everything on one machine: prepares the data, keeps one server and one worker alive."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Annotated
from urllib.error import HTTPError
from urllib.request import urlopen

import typer

from swadaya.config import database

from .orphan_guard import VARIABLE
from .serve import Host, Port, Workers, require_free
from .supervisor import Child, Supervisor

app = typer.Typer(add_completion=False)
_FIRST_ANSWER = 60.0  # seconds


@app.command()
def run(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 0,
    example: Annotated[bool, typer.Option(help="Muat data contoh bila belum ada perhitungan.")] = True,
) -> None:
    """Siapkan basis data, wilayah dan data contoh, lalu jalankan server dan pekerja."""
    require_free(host, port)
    database.connect("app")  # held here, so that the database outlives a crashed child
    environment = {**os.environ, VARIABLE: str(os.getpid())}
    for step in (("db", "migrate"), ("prepare", "--example" if example else "--no-example")):
        code = subprocess.run(_command(*step), check=False).returncode
        if code:
            raise typer.Exit(code)
    places = ("--host", host, "--port", str(port), "--workers", str(workers))
    supervisor = Supervisor(
        [
            Child("server", _command("serve", *places), environment),
            Child("pekerja", _command("worker"), environment),
        ],
        report=lambda text: typer.echo(text, err=True),
    )
    supervisor.start()
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"  # noqa: S104
    if _answers(address):
        _welcome(address)
    supervisor.wait()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "swadaya.cli.main", *words]


def _answers(address: str) -> bool:
    """Wait for the first answer, whatever it says."""
    deadline = time.monotonic() + _FIRST_ANSWER
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=10):  # noqa: S310 - our own address
                return True
        except HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    typer.echo(f"Server belum menjawab di {address} setelah {_FIRST_ANSWER:.0f} detik.", err=True)
    return False


_FIRST_LOOK = (
    ("", "negeri menurut status, peta, dan perubahan"),
    ("indeks/2024/3304/", "satu kabupaten (Banjarnegara) dan kecamatannya"),
    ("indeks/2024/3304092011/", "satu desa (Sigeblog): status, sebabnya, langkah berikutnya"),
    ("metode/idm-operasional-2020/", "aturan skor dengan pasal dan catatannya"),
)


def _welcome(address: str) -> None:
    typer.echo(f"\nSwadaya siap: {address}   (Ctrl-C untuk berhenti)\n\nLihat dahulu:")
    for path, what in _FIRST_LOOK:
        typer.echo(f"  {address}{path:<32} {what}")
    typer.echo("\nMencoba sebagai operator desa, sekretaris kelompok, pemeriksa atau penerbit: swadaya akun examples")
    typer.echo("Isinya data contoh sampai Anda memasukkan berkas sendiri: swadaya indeks import --help")
