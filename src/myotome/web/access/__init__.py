"""Who may see what: the table of routes and roles, the gate that holds to it, signing in, accounts."""
