"""Files of people and consents: handed in, loaded in the background, and reported on by line."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from homing.domain.csv_rows import HeaderRefused
from homing.domain.people import IdentifierSource
from homing.store.import_progress import Reported
from homing.store.imports import ImportKind, ImportRow, ImportState
from plugin.http.backend import Backend
from plugin.http.exporting import CHUNK, CsvFile, csv_file
from plugin.http.models import Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, page_of
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs
from plugin.importing import Imports

Writer = Annotated[Caller, needs(Scope.ADMIN, Scope.SCIM)]
Kind = Annotated[ImportKind, Query(description="What the file is of")]
Source = Annotated[
    IdentifierSource, Query(description="Whose word it is for numbers and addresses, where no column says it")
]

_PEOPLE: Final = (
    "external_id,first_name,country,phone,consent,consent_class,consent_channel,consent_at,consent_text\n"
    "e-1,Ana,ES,612 34 56 78,given,marketing,sms,2026-11-20T09:30:00+01:00,Offers by text message\n"
    "e-2,Ben,GB,+44 7400 123456,,,,,\n"
)
_CSV_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}, "example": _PEOPLE}},
    }
}
_HEADERS: Final = (
    "The first line names the columns, `external_id` or `user` among them, each once and no unknown one."
)
_COLUMNS: Final = ("line", "column", "reason", "loaded")


class ImportShown(Model):
    """A file, and how far it has come: `waiting` until its turn comes, then `loading`, then `done`; or
    `refused`, `broken_off` (it never came as a whole), `cancelled`.

    `line`: up to here it is loaded. `created`, `updated` and `refused` count rows (of consents, `created`
    those that were recorded), `faults` the lines of the report. `problem`: why the file as a whole was
    refused, and at which `column` of its header.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01890a5d-ac96-774b-bcce-b302099a8057",
                    "kind": "people",
                    "source": "import",
                    "state": "done",
                    "bytes": 181204,
                    "line": 2001,
                    "created": 1990,
                    "updated": 8,
                    "refused": 2,
                    "faults": 3,
                    "problem": None,
                    "column": None,
                    "createdAt": "2026-11-21T09:30:00Z",
                    "doneAt": "2026-11-21T09:30:02Z",
                }
            ]
        }
    )

    id: UUID
    kind: ImportKind
    source: IdentifierSource
    state: ImportState
    bytes: int
    line: int
    created: int
    updated: int
    refused: int = Field(validation_alias="refused_rows")
    faults: int
    problem: str | None = Field(validation_alias="refused")
    column: int | None = Field(validation_alias="refused_column")
    created_at: datetime
    done_at: datetime | None


def import_routes(backend: Backend) -> APIRouter:
    """``/v1/imports``."""
    router = APIRouter(prefix="/v1/imports", tags=["Imports"])
    use_case = Imports(backend.sending, most=backend.settings.imports_at_once)
    _add_writing(router, use_case)
    _add_reading(router, use_case)
    return router


def _add_writing(router: APIRouter, use_case: Imports) -> None:
    @router.post("", status_code=202, summary="Import people or consents from CSV", openapi_extra=_CSV_BODY)
    async def hand_in(
        caller: Writer,
        request: Request,
        response: Response,
        kind: Kind = ImportKind.PEOPLE,
        source: Source = IdentifierSource.IMPORT,
    ) -> ImportShown:
        """Hand in a file of up to 500 MB and a million rows, which a worker loads in the background: it goes
        on after a crash from where it was, and `GET /v1/imports/{id}` tells how far it is.

        UTF-8, with commas or semicolons. A user is found by `external_id`, or by `user`, their id here.
        People: `first_name`, `locale`, `country`, `time_zone`, `phone`, `phone_source`, `email`, `manager`
        (an external id, which may come later in the file), `roles`, `groups` (several parted by `;`); an
        empty cell says nothing, whoever is not known by their external id is made, and nobody has two rows.
        Consents, in a file of their own or with the people: `consent` (`given` or `withdrawn`),
        `consent_class`, `consent_channel`, `consent_at` (with its zone), `consent_text` (what was shown,
        needed where it was given), `consent_language`.

        What is wrong with a row keeps no other out, and stands in the report by line. A number that was
        another user's is bound, and not texted before it is confirmed (`number_of_another_user`). An
        organization's files are loaded one after the other, and only a few may be under way at once: one more
        is refused before it is sent (409 `too_many_imports`). Handing in a file again changes nobody twice.
        """
        check_csv(request.headers.get("content-type", ""))
        try:
            file = await use_case.receive(
                caller.org, kind, request.stream(), source=source, actor=str(caller.key)
            )
        except HeaderRefused as error:
            raise bad_header(error) from None
        response.headers["Location"] = f"/v1/imports/{file.id}"
        return _shown(file)

    @router.post("/{import_id}/cancel", summary="Load no more of a file")
    async def cancel(caller: Writer, import_id: UUID) -> ImportShown:
        """What was loaded stays. Again is the same as once; 409 `import_over` where it had come to its
        end."""
        return _shown(await use_case.cancel(caller.org, import_id))


def _add_reading(router: APIRouter, use_case: Imports) -> None:
    @router.get("", summary="List imports, the latest first")
    async def list_imports(caller: Writer, limit: Limit = 50, cursor: CursorText = None) -> Page[ImportShown]:
        """Files that were handed in, with what became of them."""
        rows = await use_case.listed(caller.org, age_cursor(cursor), limit + 1)
        return page_of(ImportShown, rows, limit, lambda row: (row.created_at.isoformat(), row.id))

    @router.get("/{import_id}", summary="Read how far an import is")
    async def read_import(caller: Writer, import_id: UUID) -> ImportShown:
        """A file that was handed in, with what became of it so far."""
        return _shown(await use_case.read(caller.org, import_id))

    @router.get("/{import_id}/report.csv", summary="The report on an import, by line", response_class=CsvFile)
    async def report(caller: Writer, import_id: UUID) -> CsvFile:
        """Everything that was not taken, streamed: the line on which its row begins, the column (empty where
        it is no one column's), and the reason. `loaded`: the rest of the row was. Nothing of what stands in
        the file is repeated. While an import goes on it is the report so far."""
        await use_case.read(caller.org, import_id)

        async def chunk(
            after: tuple[int, int] | None,
        ) -> tuple[list[Reported], tuple[int, int] | None]:
            rows = await use_case.faults(caller.org, import_id, after or (0, 0), CHUNK)
            return rows, (rows[-1].line, rows[-1].number) if len(rows) == CHUNK else None

        return await csv_file(f"import-{import_id}", _COLUMNS, chunk, _cells)


def _shown(file: ImportRow) -> ImportShown:
    return ImportShown.model_validate(file)


def _cells(row: Reported) -> list[object]:
    return [row.line, row.field, row.reason, str(row.loaded).lower()]


def bad_header(error: HeaderRefused) -> Problem:
    """Of a file whose first line is none of ours."""
    where = "" if error.column is None else f" It is column {error.column}."
    return Problem(422, error.reason, "The first line is no header of this import", _HEADERS + where)


def check_csv(content_type: str) -> None:
    """Raises Problem 415 for what is not said to be CSV in UTF-8."""
    media_type, *parameters = (part.strip().casefold() for part in content_type.split(";"))
    charsets = [one.partition("=")[2].strip('"') for one in parameters if one.startswith("charset=")]
    if media_type != "text/csv" or any(one not in ("utf-8", "utf8") for one in charsets):
        raise Problem(415, "media_type", "The body is to be text/csv in UTF-8")
