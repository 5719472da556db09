"""``swadaya indeks``: score, audit, aggregate, explain and simulate files; import, run and publish in the database."""

import typer

from . import database_commands, file_commands, print_commands

app = typer.Typer(no_args_is_help=True, help="Indeks desa: berkas (tanpa basis data) dan terbitan (dalam basis data).")
file_commands.register(app)
print_commands.register(app)
database_commands.register(app)
