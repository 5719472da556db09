"""Pages of the books: statements on screen, on paper and as files; months closed; what a check finds."""
