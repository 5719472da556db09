"""``swadaya serve``: the web server."""

from __future__ import annotations

import multiprocessing
import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from swadaya.config.home import home
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .django_setup import django_ready
from .orphan_guard import end_with_parent

app = typer.Typer(add_completion=False)

THREADS = 4
"""Requests that one worker handles at a time; as many as it keeps connections to the database."""

Host = Annotated[str, typer.Option(help="Alamat jaringan; 0.0.0.0 berarti dapat dibuka dari komputer lain.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Nomor porta.")]
Workers = Annotated[int, typer.Option(min=0, help="Banyaknya proses server; 0 berarti menurut prosesor.")]


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 0) -> None:
    """Jalankan server web sampai dihentikan dengan Ctrl-C."""
    require_free(host, port)
    end_with_parent()
    static = home() / "static"
    os.environ["SWADAYA_STATIC"] = str(static)
    django_ready("app")
    _collect(static)
    # A forked worker would inherit this process' settings, made without a pool, and log in anew for every request.
    multiprocessing.set_start_method("spawn", force=True)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "swadaya.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or min(4, os.cpu_count() or 1),
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()


def require_free(host: str, port: int) -> None:
    """Raise Invalid when another program already listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Invalid(
                Problem(
                    "server.porta",
                    got=f"{host}:{port} tidak dapat dipakai ({error.strerror})",
                    expected="porta yang bebas",
                    hint="Hentikan program yang memakainya, atau pilih yang lain dengan --port.",
                )
            ) from error


def _collect(static: Path) -> None:
    """Gather static files under hashed names, compressed."""
    from django.core.management import call_command

    try:
        static.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        raise Invalid(
            Problem(
                "server.berkas-statis",
                Where(file=str(error.filename or static)),
                got=error.strerror or str(error),
                expected="folder yang dapat ditulis",
            )
        ) from error
