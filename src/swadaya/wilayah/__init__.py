"""Regions over time, the areas they belong to, and their outlines. See README.md."""
