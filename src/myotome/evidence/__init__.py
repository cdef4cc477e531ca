"""How far the answers can be trusted: calibration and scoring."""
