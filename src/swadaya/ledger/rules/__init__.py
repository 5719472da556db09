"""What a journal, a month, a count and a statement are: decided from values alone."""
