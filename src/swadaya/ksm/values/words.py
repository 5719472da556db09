"""The words of the room: what may stand in a column, and how people say it."""

from __future__ import annotations

GROUP_KINDS = {
    "KSM": "Kelompok Swadaya Masyarakat",
    "SPP": "Simpan Pinjam Perempuan",
    "UEP": "Usaha Ekonomi Produktif",
    "Pokmas": "Kelompok Masyarakat",
    "KUB": "Kelompok Usaha Bersama",
    "lainnya": "kelompok lain",
}
ORIGINS = {"baru": "dibentuk baru", "lama": "kelompok lama yang dikembangkan"}
TIES = {
    "kepentingan": "kepentingan dan kebutuhan yang sama",
    "kegiatan": "kegiatan yang sama",
    "domisili": "tempat tinggal",
    "lainnya": "ikatan lain",
}
FIELDS = {
    "lingkungan": "sarana dan prasarana dasar",
    "sosial": "sumber daya manusia",
    "ekonomi": "pengembangan ekonomi",
}
"""Tridaya: the three fields in which a group works. Source: BKM Hidup Jaya 2013; slides of June 2014."""
ROLES = {
    "perubahan-sosial": "pendorong perubahan sosial",
    "pemecahan-masalah": "wadah pembahasan dan penyelesaian masalah",
    "aspirasi": "wadah penyaluran aspirasi",
    "kepercayaan": "wadah penggalangan saling percaya",
    "ekonomi": "pendorong pertumbuhan ekonomi masyarakat",
}
"""Source: slides of June 2014, "Peran dan Fungsi KSM"."""
PRINCIPLES = (
    "Inklusif",
    "Saling mempercayai dan saling mendukung",
    "Bebas mengungkapkan gagasan",
    "Mandiri dalam membuat keputusan",
    "Bertumpu pada kelompok",
    "Transparan dan akuntabel",
    "Partisipatif",
    "Fasilitator sebagai katalis",
)
"""Source: slides of June 2014, "Prinsip KSM", of which BKM Hidup Jaya 2013 holds a part."""
STATUSES = {"aktif": "berjalan", "tidur": "tidur", "bergabung": "bergabung ke kelompok lain", "bubar": "bubar"}
OVER = ("bergabung", "bubar")
"""States in which a group is no more."""
FACT_KINDS = {"nama": "Nama", "badan-hukum": "Badan hukum", "afiliasi": "Afiliasi", "status": "Keadaan"}
LINK_KINDS = {"sebaya": "belajar bersama", "pembimbing": "dibimbing kelompok yang lebih lama"}
SEXES = {"P": "perempuan", "L": "laki-laki"}
CONSENTS = {
    "prinsip": "prinsip kelompok",
    "aturan-main": "aturan main",
    "tanggung-renteng": "tanggung renteng",
    "pendampingan": "didampingi program",
    "data-pribadi": "pencatatan data pribadinya",
}
BOARD_KINDS = {"BKM": "Badan Keswadayaan Masyarakat", "LKM": "Lembaga Keswadayaan Masyarakat"}
UNIT_KINDS = {"UPK": "Unit Pengelola Keuangan", "UPL": "Unit Pengelola Lingkungan", "UPS": "Unit Pengelola Sosial"}
INSTITUTIONS = {"bkm": "BKM", "desa": "desa"}
SIDES = {"anggota": "seluruh anggotanya", "pelaku": "pelaku program di desa"}
"""Who must agree before a group is mentored. Source: SIPD card of active KSM, kesepakatan bersama."""
WELFARE_KINDS = {"LKS": "Lembaga Kesejahteraan Sosial", "BKKKS": "Badan Koordinasi Kegiatan Kesejahteraan Sosial"}
SERVICES = {
    "rehabilitasi": "rehabilitasi sosial",
    "jaminan": "jaminan sosial",
    "pemberdayaan": "pemberdayaan sosial",
    "perlindungan": "perlindungan sosial",
}
"""Source: SIPD card of BKKKS, penyelenggaraan kesejahteraan sosial."""
BODY_TASKS = {
    "koordinasi": "koordinasi dan kemitraan dengan pelaku usaha kesejahteraan sosial",
    "pembinaan": "pembinaan organisasi dan lembaga sosial",
    "peran-serta": "menggalang peran serta masyarakat",
    "forum": "forum komunikasi dan konsultasi",
    "model": "mengembangkan model pelayanan",
    "advokasi": "advokasi sosial dan anggaran",
}
"""The six main tasks of a BKKKS. Source: SIPD card of BKKKS, Tugas Pokok BKKKS."""
MEETING_STATES = {
    "direncanakan": "direncanakan",
    "menunggu-konfirmasi": "menunggu konfirmasi",
    "selesai": "selesai",
    "batal": "batal",
}
SUPPRESS_BELOW = 5
"""Counts of persons below this are not told in public. Source: design decision after UU 27/2022."""
