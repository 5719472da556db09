"""Files that come from outside, judged by content before anything else reads them. Pure; no Django."""
