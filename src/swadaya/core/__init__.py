"""What every room shares, without Django: problems, region codes, exact figures, the clock, rule files and their kinds,
names in permanent texts, locks, and registries for what upper rooms join to lower ones.
"""
