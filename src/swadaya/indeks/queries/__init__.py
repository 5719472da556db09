"""Reads of the index by topic. Faces import ``swadaya.indeks.selectors``, which names what is public here."""
