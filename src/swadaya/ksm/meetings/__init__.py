"""Meetings: planned, recorded in one transaction, confirmed, corrected."""
