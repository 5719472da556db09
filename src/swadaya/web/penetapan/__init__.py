"""Public pages of the decrees: what was decided, by whom, and its documents."""
