"""What a server process reads before its first request: rule files, glossary, templates, addresses.

Middleware is made when the server starts and only there; this one does its work once and takes itself out again.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from importlib import import_module

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import get_template

from swadaya.core.refusal import Invalid

_TEMPLATES = (
    "404.html",
    "api/rujukan.html",
    "ledger/jurnal-baru.html",
    "ledger/laporan.html",
    "ledger/saldo-awal.html",
    "cari.html",
    "indeks/banding.html",
    "indeks/desa.html",
    "indeks/fokus.html",
    "indeks/nasional.html",
    "indeks/peringkat.html",
    "indeks/perpindahan.html",
    "indeks/sasaran.html",
    "indeks/wilayah.html",
    "kamus.html",
    "pendataan/antrean.html",
    "pendataan/bagian.html",
    "pendataan/pekerjaan.html",
    "ksm/kelompok.html",
    "ksm/rapat-selesai.html",
    "ksm/rapat.html",
    "methodology/daftar.html",
    "methodology/metode.html",
    "pendataan/decrees/satu.html",
    "tentang.html",
)


def warm() -> None:
    """Read everything that does not change while the process lives. Safe to repeat."""
    import_module("swadaya.web.urls")
    from swadaya.indeks.rules.published_figures import national_figures
    from swadaya.wilayah.rules import code_changes, groupings

    from .glossary import terms
    from .methodology.views import contents, known

    for method_id in known():
        contents(method_id)
    national_figures()
    groupings.schemes()
    groupings.tags()
    code_changes.moves()
    terms()
    for name in _TEMPLATES:
        get_template(name)


class Warmup:
    """Middleware that is never used after it was made."""

    def __init__(self, _get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        try:
            warm()
        except Invalid as refused:  # a rule file of the user's own; the page that needs it says so again
            logging.getLogger("swadaya.web").error("%s", refused)
        gc.collect()
        gc.freeze()  # rule files and templates stay; the collector need not look at them again
        raise MiddlewareNotUsed
