"""Makes what the shipped packs' understanding needs, once, to be shipped beside the encoder."""

from pathlib import Path

from assistant.content.model import Content
from assistant.understanding import derived, encoder
from assistant.understanding.bank import Questions


def learn(content: Content, progress: derived.Progress = lambda done, of: None) -> None:
    """Make what understanding needs for this content, where neither shipped nor kept, and keep it.

    A start would do the same; a clinic that changes its content need not wait for one.
    """
    derived.derive(Questions.of(content), encoder.shared(), progress)


def build(
    content: Content,
    target: Path | None = None,
    progress: derived.Progress = lambda done, of: None,
) -> Path:
    """Encode the content's questions, fit the classifier, and write both to ``target``.

    By default the file is the one beside the encoder. What is built is used only for the very
    content and encoder it was built from. Raises OSError where the file cannot be written.
    """
    found = encoder.shared()
    file = target or found.folder / derived.SHIPPED
    if not derived.ship(Questions.of(content), found, file, progress):
        raise OSError(f"{file} cannot be written")
    return file


def main() -> None:
    """Make anew what is shipped, after a change of the shipped packs or of the encoder."""
    from assistant.content.load import load_content
    from assistant.settings import load_settings

    print(build(load_content(load_settings())))


if __name__ == "__main__":
    main()
