"""Addresses as text. Written out, because reversing hundreds of them would cost more than the page; a test compares."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

SEARCH = "/cari/"


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

    def csv(self, code: str = "", *, villages: bool = False) -> str:
        query = self._query(isi="desa") if villages else self._query()
        return f"/indeks/{self.year}/{code or 'nasional'}.csv{query}"


def search(within: str = "") -> str:
    return f"{SEARCH}?{urlencode({'di': within})}" if within else SEARCH


def method(method_id: str, indicator: str = "") -> str:
    anchor = f"#{indicator}" if indicator else ""
    return f"/metode/{method_id}/{anchor}"
