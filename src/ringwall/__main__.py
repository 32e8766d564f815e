"""`python -m ringwall`."""

from ringwall.cli.main import run

if __name__ == "__main__":
    run()
