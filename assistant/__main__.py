"""Entry point of the command ``assistant``."""

import os
import sys

# Before numpy is loaded: a question's arithmetic is too small to be worth waking other processors
# for, and they are the recogniser's (a match took 9 ms instead of 1 while it ran).
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Before pydantic is loaded: it would look through every installed package for plugins.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Run the command line and leave with its exit status."""
    _open_streams()
    try:
        from assistant.cli import run  # here: Ctrl-C ends it quietly while it is loaded, too

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _open_streams() -> None:
    """What the caller closed (``>&-``) is None here: it is taken for empty, or for a hole."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 - until the end


if __name__ == "__main__":
    main()
