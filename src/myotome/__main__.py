"""`python -m myotome`: the same as the command `myotome`."""

from myotome.cli.main import run

if __name__ == "__main__":
    run()
