"""Red flags: rules, conditions, actions and their ranking."""
