"""Where an impaired spine settles."""
