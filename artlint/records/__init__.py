"""Articles as records of data files: read, checked and written in Arrow record batches.

What is here needs pyarrow, which `pip install 'artlint[data]'` brings; a run on text files never comes here.
"""

from artlint.base.errors import ArtlintError

try:
    import pyarrow as pyarrow
except ImportError as error:
    raise ArtlintError(
        "files of records are read and written with pyarrow\n  help: pip install 'artlint[data]'"
    ) from error
