"""Teaching: what falls when a root or a nerve is cut, what supplies what, and any case as a quiz."""
