"""Measurements beside a peer, in one run: ratios, never absolute promises. ``make bench`` runs them all."""
