"""The product's settings with one more page that does nothing, for comparison."""

from swadaya.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
