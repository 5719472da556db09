"""``swadaya akun``: how the first person comes in, who there is, one-time codes, and example people."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from swadaya.config.home import home
from swadaya.core import codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .console import console
from .django_setup import django_ready

if TYPE_CHECKING:
    from swadaya.accounts.examples import Example

app = typer.Typer(no_args_is_help=True, help="Akun: undangan pertama, daftar, kode masuk ulang, orang contoh.")

_SEATED = ("ketua-ksm", "sekretaris-ksm", "bendahara-ksm", "anggota-kelompok")
_Address = Annotated[str, typer.Option("--site", metavar="URL", help="Alamat situs ini, untuk alamat undangan.")]


@app.command("invite")
def invite(
    name: Annotated[str, typer.Argument(metavar="NAMA", help="Nama orang yang diundang.")],
    role: Annotated[str, typer.Option("--role", metavar="PERAN", help="Kode peran.")] = "administrator",
    region: Annotated[str, typer.Option("--region", metavar="KODE", help="Kode wilayah; kosong: nasional.")] = "",
    address: _Address = "http://127.0.0.1:8000",
) -> None:
    """Undang seseorang; alamat undangan tampil sekali. Begitulah administrator pertama masuk."""
    django_ready("app")
    from swadaya.accounts import services
    from swadaya.accounts.rules.access import system

    place = codes.normalise(region) if region else ""
    if place is None or (place and not _exists(place)):
        raise Invalid(Problem("wilayah.tidak-ada", Where(key=region), region, "kode wilayah yang ada"))
    made = services.invite(by=system("administrator server"), name=name, role=role, region=place)
    typer.echo(f"Undangan untuk {name}, berlaku {services.INVITATION_DAYS} hari dan sekali pakai:")
    typer.echo(f"{address.rstrip('/')}/undangan/terima/{made.word}/")


def _exists(region: str) -> bool:
    from swadaya.wilayah import selectors

    return selectors.get(region) is not None


@app.command("list")
def list_people(
    region: Annotated[str, typer.Option("--region", metavar="KODE", help="Hanya di wilayah ini.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="Paling banyak sekian orang.")] = 200,
) -> None:
    """Daftar orang dan peran yang berlaku."""
    django_ready("app")
    from rich.table import Table

    from swadaya.accounts import selectors
    from swadaya.accounts.rules.access import system

    people = selectors.people(system("daftar"), region=codes.normalise(region) or "", limit=limit)
    table = Table(box=None, pad_edge=False)
    for heading in ("nama pengguna", "nama", "masuk dengan", "peran"):
        table.add_column(heading, overflow="fold")
    for person in people:
        held = "; ".join(f"{grant.label}, {grant.place}" for grant in person.grants if grant.in_force)
        way = "PIN" if person.pin else "kata sandi"
        table.add_row(person.username, person.name, way if person.active else "ditutup", held or "–")
    console().print(table)
    if not people:
        typer.echo("Belum ada orang. Undang yang pertama: swadaya akun invite NAMA --role administrator")


@app.command("code")
def issue_code(
    username: Annotated[str, typer.Argument(metavar="NAMA-PENGGUNA", help="Nama pengguna, telepon, atau surel.")],
) -> None:
    """Beri kode masuk ulang; tercatat dalam riwayat orang itu."""
    django_ready("app")
    from swadaya.accounts import credentials
    from swadaya.accounts.rules.access import system

    person = credentials.find_person(username)
    if person is None:
        raise Invalid(Problem("akun.tidak-ada", Where(key=username), username, "nama pengguna yang ada"))
    code = credentials.issue_code(by=system("administrator server"), person_id=person.id)
    typer.echo(f"Kode untuk {person.name}: {code}")
    typer.echo(f"Berlaku {credentials.CODE_MINUTES} menit, sekali, di halaman /masuk/lupa/.")


@app.command("examples")
def examples(
    code_of: Annotated[str, typer.Option("--code", metavar="NAMA-PENGGUNA", help="Kode langkah kedua saat ini.")] = "",
) -> None:
    """Buat orang contoh, satu tiap peran; hanya pada basis data yang berisi data contoh."""
    django_ready("app")
    from swadaya.accounts import examples, second_factor
    from swadaya.ksm import examples as groups
    from swadaya.pendataan.examples import open_example_cycle

    path = home() / "contoh-akun.json"
    if code_of:
        person = next((one for one in _read(path) if one.username == code_of), None)
        if person is None or not person.totp:
            expected = "orang contoh yang masuk dengan langkah kedua"
            raise Invalid(Problem("akun.bukan-contoh", Where(key=code_of), code_of, expected))
        typer.echo(second_factor.code_now(person.totp))
        return
    _require_example_data()
    if groups.is_missing():
        groups.load()
    group, unit = groups.living(), groups.unit()
    people = _read(path)
    if not people:
        people = examples.make(str(group or ""), str(unit or ""))
        _write(path, people)
    if group is not None:
        examples.join(str(group), str(unit or ""))
        groups.seat({role.partition("-")[0]: person for role, person in examples.ids().items() if role in _SEATED})
    cycle = open_example_cycle()
    _print(people)
    if group is None:
        typer.echo("\nTanpa orang kelompok: kelompok di basis data ini bukan kelompok contoh.")
    if cycle is not None:
        typer.echo(f"\nDibuka: {cycle.title}, {cycle.region_name}. Operator desa mulai di /kerja/.")
    typer.echo(f"\nDisimpan di {path}. Kode langkah kedua: swadaya akun examples --code NAMA-PENGGUNA")


def _require_example_data() -> None:
    from swadaya.indeks import selectors

    runs = selectors.published_runs()
    if not runs or not all(run.example for run in runs):
        raise Invalid(
            Problem(
                "akun.bukan-data-contoh",
                got="basis data ini tidak berisi data contoh saja",
                expected="basis data contoh",
                hint="Orang contoh hanya untuk mencoba; undang orang sungguhan dengan: swadaya akun invite",
            )
        )


def _read(path: Path) -> list[Example]:
    from swadaya.accounts.examples import Example

    try:
        return [Example(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        raise Invalid(Problem("akun.berkas-contoh", Where(file=str(path)), str(error), "berkas yang utuh")) from error


def _write(path: Path, people: list[Example]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(person) for person in people], file, indent=1, ensure_ascii=False)


def _print(people: list[Example]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("nama pengguna", "sandi", "peran", "tempat", "langkah kedua"):
        table.add_column(heading, overflow="fold")
    for person in people:
        table.add_row(person.username, person.secret, person.label, person.place, "ya" if person.totp else "tidak")
    console().print(table)
