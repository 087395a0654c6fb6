"""Documents in: text files, web pages, Word and PDF become sections and draft questions."""
