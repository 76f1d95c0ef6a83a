"""Faults that only show across articles: facts of each article, grouped by key, and what follows from them."""
