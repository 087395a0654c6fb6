"""An offline voice assistant for a clinic's waiting room, with a typed fallback."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("clinic-assistant")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0"
