"""Which lines of a text belong to the page around an article: the evidence of words, shape and neighbours, added up."""
