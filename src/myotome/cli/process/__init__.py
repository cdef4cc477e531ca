"""How a command begins and ends: its exit code, its files, its progress, its errors."""
