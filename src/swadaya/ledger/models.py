"""Books and what is written in them. Rows of a batch are written once, whole, and never altered (migration 0002)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from swadaya.accounts.models import Event, Person
from swadaya.wilayah.columns import CODE_COLLATION

from .rules.charts import OWNERS
from .rules.journal import KINDS, REFERENCE, TEXT

_PARTY = r"^([0-9A-Za-z][0-9A-Za-z._:-]{0,39})?$"


def _code(length: int, help_text: str, **options: object) -> models.CharField[str, str]:
    return models.CharField(max_length=length, db_collation=CODE_COLLATION, help_text=help_text, **options)  # type: ignore[arg-type]


class Book(models.Model):
    """One set of books. The head (``last_*``, ``lines``, ``closed_through``) is written by triggers alone."""

    id: int
    key = models.UUIDField(unique=True, help_text="Kunci sekali pakai dari yang membuka")
    kind = _code(20, "Jenis pemilik")
    owner = _code(40, "Pemilik: nomor kelompok atau unit pengelola")
    title = models.CharField(max_length=120, help_text="Sebutan buku")
    region = _code(10, "Kode wilayah")
    group = _code(40, "Kelompok, bila buku kelompok", blank=True, default="")
    chart = models.CharField(max_length=60, help_text="Bagan akun yang berlaku")
    opened_on = models.DateField(help_text="Tanggal pertama yang dapat dicatat")
    last_seq = models.IntegerField(default=0, help_text="Nomor jurnal terakhir")
    last_hash = models.BinaryField(max_length=32, help_text="Sidik jurnal terakhir")
    last_recorded_at = models.DateTimeField(help_text="Saat pencatatan terakhir")
    lines = models.IntegerField(default=0, help_text="Banyaknya baris")
    closed_through = models.DateField(null=True, help_text="Hari terakhir yang tertutup")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", help_text="Dibuka dengan")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner"], name="ledger_book_owner"),
            models.CheckConstraint(condition=Q(kind__in=OWNERS), name="ledger_book_kind"),
            models.CheckConstraint(
                condition=Q(region__regex=r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{4})?)?)?$"), name="ledger_book_region"
            ),
        ]
        indexes = [models.Index(fields=["region", "id"], name="ledger_book_region_idx")]

    def __str__(self) -> str:
        return self.title


class BookAccount(models.Model):
    """An account of a book. Its label follows the chart's edition; what it is never changes."""

    pk = models.CompositePrimaryKey("book_id", "code")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts", db_index=False)
    code = _code(20, "Kode akun")
    label = models.CharField(max_length=80, help_text="Sebutan akun")
    kind = models.CharField(max_length=12, help_text="Golongan")
    cash = models.CharField(max_length=4, blank=True, default="", help_text="kas atau bank")
    parties = models.BooleanField(default=False, help_text="Tiap baris menyebut pihaknya")
    parts = models.CharField(max_length=120, blank=True, default="", help_text="Bagian bagi tiap pihak")
    flow = models.CharField(max_length=10, blank=True, default="", help_text="Tempat dalam arus kas")
    maps_to = models.CharField(max_length=20, blank=True, default="", help_text="Padanan dalam bagan UPK")
    chart = models.CharField(max_length=60, help_text="Bagan akun asalnya")

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Batch(models.Model):
    """Journals posted together, by one act, under one key; ``first_seq`` to ``last_seq`` are theirs."""

    id: int
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="batches", db_index=False)
    key = models.UUIDField(unique=True, help_text="Kunci sekali pakai dari pengirim (UUIDv7)")
    payload_hash = models.BinaryField(max_length=32, help_text="Sidik isi kiriman")
    verb = models.CharField(max_length=20, help_text="Perbuatan")
    first_seq = models.IntegerField(help_text="Nomor jurnal pertama")
    last_seq = models.IntegerField(help_text="Nomor jurnal terakhir")
    recorded_at = models.DateTimeField(help_text="Saat dicatat")
    counted_on = models.DateField(null=True, help_text="Tanggal kas dihitung")
    counted = models.BigIntegerField(null=True, help_text="Kas menurut hitungan")
    written_in = models.BigIntegerField(default=0, help_text="Transaksi yang menulis")
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Peristiwanya"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "first_seq"], name="ledger_batch_first"),
            models.CheckConstraint(condition=Q(last_seq__gte=models.F("first_seq")), name="ledger_batch_range"),
            models.CheckConstraint(
                condition=Q(counted=None, counted_on=None) | Q(counted__gte=0, counted_on__isnull=False),
                name="ledger_batch_counted",
            ),
        ]
        indexes = [models.Index(fields=["book", "written_in"], name="ledger_batch_written")]

    def __str__(self) -> str:
        return f"{self.book_id}: {self.first_seq}-{self.last_seq}"


