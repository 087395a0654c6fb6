"""Entry point of the command ``assistant``."""

import os
import sys

# Before numpy is loaded: a question's arithmetic is too small to be worth waking other processors
# for, and they are the recogniser's (a match took 9 ms instead of 1 while it ran).
os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant.cli import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
