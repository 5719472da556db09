"""The yearly work on the index: cycles, forms, verification, publication by decree."""