class Journal(models.Model):
    """``seq`` has no gap within a book; ``hash`` chains it to the one before.

    Book and batch are looked up once for all journals of a batch by the trigger ``ledger_journal_birth``, and neither
    can be removed: a foreign key would look them up again for each journal.
    """

    pk = models.CompositePrimaryKey("book_id", "seq")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    seq = models.IntegerField(help_text="Nomor")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    effective_on = models.DateField(help_text="Tanggal terjadinya")
    recorded_at = models.DateTimeField(help_text="Saat dicatat")
    kind = models.CharField(max_length=12, help_text="Jenis")
    reverses = models.IntegerField(null=True, help_text="Nomor jurnal yang dibalik")
    reference = models.CharField(max_length=REFERENCE, blank=True, default="", help_text="Nomor bukti")
    memo = models.CharField(max_length=TEXT, help_text="Uraian, tanpa nama orang")
    reason = models.CharField(max_length=TEXT, blank=True, default="", help_text="Alasan")
    hash = models.BinaryField(max_length=32, help_text="Sidik berantai")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "reverses"], condition=Q(reverses__isnull=False), name="ledger_journal_reversed_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="ledger_journal_kind"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="ledger_journal_seq"),
            models.CheckConstraint(
                condition=Q(reverses=None) | (Q(reverses__lt=models.F("seq")) & ~Q(reason="")),
                name="ledger_journal_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.seq}"


class Line(models.Model):
    """One posting. Its journal and its account are foreign keys of two columns, made in migration 0002."""

    pk = models.CompositePrimaryKey("book_id", "seq", "position")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    seq = models.IntegerField(help_text="Nomor jurnal")
    position = models.SmallIntegerField(help_text="Urutan dalam jurnal")
    account = _code(20, "Kode akun")
    amount = models.BigIntegerField(help_text="Rupiah; debit di atas nol, kredit di bawah nol")
    party = _code(40, "Pihak", blank=True, default="")
    part = _code(20, "Bagian", blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_line_amount"),
            models.CheckConstraint(condition=Q(party__regex=_PARTY), name="ledger_line_party"),
            models.CheckConstraint(condition=Q(position__gte=1), name="ledger_line_position"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.seq}.{self.position}"


class CashDay(models.Model):
    """Change of cash on hand by account and day, kept by the trigger on lines: cash of any day at once."""

    pk = models.CompositePrimaryKey("book_id", "account", "day")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    account = _code(20, "Kode akun")
    day = models.DateField(help_text="Tanggal")
    amount = models.BigIntegerField(help_text="Perubahan kas hari itu")

    def __str__(self) -> str:
        return f"{self.book_id} {self.account} {self.day}"


class PartyBalance(models.Model):
    """What each party holds in a control account, kept by the trigger on lines: the subsidiary ledger."""

    pk = models.CompositePrimaryKey("book_id", "account", "party", "part")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    account = _code(20, "Kode akun")
    party = _code(40, "Pihak")
    part = _code(20, "Bagian")
    amount = models.BigIntegerField(help_text="Saldo; debit di atas nol")

    def __str__(self) -> str:
        return f"{self.book_id} {self.account} {self.party}"


class PeriodStep(models.Model):
    """A month closed or opened again. ``digest`` is the fingerprint of the balances at its end, as known at ``seq``."""

    id: int
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="period_steps", db_index=False)
    month = models.DateField(help_text="Hari pertama bulan")
    verb = models.CharField(max_length=8, help_text="tutup atau buka")
    seq = models.IntegerField(help_text="Nomor jurnal terakhir saat itu")
    digest = models.BinaryField(max_length=32, null=True, help_text="Sidik saldo akhir bulan")
    at = models.DateTimeField(help_text="Saat")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Siapa")
    actor = models.CharField(max_length=120, help_text="Nama yang bertindak")
    reason = models.CharField(max_length=TEXT, blank=True, default="", help_text="Alasan")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", help_text="Peristiwanya")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verb="tutup", digest__isnull=False) | (Q(verb="buka", digest=None) & ~Q(reason="")),
                name="ledger_period_verb",
            )
        ]
        indexes = [models.Index(fields=["book", "-id"], name="ledger_period_latest")]

    def __str__(self) -> str:
        return f"{self.book_id} {self.verb} {self.month:%Y-%m}"


class PartyName(models.Model):
    """Whom an id stands for. The only place of a name in this room, and the only rows of it that can be erased."""

    pk = models.CompositePrimaryKey("book_id", "party")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="party_names", db_index=False)
    party = _code(40, "Pihak")
    name = models.CharField(max_length=120, help_text="Nama")

    def __str__(self) -> str:
        return self.party
