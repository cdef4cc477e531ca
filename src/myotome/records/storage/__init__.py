"""Where records lie: tables, keys, one step of work in one transaction, and the chain of what was done."""
