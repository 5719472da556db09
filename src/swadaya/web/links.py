"""Addresses as text. Written out, because reversing hundreds of them would cost more than the page; a test compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

SEARCH = "/cari/"
TARGETS = "/indeks/sasaran/"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses within one year. ``method``: set when the page shows another method than the year's first."""

    year: int
    method: str = ""

    def _query(self, **more: str) -> str:
        given = {name: value for name, value in {"metode": self.method, **more}.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def region(self, code: str = "") -> str:
        place = f"{code}/" if code else ""
        return f"/indeks/{self.year}/{place}{self._query()}"

    def islands(self, scheme: str) -> str:
        return f"/indeks/{self.year}/{self._query(pulau=scheme)}#pulau"

    def moves(self, code: str = "", since: int = 0) -> str:
        return self._below(code, "perpindahan", dari=str(since) if since else "")

    def focus(self, code: str = "") -> str:
        return self._below(code, "fokus")

    def ranking(self, **filters: str) -> str:
        """Filters by the names they have in the address; empty ones are left out."""
        return f"/indeks/{self.year}/peringkat/{self._query(**filters)}"

    def compare(self, codes: Sequence[str] = ()) -> str:
        query = urlencode([*((("metode", self.method),) if self.method else ()), *(("desa", code) for code in codes)])
        return f"/indeks/{self.year}/banding/{f'?{query}' if query else ''}"

    def _below(self, code: str, page: str, **more: str) -> str:
        place = f"{code}/" if code else ""
        return f"/indeks/{self.year}/{place}{page}/{self._query(**more)}"

    def brief(self, code: str) -> str:
        return f"/indeks/{self.year}/{code}/ringkasan.pdf{self._query()}"

    def profile(self, code: str) -> str:
        return f"/indeks/{self.year}/{code}/profil.pdf{self._query()}"

    def downloads(self) -> str:
        return f"/indeks/{self.year}/unduh/"

    def csv(self, code: str = "", *, villages: bool = False) -> str:
        query = self._query(isi="desa") if villages else self._query()
        return f"/indeks/{self.year}/{code or 'nasional'}.csv{query}"


def search(within: str = "") -> str:
    return f"{SEARCH}?{urlencode({'di': within})}" if within else SEARCH


def status(method_id: str, code: str) -> str:
    """What a class means."""
    return f"/metode/{method_id}/#status-{code}"


def method(method_id: str, indicator: str = "") -> str:
    anchor = f"#{indicator}" if indicator else ""
    return f"/metode/{method_id}/{anchor}"
