"""Two of everything that an address can name: ``dalam`` in one village, ``luar`` in another province.

What belongs to the other side carries MARK in its names, so that a page that lets any of it through can be caught.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import small_nation
from PIL import Image
from whole_form import WHOLE

from swadaya.accounts import services
from swadaya.accounts.models import Event, Grant, Person
from swadaya.accounts.rules import roles
from swadaya.accounts.rules.access import Held, Viewer, system
from swadaya.core import clock
from swadaya.core.keys import new_key
from swadaya.ksm import selectors as ksm_pages
from swadaya.ksm import services as ksm
from swadaya.ksm.values import NewMember
from swadaya.methodology import method as load_method
from swadaya.pendataan import selectors as pages
from swadaya.pendataan import services as work
from swadaya.pendataan.rules.calendar import STAGES, Phase
from swadaya.pendataan.rules.questions import questionnaire
from swadaya.pendataan.values import Decree, Said, Signer

MARK = "Xqzluarwati"
YEAR = 2022
SMALLEST = ("unit", "kelompok", "desa", "kecamatan", "kabkota", "provinsi", "nasional")
WIDTHS = {"desa": 10, "kecamatan": 6, "kabkota": 4, "provinsi": 2, "nasional": 0}
GROUP = "kelompok-uji"


@dataclass(frozen=True)
class Side:
    """Everything of one side. ``desa`` has a form that was handed in, ``decided`` one that a decree settled."""

    name: str
    desa: str
    decided: str
    cycle: int
    section: str
    column: str
    evidence: int
    remark: int
    publication: int
    document: int
    run: int
    runs: tuple[int, int]
    person: Person
    grant: int
    invitation: int
    word: str
    ksm: UUID
    office: int
    member: int
    book: int
    community: int
    unit: UUID
    welfare: UUID
    joint: UUID


@dataclass(frozen=True)
class World:
    dalam: Side
    luar: Side

    def side(self, name: str) -> Side:
        return self.dalam if name == "dalam" else self.luar


def region_of(role: roles.Role, desa: str) -> str | None:
    """Where a role is given in this world: its smallest scope around the village; None: to a group."""
    scope = next(scope for scope in SMALLEST if scope in role.scopes)
    return None if scope in roles.GROUPS else desa[: WIDTHS[scope]]


def person_with(role: roles.Role, desa: str, *, username: str, group: str = GROUP) -> Person:
    """Somebody who holds one role; one of a group in ``group``."""
    person = Person.objects.create(username=username, name=f"Pemegang {role.label}", created_at=clock.now())
    give(person, role, desa, group=group)
    return person


def give(person: Person, role: roles.Role, desa: str, *, group: str = GROUP) -> None:
    """One role more, around the village or in the group."""
    region = region_of(role, desa)
    event = Event.objects.create(
        at=clock.now(),
        actor="uji",
        action="akun.beri-peran",
        kind="orang",
        key=str(person.public_id),
        region=region or "",
        via="perintah",
    )
    Grant.objects.create(
        person=person,
        role=role.code,
        region=region or "",
        group=group if region is None else "",
        valid_from=clock.today() - timedelta(days=30),
        event=event,
    )


def build() -> World:
    """The small nation, and the year of one village on each side."""
    runs = small_nation.build()
    pair = (runs[2023], runs[2024])
    villages = small_nation.codes()
    return World(
        _side("dalam", "", _two(villages, "330409"), pair), _side("luar", MARK, _two(villages, "510101"), pair)
    )


def _two(villages: list[str], kecamatan: str) -> tuple[str, str]:
    found = [code for code in villages if code.startswith(kecamatan)]
    return found[0], found[1]


class _People:
    """Those who play the year, one for each duty."""

    def __init__(self, mark: str, side: str, desa: str) -> None:
        self._mark, self._side, self._desa = mark, side, desa

    def __call__(self, code: str) -> Viewer:
        role = roles.book().roles[code]
        region = self._desa[: WIDTHS[next(scope for scope in SMALLEST if scope in role.scopes)]]
        person, _ = Person.objects.get_or_create(
            username=f"{self._side}-{code}",
            defaults={"name": f"{self._mark} {role.label}".strip(), "created_at": clock.now()},
        )
        return Viewer(person.id, person.name, (Held(code, region[:2] if code == "penerbit" else region),), True)


def _side(name: str, mark: str, villages: tuple[str, str], runs: tuple[int, int]) -> Side:
    desa, decided = villages
    people = _People(mark, name, desa)
    phases = tuple(
        Phase(stage, clock.today() - timedelta(days=5), clock.today() + timedelta(days=5)) for stage in STAGES
    )
    cycle = work.open_cycle(
        small_nation.METHOD, year=YEAR, region=desa[:2], title=f"Pendataan {mark}", by=system("uji"), phases=phases
    )
    sections = questionnaire(load_method(small_nation.METHOD)).sections
    column = sections[0].questions[0].fields[0].column
    _fill(cycle.id, decided, people)
    for level in ("kecamatan", "kabupaten", "provinsi"):
        _verify(cycle.id, decided, level, people)
    publication = _publish(cycle.id, mark, people)
    operator = people("operator-desa")
    evidence = work.attach_evidence(
        cycle.id, desa=desa, column=column, name=f"{mark}foto.jpg", stream=_photo(), by=operator
    )
    _fill(cycle.id, desa, people)
    remark = work.remark(
        cycle.id, desa=desa, column=column, text=f"Periksa lagi {mark}", by=people("pemeriksa-kecamatan")
    )
    warga = person_with(roles.book().roles["warga"], desa, username=f"warga-{name}")
    Person.objects.filter(pk=warga.pk).update(name=f"{mark} Warga".strip(), phone=f"+62812000{len(mark):05d}")
    warga.refresh_from_db()
    invited = services.invite(by=system("uji"), name=f"{mark} Diundang".strip(), role="warga", region=desa)
    return Side(
        name=name,
        desa=desa,
        decided=decided,
        cycle=cycle.id,
        section=sections[0].code,
        column=column,
        evidence=evidence.id,
        remark=remark.id,
        publication=publication.id,
        document=pages.publication(publication.id).documents[0].id,
        run=publication.run_id,
        runs=runs,
        person=warga,
        grant=Grant.objects.get(person=warga).pk,
        invitation=invited.invitation_id,
        word=invited.word,
        **_group(mark, desa),
    )


def _group(mark: str, desa: str) -> dict[str, Any]:
    """A group with one member, a meeting that was held and one entry in the village's register."""
    by, day = system("uji"), clock.today()
    ksm_id = ksm.register_group(desa, name=f"{mark} KSM Uji".strip(), by=by)
    joining = NewMember(f"{mark} Anggota".strip(), "P", day, consents=("prinsip",))
    member = ksm.join_member(ksm_id, member=joining, by=by)
    office = ksm.appoint_officer(ksm_id, member_id=member, office="ketua", since=day, by=by)
    saved = [{"anggota": member, "jenis": "sukarela", "jumlah": 1000}]
    said = {"tanggal": day.isoformat(), "hadir": {str(member): "H"}, "simpanan": saved, "kas": {"dihitung": 1000}}
    ksm.record_meeting(ksm_id, key=new_key(), said=said, by=by)
    listed = ksm.list_community_group(desa, name=f"{mark} Arisan".strip(), kind="arisan", by=by)
    unit = ksm.register_unit(desa, name=f"{mark} UPK Uji".strip(), kind="UPK", by=by)
    welfare = ksm.register_welfare_body(desa, name=f"{mark} LKS Uji".strip(), kind="LKS", by=by)
    joint = ksm.record_institution_activity(
        desa, of="desa", kind="musyawarah", title=f"{mark} Musrenbang".strip(), on=day, groups=[ksm_id], by=by
    )
    book = ksm_pages.group(ksm_id, by=by).book_id
    return {
        "ksm": ksm_id,
        "member": member,
        "office": office,
        "book": book,
        "community": listed,
        "unit": unit,
        "welfare": welfare,
        "joint": joint,
    }


