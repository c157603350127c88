"""Settings and a database, or the words for what is wrong with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from homing.domain.errors import ConfigurationError, NotFoundError, RefusedError, StorageError
from homing.settings import Settings, load_settings
from plugin.cli.ending import Exit, Failure

DATABASE_ERRORS: Final = (OSError, StorageError, SQLAlchemyError, asyncpg.PostgresError)


def settings_or_failure() -> Settings:
    """Raises Failure, which names every setting at fault and shows no value."""
    try:
        return load_settings()
    except ConfigurationError as error:
        raise Failure(str(error), Exit.WRONG_USAGE) from None


@contextmanager
def reaching_database() -> Iterator[None]:
    """Whoever can't be reached, or doesn't let us in, is named; a reason that we know is said."""
    try:
        yield
    except RefusedError as error:
        raise Failure(f"refused: {error.reason}", Exit.WRONG_USAGE) from None
    except NotFoundError as error:
        raise Failure(f"there is no such {error}") from None
    except DATABASE_ERRORS as error:
        # Of the kind alone: messages of drivers quote addresses, and what was to be written.
        raise Failure(f"the database can't be used ({type(error).__name__})", Exit.UNREACHABLE) from None
