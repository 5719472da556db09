"""Pages of groups: who they are, who belongs, what they agreed, and their meetings."""
