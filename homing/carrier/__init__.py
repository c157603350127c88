"""The carrier in a box: a Twilio-compatible server with handsets to look at and faults on demand.

It shares no code with the product. Start it by ``python -m homing.carrier --port 0`` with
CARRIER_ACCOUNT_SID and CARRIER_AUTH_TOKEN set (it prints ``{"url": "http://127.0.0.1:PORT"}`` and ends
cleanly on SIGTERM), or inside a process by ``async with running_carrier() as carrier``. Point the SDK at it
by ``client.api.base_url = url``.

**What it serves.** ``POST`` and ``GET /2010-04-01/Accounts/{sid}/Messages.json`` and ``GET
.../Messages/{sid}.json``, by HTTP Basic (account and token, or API key and secret). A text is checked,
accepted with a 201, and only then moves: `queued` (`accepted`, `queued` under a Messaging Service), `sent`,
`delivered`. Each status but the first is posted to the text's StatusCallback, signed; the URL's fragment
(``rc``, ``rp``, ``ct``, ``rt``, ``tt``) says how it is repeated, and every repeat carries
``I-Twilio-Idempotency-Token``. With ``--fast``, numbers are judged by their form alone and callbacks are
off: for benchmarks.

**The control interface** is JSON under ``/_carrier/``, without credentials: keep it on the loopback
address. ``homing.carrier.control.Control`` is its client.

- ``GET /texts?to=&since=``: every text that was accepted, in that order (those to one number; without the
  first ``since``): sid, to, from, body, status_callback (whose query says which attempt it was), status,
  error_code, segments, ``received_at`` (when the request came in, in seconds since 1970 with microseconds,
  never running backward), ``arrived_at``, and ``callbacks`` with each post's status, answer, time, and
  whether it was a repeat.
- ``GET /handsets/{number}/texts``: those that reached the handset, in the order of arrival.
- ``GET /counts?at_least=``: texts, numbers, most_to_one_number, segments, by_number (numbers with at least
  so many texts; 1), by_status, ``answers`` (requests for a text by how they were answered: ``201``, an error
  code, or the kind of fault), ``callbacks`` (``first`` and ``repeated`` posts, and their answers).
- ``GET /wait?to=&texts=&status=&idle=&timeout=``: answers ``{"reached", "texts"}`` once that many texts were
  accepted (now stand in ``status``), or after ``timeout`` seconds (10). With ``idle=true`` also every status
  must have been taken and every callback settled.
- ``GET /state``: the account, and what is under way.
- ``GET /tuning``, ``PATCH /tuning``: ``sent_delay``, ``delivered_delay``, ``price_delay``, ``listing_lag``
  (seconds), ``callbacks`` (whether there are any), ``prices`` (USD per segment by ISO country; replaces the
  table), ``price_elsewhere``, ``price_of_failed``. A text keeps the tuning under which it was accepted.
- ``GET /faults``, ``POST /faults`` (answers ``{"id"}``), ``DELETE /faults?to=``, ``DELETE /faults/{id}``.
- ``POST /reset``: forget all texts, faults and changes.

**Faults** have a ``kind``, and may have ``to`` (one number; else any) and ``next`` (so many requests; else
till cleared). A request meets one fault each of answer, pace, fate, and each mishandling of callbacks: the
number's own first, then the oldest.

- ``hang``: no answer; the connection is broken after ``seconds`` if given, or when the fault is cleared.
- ``reset``: the connection is reset. ``truncate``: a 201 that promises more bytes than it sends.
- ``error``: an error with ``code`` (and ``http_status`` where the usual one won't do).
- ``delay``: the answer takes ``seconds``.
- ``fail``: after acceptance the text ends with ``code``, as ``final`` says (`failed`, `undelivered`; else as
  is usual for the code). ``fail`` with 30003 makes a dead handset. ``silent``: never more than `sent`.
- ``drop_callbacks`` (``statuses``: only these), ``duplicate_callbacks`` (``times``: 2),
  ``reorder_callbacks`` (all after the last status, newest first), ``delay_callbacks`` (``seconds``).

An ``error`` comes before acceptance, the others after it; ``accepted`` true or false turns that round.
"""

from homing.carrier.config import Account, Tuning
from homing.carrier.control import Control, ControlError, Text
from homing.carrier.server import RunningCarrier, running_carrier

__all__ = ["Account", "Control", "ControlError", "RunningCarrier", "Text", "Tuning", "running_carrier"]
