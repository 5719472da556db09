"""``swadaya indeks``: score, audit, aggregate, explain and simulate files; import, run and publish in the database."""

import typer

from . import files, inspect, stored

app = typer.Typer(no_args_is_help=True, help="Indeks desa: berkas (tanpa basis data) dan terbitan (dalam basis data).")
files.register(app)
inspect.register(app)
stored.register(app)
