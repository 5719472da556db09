"""What pages of every room are made of. It knows no room."""
