"""Members: who belongs, what is kept of them, and how they are forgotten."""
