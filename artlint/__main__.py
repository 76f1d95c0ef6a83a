"""`python -m artlint` is the `artlint` command."""

from artlint.cli import entry

if __name__ == "__main__":
    entry()
