"""Institutions around the groups: BKM, units, community groups, welfare bodies."""
