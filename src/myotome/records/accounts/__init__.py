"""Who may sign in: accounts and their clinics, passwords, second factors, sessions, access in an emergency."""
