"""Treatment options, the guidelines behind them, and their outlook."""
