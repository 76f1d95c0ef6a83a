"""Articles as records of data files: read, checked and written in Arrow record batches.

What is here needs pyarrow, which `pip install 'artlint[data]'` brings; a run on text files never comes here.
"""
