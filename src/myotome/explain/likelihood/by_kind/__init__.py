"""How likely findings of each kind are, given each state: one module a kind."""
