"""Parts of ``assistant bench conversation``: visitors, a stage, and what is measured on it."""
