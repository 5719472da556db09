"""Values that every room shares: problems, region codes, exact figures, the clock. No Django here."""
