"""How much one address may ask: a bucket of tokens that fills again, kept by each server process for itself.

``SWADAYA_API_RATE`` is the number of requests a minute; 0 sets no limit.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from swadaya.core import numbers

DEFAULT_RATE = 600
MOST_ADDRESSES = 50_000
_NEIGHBOURS = 64  # bits of an IPv6 address that belong to one customer
_MINUTE = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left for an address: whole requests, seconds until the next one, seconds until all are back."""

    granted: bool
    limit: int
    remaining: int
    wait: int
    full_in: int

    def headers(self) -> dict[str, str]:
        """As clients read them; none where there is no limit."""
        if not self.limit:
            return {}
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.full_in),
        }
        return told if self.granted else {**told, "Retry-After": str(self.wait)}


class Limiter:
    """Buckets by address; the one not asked for longest is forgotten first."""

    def __init__(
        self, rate: int, *, clock: Callable[[], float] = time.monotonic, most_addresses: int = MOST_ADDRESSES
    ) -> None:
        self.rate = rate
        self._clock = clock
        self._most = most_addresses
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when they were counted
        self._lock = threading.Lock()

    def ask(self, address: str) -> Allowance:
        """Take one request from an address's bucket, if there is one."""
        if not self.rate:
            return Allowance(granted=True, limit=0, remaining=0, wait=0, full_in=0)
        key, now, per_second = _customer(address), self._clock(), self.rate / _MINUTE
        with self._lock:
            tokens, counted = self._buckets.pop(key, (float(self.rate), now))
            tokens = min(float(self.rate), tokens + (now - counted) * per_second)
            granted = tokens >= 1
            tokens -= granted
            self._buckets[key] = (tokens, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return Allowance(
            granted=granted,
            limit=self.rate,
            remaining=int(tokens),
            wait=max(1, math.ceil((1 - tokens) / per_second)),
            full_in=math.ceil((self.rate - tokens) / per_second),
        )


def _customer(address: str) -> str:
    """An IPv4 address, or the network that one customer has of IPv6.

    >>> _customer("203.0.113.7"), _customer("2001:db8:1:2:3::4")
    ('203.0.113.7', '2001:db8:1:2::')
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(IPv6Address(int(known) >> _NEIGHBOURS << _NEIGHBOURS))
    return str(known)


def rate_of(text: str) -> int:
    """The rate as the environment says it; the default, with a word in the log, where it says something else.

    >>> rate_of("1200"), rate_of("")
    (1200, 600)
    """
    if not text:
        return DEFAULT_RATE
    rate = numbers.whole(text)
    if rate is not None:
        return rate
    log.warning("SWADAYA_API_RATE=%r bukan bilangan permintaan tiap menit; dipakai %d.", text, DEFAULT_RATE)
    return DEFAULT_RATE


limiter = Limiter(rate_of(os.environ.get("SWADAYA_API_RATE", "")))
