"""Groups, their members and their meetings; what a meeting moved goes into the group's books."""
