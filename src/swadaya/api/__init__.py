"""The open interface under ``/api/v1``."""

from .app import api

__all__ = ["api"]
