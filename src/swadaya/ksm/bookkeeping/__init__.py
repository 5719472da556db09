"""What the room writes into books: batches of meetings, journals outside them, books of units."""
