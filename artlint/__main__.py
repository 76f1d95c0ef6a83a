"""`python -m artlint` is the `artlint` command."""

from artlint.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
