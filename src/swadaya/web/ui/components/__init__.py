"""Pieces of a page that are drawn in loops: plain functions from values to HTML or SVG.

Text that comes from outside passes through ``escape`` where it enters; geometry and figures are numbers. Widths are
SVG attributes, never ``style=""``, so that a strict content policy holds.
"""
