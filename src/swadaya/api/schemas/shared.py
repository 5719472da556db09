"""What several answers have: a body with no fields but its own, problems, licence, pages."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Body(Schema):
    """A part of an answer; it has no fields but these."""

    model_config = ConfigDict(extra="forbid")


def described(title: str, description: str, *examples: Any) -> Any:
    """A field with its Indonesian title, its English description and examples."""
    return Field(title=title, description=description, examples=list(examples) or None)


class Finding(Body):
    code: str = described("Kode masalah", "Stable code of the problem, for programs.", "api.kursor")
    where: str = described("Di mana", "Parameter, header or part of the address.", "kursor")
    got: str = described("Yang diterima", "What was received, cut to 200 characters.", "abc")
    expected: str = described("Yang seharusnya", "What was expected, in Indonesian.", "kursor dari jawaban sebelumnya")
    hint: str = described("Saran", "What to do, in Indonesian.", "Mulai lagi dari halaman pertama, tanpa kursor.")
    sentence: str = described(
        "Kalimat",
        "All of it in one sentence for people, in Indonesian.",
        "Kursor “abc” tidak dapat dipakai; pakai kursor dari jawaban sebelumnya.",
    )


class Problems(Body):
    masalah: list[Finding] = described("Masalah", "Everything that is wrong with the request, at least one.")


class About(Body):
    lisensi: str = described("Lisensi", "Terms of use of the data.")
    sumber: str = described("Sumber", "Where the data come from.")
    contoh: bool = described("Data contoh", "True when the figures are a simulation and must not be quoted.", False)


class RunHead(Body):
    nomor: int = described("Nomor terbitan", "Number of the run; its figures never change.", 1)
    tahun: int = described("Tahun data", "Data year.", 2024)
    metode: str = described("Metode", "Identifier of the method.", "idm-operasional-2020")
    versi_metode: str = described("Sidik metode", "SHA-256 of the method file that the run used.")
    terbit_pada: str = described("Saat terbit", "When the run was published, ISO 8601.", "2025-01-02T03:04:05+00:00")
    contoh: bool = described("Data contoh", "True when the figures are a simulation.", False)


class Page(Body):
    """One page of a list."""

    keterangan: About = described("Keterangan", "Licence, source, and whether the figures are simulated.")
    next: str | None = described("Halaman berikut", "Address of the next page on this server; null on the last one.")


class One(Body):
    keterangan: About = described("Keterangan", "Licence, source, and whether the figures are simulated.")


class Entry(Body):
    nama: str = described("Nama", "What is found there, in Indonesian.")
    alamat: str = described("Alamat", "Address on this server.")


class Start(One):
    versi: str = described("Versi", "Version of this interface.", "1")
    dokumentasi: str = described("Dokumentasi", "Address of the reference page.", "/api/v1/docs")
    openapi: str = described("OpenAPI", "Address of the OpenAPI document.", "/api/v1/openapi.json")
    pintu: list[Entry] = described("Pintu", "Where to begin.")
