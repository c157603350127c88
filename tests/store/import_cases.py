"""As ``tenants.CASES``, of the repository of imports."""

from typing import Final
from uuid import uuid4

from homing.store import import_progress, imports
from homing.store.import_progress import Done, Fault, Named
from homing.store.imports import ImportKind, ImportState
from tests.store.imported import LINE, file_of
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {
    "imports.clear_import",  # it says that nothing is left
    "imports.read_next",  # asked of no organization
}
"""What answers with something although the owner was asked for: what it says is searched for ids."""


def further() -> Done:
    return Done(LINE + 1, created=1, faults=[Fault(LINE + 1, "phone", "too_short")])


def stranger_of(t: Tenant) -> Named:
    return Named(t.users[1], LINE + 1, t.vault.encrypt("nobody"))


IMPORT_CASES: Final[dict[str, Case]] = {
    "imports.add_piece": lambda c, o, t: imports.add_piece(
        c, o, file_of(t.id), size=1, sealed=t.vault.encrypt("x")
    ),
    "imports.break_off": lambda c, *_: imports.break_off(c, 0),
    "imports.clear_import": lambda c, o, t: imports.clear_import(c, o, file_of(t.id), 9),
    "imports.create_import": lambda c, o, t: imports.create_import(
        c, o, uuid4(), ImportKind.CONSENTS, source="import", actor=str(t.id), most=9
    ),
    "import_progress.list_faults": lambda c, o, t: import_progress.list_faults(
        c, o, file_of(t.id), (0, 0), 9
    ),
    "imports.list_imports": lambda c, o, _: imports.list_imports(c, o, None, 9),
    "imports.move_import": lambda c, o, t: imports.move_import(
        c, o, file_of(t.id), ImportState.CANCELLED, refused="x", column=1
    ),
    "import_progress.name_users": lambda c, o, t: import_progress.name_users(
        c, o, file_of(t.id), [stranger_of(t)]
    ),
    "imports.read_import": lambda c, o, t: imports.read_import(c, o, file_of(t.id)),
    "imports.read_next": lambda c, *_: imports.read_next(c),
    "imports.read_piece": lambda c, o, t: imports.read_piece(c, o, file_of(t.id), 0),
    "import_progress.read_waiting": lambda c, o, t: import_progress.read_waiting(c, o, file_of(t.id), 9),
    "import_progress.write_done": lambda c, o, t: import_progress.write_done(
        c, o, file_of(t.id), further(), before=LINE
    ),
    "import_progress.write_rows_done": lambda c, o, t: import_progress.write_rows_done(c, o, file_of(t.id)),
    "import_progress.write_waited": lambda c, o, t: import_progress.write_waited(
        c, o, file_of(t.id), t.users
    ),
}
"""Every function of it."""
