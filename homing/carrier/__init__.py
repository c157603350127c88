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

**Texts from handsets** (``POST /_carrier/handsets/{number}/messages``, or the page) are in the listing as
`inbound`, and are posted to ``--inbound-url``, signed and repeated like a callback. The TwiML of a 2xx answer
(``<Response>`` with any number of ``<Message>``) becomes texts from that number to the handset, listed as
`outbound-reply`. Where the answer is no such TwiML, nothing is sent, and ``counts`` has the provider's
code: 11750 (over 64 kB), 12100 (no XML, or a DOCTYPE), 12200 (other elements or attributes), 12300 (neither
text/xml nor application/xml), 14103 and 21617 (an empty body, one too long), 21610 (opted out).

**Keywords** (``--keywords``, or per number ``keywords_by_number``) are single words in any case.

- ``none``: the customer's business.
- ``default``: STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT; START, YES, UNSTOP; HELP, INFO
  are answered by the provider, and posted like any other text. After STOP the number (and the Messaging
  Service under which it wrote last) is refused that handset with 21610.
- ``advanced``: likewise, and the post says which in ``OptOutType``. Under a Messaging Service a text to an
  opted-out handset is accepted, and then fails with 21610.
- ``toll_free``: the network knows STOP, START and UNSTOP alone, and what it blocks is accepted, then
  `undelivered` with 30004.

**The page** at ``/`` shows the handsets in a browser, live.

**The control interface** is JSON under ``/_carrier/``, without credentials: keep it on the loopback
address. ``homing.carrier.control.Control`` is its client.

- ``GET /texts?to=&since=``: every text that was accepted, in that order (those to one number; without the
  first ``since``): sid, direction (`outbound-api`, `outbound-reply`), to, from, body, status_callback (whose
  query says which attempt it was), status, error_code, segments, ``received_at`` (when the request came in,
  in seconds since 1970 with microseconds, never running backward), ``arrived_at``, and ``callbacks`` with
  each post's status, answer, time, and whether it was a repeat.
- ``GET /handsets/{number}/texts``: those that reached the handset, in the order of arrival.
- ``POST /handsets/{number}/messages`` with ``{"body", "to"}``: the handset writes to a number of the account
  (without ``to``: to the sender of the last text that arrived there; 409 if there is none). Answers 201
  ``{"sid", "webhook", "replies"}`` once the webhook has answered: its status, ``unreachable``, ``timeout``,
  ``dropped``, ``none`` (no URL, or a reset meanwhile), and the ids of the texts that came back.
- ``GET /handsets/{number}/conversation``: ``messages`` to the handset and from it, oldest first (sid,
  direction: `to_handset` or `from_handset`, peer, body, status, error_code, segments, at), and the number's
  own ``faults``.
- ``GET /handsets?search=&before=&limit=``: up to ``limit`` (200; 100) ``handsets`` (number, texts, and the
  ``last`` message), the latest message's first, with the digits of ``search`` anywhere in the number;
  ``total`` so many, and ``next`` (the following page's ``before``, or null).
- ``GET /events``: server-sent events. ``hello`` (``total`` handsets, ``resolve``) comes first, then every
  0.1 s what changed: ``messages`` (as in a conversation, and with their ``number``, in their latest state),
  ``faults`` (all), or ``reload`` where more than 500 messages changed, or after a reset. A reader that falls
  behind is dropped.
- ``GET /counts?at_least=``: texts, numbers, most_to_one_number, segments, by_number (numbers with at least so
  many texts; 1), by_status, ``answers`` (requests for a text by how they were answered: ``201``, an error
  code, or the kind of fault), ``callbacks`` (``first`` and ``repeated`` posts, and their answers),
  ``inbound`` (``texts`` from handsets, their posts likewise, and the errors by code). All but the last count
  texts to handsets.
- ``GET /wait?to=&texts=&status=&idle=&timeout=``: answers ``{"reached", "texts"}`` once that many texts were
  accepted (now stand in ``status``), or after ``timeout`` seconds (10). With ``idle=true`` also every status
  must have been taken and every callback settled.
- ``GET /state``: the account, what is under way, who listens, and ``resolve``.
- ``GET /tuning``, ``PATCH /tuning``: ``sent_delay``, ``delivered_delay``, ``price_delay``, ``listing_lag``
  (seconds), ``callbacks`` (whether there are any), ``prices`` (USD per segment by ISO country; replaces the
  table), ``price_elsewhere``, ``price_of_failed``, ``inbound_url``, ``keywords``, ``keywords_by_number``,
  ``segments_per_second`` (by number or Messaging Service; the others send at once) with ``queue_seconds``
  (more work than that no sender keeps waiting), and ``resolve`` (the handsets' own DNS, ``--resolve
  HOST=URL``: where the page opens a link to a host). A text keeps the tuning under which it was accepted.
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

An ``error`` comes before acceptance, the others after it; ``accepted`` true or false turns that round. The
post about a text from a handset is dropped, duplicated and delayed likewise: its status is ``received``.
"""

from homing.carrier.config import Account, Tuning
from homing.carrier.control import Control, ControlError, Reply, Text
from homing.carrier.server import RunningCarrier, running_carrier

__all__ = [
    "Account",
    "Control",
    "ControlError",
    "Reply",
    "RunningCarrier",
    "Text",
    "Tuning",
    "running_carrier",
]
