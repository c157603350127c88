"""Whether a webhook is from Twilio, and what a status callback says."""

import pytest
from twilio.request_validator import RequestValidator

from homing.domain.errors import RefusedError
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.providers.twilio_webhooks import StatusCallback, parse_status_callback, valid_signature

TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
]
SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
"""Published by Twilio for the four values above."""


@pytest.mark.spec("X10")
def test_the_signature_that_twilio_publishes_is_valid() -> None:
    assert valid_signature(URL, FORM, SIGNATURE, [TOKEN])


def test_the_order_of_the_form_does_not_matter() -> None:
    assert valid_signature(URL, FORM[::-1], SIGNATURE, [TOKEN])


@pytest.mark.parametrize(
    ("url", "form", "signature"),
    [
        (URL, FORM, None),
        (URL, FORM, ""),
        (URL, FORM, "é"),
        (URL, FORM, SIGNATURE[:-2] + "9="),
        (URL, [*FORM, ("Extra", "1")], SIGNATURE),
        (URL, [*FORM[:-1], ("To", "+18005551213")], SIGNATURE),
        (URL, [*FORM[:-1], ("To", "+18005551212 ")], SIGNATURE),
        (URL.replace("bar=2", "bar=3"), FORM, SIGNATURE),
        (URL.replace("mycompany", "yourcompany"), FORM, SIGNATURE),
    ],
)
def test_a_missing_or_wrong_signature_is_refused(
    url: str, form: list[tuple[str, str]], signature: str | None
) -> None:
    assert not valid_signature(url, form, signature, [TOKEN])


def test_while_a_token_is_rotated_the_old_and_the_new_are_taken() -> None:
    assert valid_signature(URL, FORM, SIGNATURE, ["new", TOKEN])
    assert valid_signature(URL, FORM, SIGNATURE, [TOKEN, "new"])
    assert not valid_signature(URL, FORM, SIGNATURE, ["new", "newer"])
    assert not valid_signature(URL, FORM, SIGNATURE, [])


def test_the_default_port_may_be_written_out_by_either_side() -> None:
    assert valid_signature(URL.replace(".com", ".com:443"), FORM, SIGNATURE, [TOKEN])
    signed_with_port = RequestValidator(TOKEN).compute_signature(URL.replace(".com", ".com:443"), dict(FORM))
    assert valid_signature(URL, FORM, signed_with_port, [TOKEN])


def test_a_repeated_name_counts_with_its_distinct_values_sorted() -> None:
    # printf 'https://h.example/p?a=1Ma1Ma2Z0' | openssl dgst -sha1 -hmac 12345 -binary | base64
    signature = "levHL8AkQORU43xpRBuXyiWarU8="
    form = [("Z", "0"), ("M", "a2"), ("M", "a1"), ("M", "a2")]
    assert valid_signature("https://h.example/p?a=1", form, signature, [TOKEN])
    assert not valid_signature("https://h.example/p?a=1", form[:2], signature, [TOKEN])


def test_the_fragment_that_asks_for_repeats_is_not_signed() -> None:
    assert valid_signature(URL + "#rc=5&rp=all", FORM, SIGNATURE, [TOKEN])


def form(**fields: str) -> list[tuple[str, str]]:
    return list(fields.items())


@pytest.mark.spec("W10")
@pytest.mark.parametrize(
    ("fields", "callback"),
    [
        (
            form(MessageSid="SM1", MessageStatus="delivered", RawDlrDoneDate="2611211200", New="field"),
            StatusCallback("SM1", ReceiptStatus.DELIVERED, None, None),
        ),
        (form(MessageSid="SM1", MessageStatus="sent"), StatusCallback("SM1", ReceiptStatus.SENT, None, None)),
        (
            form(MessageSid="SM1", MessageStatus="undelivered", ErrorCode="30005"),
            StatusCallback("SM1", ReceiptStatus.NOT_DELIVERED, 30005, FailureReason.NUMBER_UNKNOWN),
        ),
        (
            form(MessageSid="SM1", MessageStatus="failed", ErrorCode="21610"),
            StatusCallback("SM1", ReceiptStatus.NOT_DELIVERED, 21610, FailureReason.OPTED_OUT_AT_PROVIDER),
        ),
        (
            form(MessageSid="SM1", MessageStatus="failed", ErrorCode="39999"),
            StatusCallback("SM1", ReceiptStatus.NOT_DELIVERED, 39999, FailureReason.CARRIER_UNKNOWN),
        ),
        (
            form(MessageSid="SM1", MessageStatus="failed", ErrorCode="?"),
            StatusCallback("SM1", ReceiptStatus.NOT_DELIVERED, None, FailureReason.CARRIER_UNKNOWN),
        ),
        (form(MessageSid="SM1", MessageStatus="teleported"), StatusCallback("SM1", None, None, None)),
        (form(MessageSid="SM1"), StatusCallback("SM1", None, None, None)),
        (form(SmsSid="SM2", SmsStatus="sent"), StatusCallback("SM2", ReceiptStatus.SENT, None, None)),
        (
            [("MessageSid", "SM1"), ("MessageStatus", "sent"), ("MessageStatus", "failed")],
            StatusCallback("SM1", ReceiptStatus.SENT, None, None),
        ),
    ],
)
def test_a_status_callback_is_read_by_the_tables(
    fields: list[tuple[str, str]], callback: StatusCallback
) -> None:
    assert parse_status_callback(fields) == callback


def test_a_callback_that_names_no_message_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"^message_sid_missing$"):
        parse_status_callback(form(MessageStatus="sent"))
