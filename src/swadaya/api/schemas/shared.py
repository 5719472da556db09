"""What several answers have: a body with no fields but its own, problems, licence, pages."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Body(Schema):
    """A part of an answer; it has no fields but these."""

    model_config = ConfigDict(extra="forbid")


def said(title: str, description: str, *examples: Any) -> Any:
    """A field with its Indonesian title, its English description and examples."""
    return Field(title=title, description=description, examples=list(examples) or None)


class Finding(Body):
    code: str = said("Kode masalah", "Stable code of the problem, for programs.", "api.kursor")
    where: str = said("Di mana", "Parameter, header or part of the address.", "kursor")
    got: str = said("Yang diterima", "What was received, cut to 200 characters.", "abc")
    expected: str = said("Yang seharusnya", "What was expected, in Indonesian.", "kursor dari jawaban sebelumnya")
    hint: str = said("Saran", "What to do, in Indonesian.", "Mulai lagi dari halaman pertama, tanpa kursor.")
    sentence: str = said(
        "Kalimat",
        "All of it in one sentence for people, in Indonesian.",
        "Kursor “abc” tidak dapat dipakai; pakai kursor dari jawaban sebelumnya.",
    )


class Problems(Body):
    masalah: list[Finding] = said("Masalah", "Everything that is wrong with the request, at least one.")


class About(Body):
    lisensi: str = said("Lisensi", "Terms of use of the data.")
    sumber: str = said("Sumber", "Where the data come from.")
    contoh: bool = said("Data contoh", "True when the figures are a simulation and must not be quoted.", False)


class RunHead(Body):
    nomor: int = said("Nomor terbitan", "Number of the run; its figures never change.", 1)
    tahun: int = said("Tahun data", "Data year.", 2024)
    metode: str = said("Metode", "Identifier of the method.", "idm-operasional-2020")
    versi_metode: str = said("Sidik metode", "SHA-256 of the method file that the run used.")
    terbit_pada: str = said("Saat terbit", "When the run was published, ISO 8601.", "2025-01-02T03:04:05+00:00")
    contoh: bool = said("Data contoh", "True when the figures are a simulation.", False)


class Page(Body):
    """One page of a list."""

    keterangan: About = said("Keterangan", "Licence, source, and whether the figures are simulated.")
    next: str | None = said("Halaman berikut", "Address of the next page on this server; null on the last one.")


class One(Body):
    keterangan: About = said("Keterangan", "Licence, source, and whether the figures are simulated.")


class Entry(Body):
    nama: str = said("Nama", "What is found there, in Indonesian.")
    alamat: str = said("Alamat", "Address on this server.")


class Start(One):
    versi: str = said("Versi", "Version of this interface.", "1")
    dokumentasi: str = said("Dokumentasi", "Address of the reference page.", "/api/v1/docs")
    openapi: str = said("OpenAPI", "Address of the OpenAPI document.", "/api/v1/openapi.json")
    pintu: list[Entry] = said("Pintu", "Where to begin.")
