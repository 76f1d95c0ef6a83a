"""`python -m artlint` is the `artlint` command."""

from artlint.cli.main import entry

if __name__ == "__main__":
    entry()
