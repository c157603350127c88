"""As ``tenants.CASES``, of what is asked after a database was put back, mostly in the system's role."""

from datetime import UTC, datetime, timedelta
from typing import Final

from homing.store import forgotten, height, restoring
from tests.store.recalled import recalled
from tests.store.tenants import Case

NOT_BY_ID: Final = {
    "forgotten.read_begun",  # by the hash of a text, which is the same for everybody here
    "restoring.mark_restored",
    "restoring.opted_out_since",  # the rows of numbers are nobody's
    "restoring.read_at_work",
    "restoring.read_latest",  # a time
    "restoring.read_lifted",  # as opted_out_since
    "restoring.read_restored",
    "restoring.read_taken_in",
    "restoring.switch_on",
}
LONG_AGO: Final = datetime.now(UTC) - timedelta(days=1)

RESTORE_CASES: Final[dict[str, Case]] = {
    "forgotten.adopt": lambda c, o, t: forgotten.adopt(
        c, o, t.run.execution, "sms", {t.users[0]: t.attempt.id}
    ),
    "forgotten.keep": lambda c, o, t: forgotten.keep(c, [recalled(o, t.run.execution, t.users[1])]),
    "forgotten.read_begun": lambda c, *_: forgotten.read_begun(c, "twilio", [b"body"], LONG_AGO),
    "forgotten.read_concerns": lambda c, o, t: forgotten.read_concerns(c, {(o, t.users[0])}),
    "forgotten.read_known": lambda c, _, t: forgotten.read_known(
        c, "twilio", [recalled(t.id, t.run.execution, t.users[0]).provider_id]
    ),
    "forgotten.read_receivers": lambda c, _, t: forgotten.read_receivers(
        c, "sms", "phone", [t.company.sender], [t.number]
    ),
    "height.begin_epoch": lambda c, *_: height.begin_epoch(c, ["sms"]),
    "restoring.is_posting": lambda c, *_: restoring.is_posting(c, ["sms"]),
    "restoring.read_latest": lambda c, *_: restoring.read_latest(c),
    "restoring.mark_restored": lambda c, *_: restoring.mark_restored(c),
    "restoring.opted_out_since": lambda c, _, t: restoring.opted_out_since(
        c, t.number, LONG_AGO, "twilio", []
    ),
    "restoring.read_at_work": lambda c, *_: restoring.read_at_work(c),
    "restoring.read_lifted": lambda c, _, t: restoring.read_lifted(
        c, [t.number], "twilio", [t.reply.provider_id]
    ),
    "restoring.read_restored": lambda c, *_: restoring.read_restored(c, 9),
    "restoring.read_taken_in": lambda c, _, t: restoring.read_taken_in(
        c, [t.number], "twilio", [t.reply.provider_id]
    ),
    "restoring.switch_off": lambda c, *_: restoring.switch_off(c, ["sms"]),
    "restoring.switch_on": lambda c, *_: restoring.switch_on(c, ["sms"]),
    "restoring.write_begun_anew": lambda c, _, t: restoring.write_begun_anew(c, [t.run.execution]),
}
