"""`artlint review`: a page on this machine where an editor looks at articles, takes or leaves each fix, and corrects."""
