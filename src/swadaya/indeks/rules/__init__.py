"""Computing over files and values of the index, without the database."""
