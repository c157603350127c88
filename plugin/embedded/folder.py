"""What an installation keeps in its folder: its data, its logs, its keys, and whose the folder is."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final, Self
from uuid import UUID, uuid4

from pydantic import SecretStr

from homing.settings import Keys as EncryptionKeys
from homing.store.keys import new_key_text
from homing.store.vault import Vault, new_key

_OWN: Final = 0o600
_OWN_FOLDER: Final = 0o700


class FolderInUseError(Exception):
    """Another process has the folder."""


class FolderBrokenError(Exception):
    """The folder can't be used as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Made once, and kept: without them the folder's data can't be read any more."""

    encryption: str = field(repr=False)
    hmac: str = field(repr=False)
    account: str
    token: str = field(repr=False)
    org: str
    api_key: str = field(repr=False)

    @classmethod
    def made(cls) -> Self:
        return cls(
            encryption=f"embedded:{new_key()}",
            hmac=new_key(),
            account=f"AC{secrets.token_hex(16)}",
            token=secrets.token_hex(16),
            org=str(uuid4()),
            api_key=new_key_text(),
        )

    @property
    def vault(self) -> Vault:
        ring = EncryptionKeys(encryption_keys=SecretStr(self.encryption), hmac_key=SecretStr(self.hmac))
        return Vault(ring.key_ring, ring.hmac_secret)

    @property
    def org_id(self) -> UUID:
        return UUID(self.org)


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of an installation's folder."""

    path: Path

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def temporal(self) -> Path:
        return self.path / "temporal"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def running(self) -> Path:
        """A file for each process that belongs to the folder."""
        return self.path / "running"

    @property
    def address(self) -> Path:
        """While an installation runs: where its API is, and the key to it."""
        return self.path / "api.json"

    @property
    def environment(self) -> Path:
        """While an installation runs: its settings and addresses, as a shell reads them."""
        return self.path / "environment"

    @property
    def keys(self) -> Path:
        return self.path / "keys.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder, private, and have it for oneself until the process ends. Raises FolderInUseError,
        which names the process that has it."""
        self._make()
        with (self.path / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = file.read().strip()
                who = f" (process {holder})" if holder else ""
                raise FolderInUseError(f"an installation runs in {self.path} already{who}") from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    def _make(self) -> None:
        """What it keeps is private by itself too: the folder may have been there before, with others' things
        in it and its mode their business; and as root others must pass through it to PostgreSQL's data."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists() or not any(self.path.iterdir()):
            self.path.mkdir(exist_ok=True)
            self.path.chmod(_OWN_FOLDER)
        for part in (self.logs, self.mail, self.temporal, self.running):
            part.mkdir(exist_ok=True)
            part.chmod(_OWN_FOLDER)

    def read_keys(self) -> Keys:
        """The keys, made where there are none yet. Raises FolderBrokenError where data are there and the keys
        to them are not, or can't be read."""
        if not self.keys.exists():
            if self.postgres.exists():
                raise FolderBrokenError(
                    f"{self.keys} is gone, and without it the data beside it can't be read: put it back, or "
                    f"remove {self.path} to begin anew"
                )
            write_own(self.keys, asdict(Keys.made()))
        self.keys.chmod(_OWN)
        try:
            return Keys(**json.loads(self.keys.read_text()))
        except (ValueError, TypeError):
            message = f"{self.keys} can't be read: put it right, or remove {self.path} to begin anew"
            raise FolderBrokenError(message) from None

    def add_encryption_key(self, keys: Keys, key: str) -> Keys:
        """Let another key encrypt; those before are still read with."""
        changed = replace(keys, encryption=f"{key},{keys.encryption}")
        write_own(self.keys, asdict(changed))
        return changed

    def change_api_key(self, keys: Keys) -> Keys:
        """Another API key in the place of one that opens nothing."""
        changed = replace(keys, api_key=new_key_text())
        write_own(self.keys, asdict(changed))
        return changed


def write_own(path: Path, content: object) -> None:
    """Write JSON that only we may read, whole or not at all."""
    write_own_text(path, json.dumps(content, indent=2))


def write_own_text(path: Path, content: str) -> None:
    """Write what only we may read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
