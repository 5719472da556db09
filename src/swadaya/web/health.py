"""``/sehat``: whether this process can answer; for supervisors and load balancers."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from swadaya.indeks import selectors


@require_safe
@never_cache
def check(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers and has its tables, else 503."""
    try:
        runs = len(selectors.edition().runs)
    except Error:
        return JsonResponse({"keadaan": "sakit", "basisdata": "tidak menjawab"}, status=503)
    return JsonResponse({"keadaan": "sehat", "basisdata": "menjawab", "indeks_terbit": runs})
