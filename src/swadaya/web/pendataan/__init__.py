"""Work pages of the yearly cycle: answer, submit, verify, publish."""
