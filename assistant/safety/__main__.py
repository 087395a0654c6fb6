"""Fits the head anew and writes it beside its examples: ``python -m assistant.safety``."""

from pathlib import Path

from assistant.content.load import load_content
from assistant.safety import rules_folder
from assistant.safety.second_line import SHIPPED, digest, fit, write
from assistant.settings import load_settings
from assistant.understanding import encoder


def main() -> Path:
    """Fit on the content that the settings choose; return the file written.

    Raises ContentError where the examples cannot be used, ModelError where the encoder cannot.
    """
    settings = load_settings()
    content = load_content(settings)
    folder = rules_folder(content)
    shared = encoder.shared()
    line = fit(folder, content, shared)
    write(line, digest(folder, shared), folder / SHIPPED)
    return folder / SHIPPED


if __name__ == "__main__":
    print(main())
