"""Questions about publications. A decree is for everybody: these ask for no viewer."""

from __future__ import annotations

from django.db.models import Count

from swadaya.accounts.rules.access import OutOfSight
from swadaya.methodology import method as load_method
from swadaya.wilayah import selectors as wilayah

from .access import region_label
from .models import Blob, Document, Publication
from .values import ChangeInfo, Decree, DocumentInfo, FileContent, PublicationInfo, PublicationPage, Signer


def publications(*, cycle_id: int | None = None) -> list[PublicationInfo]:
    """Decrees, newest first."""
    found = Publication.objects.select_related("cycle").annotate(changed=Count("changes")).order_by("-id")
    return [_info(row, row.changed) for row in (found.filter(cycle_id=cycle_id) if cycle_id else found)]


def publication_of_run(run_id: int) -> PublicationInfo | None:
    """The decree that published a run, where there is one."""
    found = Publication.objects.select_related("cycle").filter(run_id=run_id).first()
    return info_of(found) if found else None


def publication(publication_id: int) -> PublicationPage:
    """A decree with its changes and documents. Raises OutOfSight."""
    found = Publication.objects.select_related("cycle").filter(pk=publication_id).first()
    if found is None:
        raise OutOfSight
    changes = list(found.changes.order_by("desa"))
    names = wilayah.names(change.desa for change in changes)
    later = Publication.objects.select_related("cycle").filter(cycle=found.cycle, amendment__gt=found.amendment)
    return PublicationPage(
        info=_info(found, len(changes)),
        method=load_method(found.cycle.method),
        changes=tuple(
            ChangeInfo(row.desa, names.get(row.desa, ""), row.before_k, row.before_level, row.after_k, row.after_level)
            for row in changes
        ),
        documents=tuple(_document(row) for row in documents_of(found)),
        overrides=tuple(sorted(found.overrides.items())),
        amendments=tuple(info_of(row) for row in later.order_by("amendment")),
    )


def documents_of(found: Publication) -> list[Document]:
    """The annex first, then the recap, then the minutes by region."""
    rows = found.documents.select_related("blob").defer("blob__content")
    return sorted(rows, key=lambda row: (row.kind != "lampiran", row.level != "rekap", len(row.region), row.region))


def document(document_id: int) -> FileContent:
    """The content of a document. Raises OutOfSight."""
    found = Document.objects.select_related("blob").filter(pk=document_id).first()
    if found is None:
        raise OutOfSight
    return content_of(found.blob, found.name)


def content_of(blob: Blob, name: str) -> FileContent:
    return FileContent(name, blob.media_type, blob.sha256, bytes(blob.content))


def info_of(found: Publication) -> PublicationInfo:
    return _info(found, found.changes.count())


def _info(found: Publication, changed: int) -> PublicationInfo:
    first, second = (Signer(signer["name"], signer["position"], signer["number"]) for signer in found.signers)
    return PublicationInfo(
        id=found.id,
        cycle_id=found.cycle_id,
        method_id=found.cycle.method,
        year=found.cycle.year,
        region=found.cycle.region,
        region_name=region_label(found.cycle.region),
        amendment=found.amendment,
        decree=Decree(found.number, found.decided_on, found.title, (first, second), found.place),
        run_id=found.run_id,
        at=found.at,
        desa=found.desa,
        changed=changed,
        amends=found.amends_id,
    )


def _document(row: Document) -> DocumentInfo:
    return DocumentInfo(row.id, row.kind, row.level, row.region, row.name, row.blob.size, row.blob_id)
