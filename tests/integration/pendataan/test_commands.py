"""``swadaya pendataan`` as it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .conftest import FewRegions


def test_a_cycle_is_opened_listed_and_followed_by_command(cli: Callable[..., Any]) -> None:
    from swadaya.wilayah import services

    services.load_regions(FewRegions())
    opened = cli("siklus", "buka", "--method", "idm-operasional-2020", "--year", "2024", "--region", "33.04.09")
    assert opened.returncode == 0, opened.stderr
    assert "Kec. Banjarmangu" in opened.stdout
    assert "2024-06-14" in opened.stdout
    number = opened.stdout.split()[2].rstrip(":")
    listed = cli("siklus", "daftar")
    assert "idm-operasional-2020" in listed.stdout
    followed = cli("siklus", "kemajuan", number)
    assert "33.04.09.2001" in followed.stdout
    twice = cli("siklus", "buka", "--method", "idm-operasional-2020", "--year", "2024")
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "wilayah yang belum didata" in twice.stderr
    unknown = cli("siklus", "kemajuan", "999999")
    assert unknown.returncode == 2
    refused = cli(
        *("siklus", "terbitkan", number, "--number", "1", "--date", "2024-07-01", "--title", "K"),
        *("--signer", "A:Dirjen", "--signer", "B:Sekjen"),
    )
    assert refused.returncode == 2
    assert "kunci kosong" in refused.stderr
    assert "Traceback" not in refused.stderr
