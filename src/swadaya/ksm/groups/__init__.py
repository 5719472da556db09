"""A group: its registration, its life, what it agreed, and how groups are listed."""
