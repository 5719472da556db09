"""Where each province stands on the tile map: panel, column, row, and the name that fits a tile. Design decision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Panel:
    """Eight columns by six rows. ``tiles``: code, column, row, short name; ``names``: of those without figures."""

    label: str
    tiles: tuple[tuple[str, int, int, str], ...]
    names: dict[str, str]


PANELS = (
    Panel(
        "Sumatera, Jawa, dan Kalimantan",
        (
            ("11", 0, 0, "Aceh"),
            ("12", 1, 1, "Sumut"),
            ("13", 1, 2, "Sumbar"),
            ("14", 2, 1, "Riau"),
            ("15", 2, 2, "Jambi"),
            ("16", 3, 3, "Sumsel"),
            ("17", 2, 3, "Bengkulu"),
            ("18", 4, 3, "Lampung"),
            ("19", 3, 2, "Babel"),
            ("21", 3, 1, "Kepri"),
            ("31", 5, 3, "Jakarta"),
            ("32", 5, 4, "Jabar"),
            ("33", 6, 4, "Jateng"),
            ("34", 6, 5, "DIY"),
            ("35", 7, 4, "Jatim"),
            ("36", 4, 4, "Banten"),
            ("61", 5, 1, "Kalbar"),
            ("62", 6, 1, "Kalteng"),
            ("63", 6, 2, "Kalsel"),
            ("64", 7, 1, "Kaltim"),
            ("65", 7, 0, "Kaltara"),
        ),
        {
            "11": "Aceh",
            "12": "Sumatera Utara",
            "13": "Sumatera Barat",
            "14": "Riau",
            "15": "Jambi",
            "16": "Sumatera Selatan",
            "17": "Bengkulu",
            "18": "Lampung",
            "19": "Kepulauan Bangka Belitung",
            "21": "Kepulauan Riau",
            "31": "Daerah Khusus Ibukota Jakarta",
            "32": "Jawa Barat",
            "33": "Jawa Tengah",
            "34": "Daerah Istimewa Yogyakarta",
            "35": "Jawa Timur",
            "36": "Banten",
            "61": "Kalimantan Barat",
            "62": "Kalimantan Tengah",
            "63": "Kalimantan Selatan",
            "64": "Kalimantan Timur",
            "65": "Kalimantan Utara",
        },
    ),
    Panel(
        "Bali, Nusa Tenggara, Sulawesi, Maluku, dan Papua",
        (
            ("51", 0, 4, "Bali"),
            ("52", 1, 4, "NTB"),
            ("53", 2, 4, "NTT"),
            ("71", 2, 0, "Sulut"),
            ("72", 1, 1, "Sulteng"),
            ("73", 1, 2, "Sulsel"),
            ("74", 2, 2, "Sultra"),
            ("75", 1, 0, "Gorontalo"),
            ("76", 0, 2, "Sulbar"),
            ("81", 3, 2, "Maluku"),
            ("82", 3, 1, "Malut"),
            ("91", 6, 1, "Papua"),
            ("92", 5, 2, "Pabar"),
            ("93", 7, 3, "Pasel"),
            ("94", 6, 2, "Pateng"),
            ("95", 7, 2, "Papeg"),
            ("96", 4, 1, "Pabaya"),
        ),
        {
            "51": "Bali",
            "52": "Nusa Tenggara Barat",
            "53": "Nusa Tenggara Timur",
            "71": "Sulawesi Utara",
            "72": "Sulawesi Tengah",
            "73": "Sulawesi Selatan",
            "74": "Sulawesi Tenggara",
            "75": "Gorontalo",
            "76": "Sulawesi Barat",
            "81": "Maluku",
            "82": "Maluku Utara",
            "91": "Papua",
            "92": "Papua Barat",
            "93": "Papua Selatan",
            "94": "Papua Tengah",
            "95": "Papua Pegunungan",
            "96": "Papua Barat Daya",
        },
    ),
)
