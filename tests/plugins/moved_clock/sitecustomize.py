"""Found by every Python under ``.ci/at``: libfaketime does not understand how Python sleeps, but it does ``select``."""

import select
import time

time.sleep = lambda seconds: select.select([], [], [], seconds) and None
