"""A pack of hearing leaflets, imported once for all tests that only read it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli import run
from assistant.content.importing.importer import Importer
from tests.packs import hearing


@pytest.fixture(scope="session")
def hearing_packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of packs with the pack ``hearing`` in it; do not write there."""
    base = tmp_path_factory.mktemp("hearing")
    files = hearing.make(base / "files")
    outcomes = [result.outcome for result in Importer(base / "packs" / "hearing").take(files)]
    assert outcomes == ["imported"] * 3
    return base / "packs"


@pytest.fixture
def verb(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line in this process: exit status, stdout, stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = run([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


@pytest.fixture
def packed() -> Callable[..., bytes]:
    """Makes a zip file of names and contents."""
    import zipfile

    def pack(**files: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name.replace("__", "/"), data)
        return buffer.getvalue()

    return pack
