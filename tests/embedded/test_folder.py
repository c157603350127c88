"""An installation's folder: one process at a time, and keys that are made once."""

import stat
from pathlib import Path

import pytest

from plugin.embedded.folder import Folder, FolderBrokenError, FolderInUseError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    made = folder.read_keys()
    folder.keys.chmod(0o644)
    assert folder.read_keys() == made
    assert mode(folder.keys) == 0o600
    assert made.api_key not in repr(made)
    assert made.hmac not in repr(made)


def test_another_api_key_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    made = folder.read_keys()
    changed = folder.change_api_key(made)
    assert changed.api_key != made.api_key
    assert (changed.hmac, changed.encryption, changed.org) == (made.hmac, made.encryption, made.org)
    assert folder.read_keys() == changed


@pytest.mark.parametrize("content", ["", "{", "[]", '{"hmac": "x"}'])
def test_keys_that_cannot_be_read_are_said_and_kept(tmp_path: Path, content: str) -> None:
    folder = Folder(tmp_path)
    folder.keys.write_text(content)
    with pytest.raises(FolderBrokenError, match="can't be read"):
        folder.read_keys()
    assert folder.keys.read_text() == content


def test_a_folder_is_private_and_so_is_everything_that_is_kept_in_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "deep" / "folder")
    with folder.locked():
        pass
    assert mode(folder.path) == 0o700
    assert {one.name: mode(one) for one in folder.path.iterdir() if one.is_dir()} == {
        "logs": 0o700,
        "mail": 0o700,
        "temporal": 0o700,
        "running": 0o700,
    }


def test_a_folder_with_things_of_others_keeps_its_mode_and_what_is_kept_in_it_is_private(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path / "shared")
    folder.mail.mkdir(parents=True)
    folder.path.chmod(0o755)
    folder.mail.chmod(0o755)
    with folder.locked():
        pass
    assert mode(folder.path) == 0o755
    assert {mode(one) for one in (folder.mail, folder.logs)} == {0o700}


def test_a_folder_is_one_processes_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "deep" / "folder")
    with folder.locked():
        with pytest.raises(FolderInUseError, match="already"), folder.locked():
            pass
        assert folder.logs.is_dir()
    with folder.locked():
        pass
