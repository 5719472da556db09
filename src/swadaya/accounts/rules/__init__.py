"""Who may do what where, and what secrets must be like: decided from values alone."""
