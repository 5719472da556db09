"""An import needs the list of regions, and says so."""

from __future__ import annotations

import pytest

from swadaya.core.refusal import Invalid
from swadaya.indeks.models import Batch


@pytest.mark.django_db
def test_nothing_is_taken_in_before_the_regions_are_loaded(take_in, make_sheet):
    with pytest.raises(Invalid, match="swadaya wilayah load") as refusal:
        take_in(make_sheet())
    assert refusal.value.problem.code == "impor.tanpa-wilayah"
    assert Batch.objects.count() == 0
