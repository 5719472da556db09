"""Codes, names, decrees and groupings of regions: decided from values alone; the dated data lie beside."""