def _fill(cycle: int, desa: str, people: _People) -> None:
    operator = _operator(people, desa)
    page = pages.form(cycle, desa, by=operator)
    said = [
        Said(str(work.new_key()), column, value, reason="sesuai pendataan lapangan") for column, value in WHOLE.items()
    ]
    work.save_answers(cycle, desa=desa, answers=said, by=operator)
    page = pages.form(cycle, desa, by=operator)
    work.submit(cycle, desa=desa, version=page.version, by=operator)


def _operator(people: _People, desa: str) -> Viewer:
    somebody = people("operator-desa")
    return Viewer(somebody.person_id, somebody.name, (Held("operator-desa", desa),), True)


def _verify(cycle: int, desa: str, level: str, people: _People) -> None:
    by = people(f"pemeriksa-{level}")
    work.verify(cycle, desa=desa, level=level, version=pages.form(cycle, desa, by=by).version, by=by)  # type: ignore[arg-type]


def _publish(cycle: int, mark: str, people: _People) -> pages.PublicationInfo:  # type: ignore[name-defined]
    by = people("penerbit")
    found = pages.readiness(cycle, by=by).findings
    decree = Decree(
        f"7/{mark or 'DALAM'}/2022",
        date(2022, 7, 5),
        "Keputusan uji",
        (Signer("Nama Satu", "Direktur Jenderal"), Signer("Nama Dua", "Sekretaris Jenderal")),
    )
    reasons = {one.code: "disetujui rapat" for one in found if one.overridable}
    return work.publish(cycle, decree=decree, overrides=reasons, by=by)


def _photo() -> io.BytesIO:
    found = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(found, "JPEG")
    found.seek(0)
    return found
