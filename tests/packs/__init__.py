"""Content of another subject than the shipped one, made when the tests run."""
