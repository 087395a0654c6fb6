"""Installs speech models: fetched or at hand, checked, and put in place in one step."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.errors import ModelError
from assistant.listening.catalogue import Entry, catalogue
from assistant.listening.downloads import Progress, download, sha256_of
from assistant.listening.model_folder import ModelFolder, check_model, looks_like_model
from assistant.listening.room import NoRoomError
from assistant.listening.unpack import unpack

RECORD: Final = "installed.json"
"""In a model's folder: where it came from, and the SHA-256 of every file."""

_SIZE_TOLERANCE: Final = 0.15
"""Published sizes are rounded."""
_LOAD: Final = "import sys, vosk; vosk.SetLogLevel(-1); vosk.Model(sys.argv[1])"
_LOAD_SECONDS: Final = 300


def install(name: str, mirror: str, progress: Progress) -> ModelFolder:
    """Install a model of the catalogue. One that is installed already is only checked. What was
    fetched is kept where it is interrupted, or the disk is full, and the next call goes on with it.

    Raises ModelError where it cannot be fetched, is not what the catalogue says, or does not load.
    """
    entry = catalogue().entry(name)
    place = resources.user_models()
    if looks_like_model(place / name):
        return verify(place / name)
    archive = _prepared(place) / f"{name}.zip"
    address = catalogue().address(entry, mirror)
    if not archive.is_file():
        download(address, archive, progress, entry.sha256)
    try:
        _check_size(archive, entry)
        model = install_archive(archive, name, address)
    except NoRoomError:
        raise
    except ModelError:
        archive.unlink()
        raise
    archive.unlink()
    return model


def install_archive(archive: Path, name: str, source: str = "") -> ModelFolder:
    """Install a zip that is at hand under a name; one of that name must not be there.

    Raises ModelError where the zip is unsafe, holds no whole model, or the model does not load.
    """
    place = _prepared(resources.user_models())
    if (place / name).exists():
        raise ModelError(f"{place / name} is there already: delete it first")
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=place))
    try:
        unpack(archive, made)
        model = _model_in(made, archive)
        check_model(model)
        check_loads(model)
        _record(model, source or archive.name, sha256_of(archive))
        model.chmod(0o755)
        model.rename(place / name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return check_model(place / name)


def verify(folder: Path) -> ModelFolder:
    """Check a model's files, by their SHA-256 where they were recorded, and that it loads.

    Raises ModelError, naming what is wrong.
    """
    model = check_model(folder)
    record = folder / RECORD
    if record.is_file():
        for name, digest in _recorded(record).items():
            file = folder / name
            if not file.is_file() or sha256_of(file) != digest:
                raise ModelError(
                    f"{file} is not as it was installed: delete {folder} and install it again"
                )
    check_loads(folder)
    return model


def check_loads(folder: Path) -> None:
    """Load the model in a process of its own: libvosk may end its process over a damaged file.

    Raises ModelError where that fails.
    """
    command = [sys.executable, "-c", _LOAD, str(folder)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=_LOAD_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ModelError(f"{folder} did not load within {_LOAD_SECONDS} seconds") from None
    if ended.returncode:
        last = ended.stderr.decode(errors="replace").strip().splitlines()
        raise ModelError(f"Vosk cannot load {folder} ({last[-1] if last else 'it ended'})")


def _prepared(place: Path) -> Path:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(f"{place} cannot be made: {error.strerror}") from None
    return place


def _check_size(archive: Path, entry: Entry) -> None:
    size, published = archive.stat().st_size / 1e6, entry.size_mb
    if not entry.sha256 and abs(size - published) > max(2, _SIZE_TOLERANCE * published):
        raise ModelError(
            f"what came has {size:.0f} MB, {entry.name} should have {published}: try a mirror"
        )


def _model_in(folder: Path, archive: Path) -> Path:
    """The model's folder in what was unpacked: all of it, or its only folder."""
    inside = [folder, *(child for child in folder.iterdir() if child.is_dir())]
    models = [each for each in inside if looks_like_model(each)]
    if len(models) != 1:
        raise ModelError(f"{archive} holds no speech model for Vosk (no am/final.mdl)")
    return models[0]


def _record(folder: Path, source: str, digest: str) -> None:
    files = {
        file.relative_to(folder).as_posix(): sha256_of(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    told = {"source": source, "sha256": digest, "files": files}
    (folder / RECORD).write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _recorded(record: Path) -> dict[str, str]:
    try:
        files: dict[str, str] = json.loads(record.read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{record} cannot be read ({error}): install the model again") from None
    return files
