"""The verb ``models`` with a site, a zip at hand, and damaged folders; libvosk loads for real."""

import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant import resources
from assistant.cli import run
from assistant.errors import ModelError
from assistant.listening.downloads import sha256_of
from assistant.listening.install import install_archive, verify
from assistant.listening.model_folder import check_model, find_model
from assistant.settings import load_settings
from tests.listening.model_site import Site, serve

SHIPPED = resources.shipped("models") / "speech-en"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model as the official site packs models: in one folder, named as the model."""
    path = tmp_path_factory.mktemp("packed") / "vosk-model-test.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for file in SHIPPED.rglob("*"):
            made.write(file, Path("vosk-model-test") / file.relative_to(SHIPPED))
    return path


def offer(packed: Path, url: str, sha256: str = "", size: float = 1.0) -> None:
    """Name the packed model in the user's own catalogue."""
    resources.user_models().mkdir(parents=True, exist_ok=True)
    megabytes = round(size * packed.stat().st_size / 1e6)
    (resources.user_models() / "catalogue.toml").write_text(
        f'[[model]]\nname = "vosk-model-test"\nlanguage = "en"\nsize_mb = {megabytes}\n'
        f'licence = "x"\nword_error_rate = "x"\nsha256 = "{sha256}"\nurl = "{url}"\n'
    )


def test_a_model_is_installed_from_a_site_and_chosen(
    packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(Site(packed.read_bytes(), cuts=[5_000_000])) as site:
        offer(packed, site.url + "vosk-model-test.zip", sha256_of(packed))
        assert run(["models", "install", "vosk-model-test"]) == 0
        assert len(site.requests) == 2 and site.requests[1].startswith("bytes=")
    assert run(["models", "verify", "vosk-model-test"]) == 0
    assert run(["models", "use", "vosk-model-test"]) == 0
    assert find_model(load_settings()).path == resources.user_models() / "vosk-model-test"
    capsys.readouterr()
    assert run(["models", "list"]) == 0
    assert "* vosk-model-test" in capsys.readouterr().out
    assert {f.name for f in resources.user_models().iterdir()} == {
        "catalogue.toml",
        "vosk-model-test",
    }


def test_a_mirror_keeps_archives_under_the_models_names(packed: Path) -> None:
    with serve(Site(packed.read_bytes())) as site:
        offer(packed, "http://127.0.0.1:9/never-asked.zip")
        assert run(["models", "install", "vosk-model-test", "--mirror", site.url]) == 0
        assert site.paths == ["/vosk-model-test.zip"]


def test_a_wrong_sum_and_a_wrong_size_install_nothing(
    packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve(Site(packed.read_bytes())) as site:
        for sha256, size, told in (("0" * 64, 1.0, "SHA-256"), ("", 2.0, "should have")):
            offer(packed, site.url, sha256, size)
            assert run(["models", "install", "vosk-model-test"]) == 1
            assert told in capsys.readouterr().err
            assert [f.name for f in resources.user_models().iterdir()] == ["catalogue.toml"]


def test_what_was_fetched_is_kept_where_the_disk_is_full(
    packed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is room for the archive, and not for what is in it; then there is."""
    room = packed.stat().st_size + 5_000_000
    with serve(Site(packed.read_bytes())) as site, monkeypatch.context() as full:
        full.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=room))
        offer(packed, site.url, sha256_of(packed))
        assert run(["models", "install", "vosk-model-test"]) == 1
        assert "18 MB free, 22 are needed: make room" in capsys.readouterr().err
    left = {f.name for f in resources.user_models().iterdir()}
    assert left == {"catalogue.toml", "vosk-model-test.zip"}
    assert run(["models", "install", "vosk-model-test"]) == 0  # the site is gone
    left = {f.name for f in resources.user_models().iterdir()}
    assert left == {"catalogue.toml", "vosk-model-test"}


def test_a_zip_at_hand_is_installed_once(packed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "install", str(packed)]) == 0
    assert run(["models", "install", str(packed)]) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("lacking", ["am/final.mdl", "graph/words.txt", "conf/mfcc.conf"])
def test_a_zip_without_a_whole_model_installs_nothing(tmp_path: Path, lacking: str) -> None:
    path = tmp_path / "part.zip"
    with zipfile.ZipFile(path, "w") as made:
        for file in SHIPPED.rglob("*"):
            if file.relative_to(SHIPPED).as_posix() != lacking:
                made.write(file, Path("m") / file.relative_to(SHIPPED))
    with pytest.raises(ModelError):
        install_archive(path, "part")
    assert not list(resources.user_models().iterdir())


def test_a_name_that_nobody_knows_is_told_with_those_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["models", "install", "no-such-model"]) == 1
    assert "vosk-model-small-en-us-0.15" in capsys.readouterr().err


def test_verify_finds_a_changed_byte(packed: Path) -> None:
    folder = install_archive(packed, "vosk-model-test").path
    words = folder / "graph" / "words.txt"
    words.write_bytes(words.read_bytes().replace(b"botox", b"bot0x"))
    with pytest.raises(ModelError, match="not as it was installed"):
        verify(folder)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A model of one's own to damage."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "copy"))


@pytest.mark.parametrize("file", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
@pytest.mark.parametrize("kept", [0, 100, 0.5])
def test_a_damaged_file_is_told_and_never_reaches_libvosk(
    copy: Path, file: str, kept: float
) -> None:
    content = (copy / file).read_bytes()
    size = int(kept * len(content)) if isinstance(kept, float) else kept
    (copy / file).write_bytes(content[:size])
    with pytest.raises(ModelError, match=file.rpartition("/")[2]):
        check_model(copy)


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", Path(__file__)):
        with pytest.raises(ModelError):
            check_model(path)


def test_the_usual_places_are_searched(
    copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_model(load_settings()).path == SHIPPED.resolve()
    monkeypatch.setenv("VOSK_MODEL_PATH", str(copy))
    assert find_model(load_settings()).path == copy
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path))
    assert find_model(load_settings()).path == SHIPPED.resolve()
    assert find_model(load_settings({"speech_model": Path("copy")})).path == copy
    with pytest.raises(ModelError, match="there are: copy, speech-en"):
        find_model(load_settings({"speech_model": Path("other")}))
