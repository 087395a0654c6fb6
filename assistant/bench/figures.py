"""Figures as they are printed: shares with their intervals, and memory."""

from assistant.figures import Share as Share


def memory() -> int:
    """Bytes that this process holds at most so far."""
    import resource
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
