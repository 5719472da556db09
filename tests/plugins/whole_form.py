"""The answers of one village to the questionnaire of the IDM, complete and without doubt."""

from __future__ import annotations

from collections.abc import Mapping

WHOLE: Mapping[str, str] = {
    "menit_sarkes": "20", "dokter": "1", "bidan": "2", "nakes_lain": "3", "peserta_bpjs": "900", "penduduk": "1500",
    "meter_poskesdes": "400", "posyandu_aktif": "4", "posyandu": "4", "meter_sd": "700", "meter_smp": "2500",
    "meter_sma": "7000", "paud": "2", "pkbm": "0", "kursus": "1", "taman_baca": "ya", "gotong_royong": "ya",
    "kali_gotong_royong": "12", "ruang_publik": "ya", "kelompok_olahraga": "3", "kegiatan_olahraga": "4",
    "jenis_agama": "2", "bahasa_harian": "2", "jenis_suku": "1", "poskamling": "ya", "siskamling": "tidak",
    "konflik": "tidak", "pmks": "12", "jumlah_slb": "1", "keluarga_listrik": "380", "keluarga": "400",
    "sinyal_telepon": "kuat", "internet_kantor_desa": "ya", "internet_warga": "ya", "jamban": "sendiri",
    "sampah": "lubang", "air_minum": "sumur", "air_mandi_cuci": "sumur", "industri_mikro": "9", "km_pertokoan": "7.25",
    "pasar_permanen": "1", "toko_kelontong": "11", "kedai_penginapan": "2", "pos_logistik": "0", "bank_bpr": "0",
    "jenis_kredit": "2", "koperasi_bumdes": "1", "angkutan_umum": "tanpa_trayek", "jalan_roda_empat": "sepanjang_tahun",
    "permukaan_jalan": "aspal_beton", "jenis_pencemaran": "0", "jenis_bencana": "1", "fasilitas_mitigasi": "2",
}  # fmt: skip
