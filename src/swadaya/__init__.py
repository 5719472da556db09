"""Swadaya: an open information system for village empowerment in Indonesia."""

__version__ = "0.1.0"
