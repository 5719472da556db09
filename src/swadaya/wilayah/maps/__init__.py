"""From a topology to outlines that a page can show."""
