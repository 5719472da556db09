"""Pages of the methods: the law as data, readable."""
