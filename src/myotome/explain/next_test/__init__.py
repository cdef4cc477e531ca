"""Which test discriminates best between the hypotheses."""
