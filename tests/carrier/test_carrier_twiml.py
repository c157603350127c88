"""What a webhook answers: which documents become texts, and which are counted as errors."""

import pytest

from homing.carrier.twiml import TwimlError, bodies
from homing.carrier.webhooks import Answer
from tests.carrier.support import PHONE, SENDER, Customer, sink_of

pytestmark = pytest.mark.spec("X10")

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read(document: str | bytes, content_type: str = "text/xml", charset: str | None = None) -> list[str]:
    body = document.encode() if isinstance(document, str) else document
    return bodies(Answer(200, content_type, charset, body))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("", []),
        ("<Response/>", []),
        ("<Response></Response>", []),
        (DECLARED + "<Response>\n</Response>\n", []),
        (DECLARED + "<Response><Message>Hi</Message></Response>", ["Hi"]),
        ("<Response><Message><Body>Hi</Body></Message></Response>", ["Hi"]),
        ("<Response><Message>\n  <Body>Hi</Body>\n</Message></Response>", ["Hi"]),
        ("<Response><Message>One</Message><Message><Body>Two</Body></Message></Response>", ["One", "Two"]),
        ("<Response><Message>  Hi\n</Message></Response>", ["Hi"]),
        ("<Response><Message>a &lt;b&gt; &amp; &#x1F600;</Message></Response>", ["a <b> & 😀"]),
        ("<Response><Message><![CDATA[<b>]]></Message></Response>", ["<b>"]),
        ("<Response><!-- why --><Message>a<!-- not -->b</Message></Response>", ["ab"]),
        ("<Response><Message>" + "😀" * 1600 + "</Message></Response>", ["😀" * 1600]),
    ],
)
def test_a_document_of_messages_becomes_texts(document: str, expected: list[str]) -> None:
    assert read(document) == expected


@pytest.mark.parametrize("content_type", ["text/xml", "application/xml"])
@pytest.mark.parametrize(
    ("charset", "encoding"), [(None, "utf-8"), ("utf-8", "utf-8"), ("iso-8859-1", "latin-1")]
)
def test_a_document_is_read_in_the_charset_it_was_sent_in(
    content_type: str, charset: str | None, encoding: str
) -> None:
    document = "<Response><Message>Añó</Message></Response>".encode(encoding)
    assert read(document, content_type, charset) == ["Añó"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("Thanks!", 12100),
        ("<Response>", 12100),
        ("<Response><Message>a & b</Message></Response>", 12100),
        ("<Response/><Response/>", 12100),
        ("<Response><Message>\x00</Message></Response>", 12100),
        (b"<Response><Message>\xff</Message></Response>", 12100),
        ('<?xml version="1.0" encoding="klingon"?><Response/>', 12100),
        ('<?xml version="1.0" encoding="utf-7"?><Response/>', 12100),
        ("<!DOCTYPE Response><Response/>", 12100),
        ('<!DOCTYPE r [<!ENTITY a "aaaa">]><Response><Message>&a;</Message></Response>', 12100),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd"><Response><Message>x</Message></Response>', 12100),
        ("<Response><Message>&nbsp;</Message></Response>", 12100),
        ("<Reply><Message>Hi</Message></Reply>", 12200),
        ("<response><message>Hi</message></response>", 12200),
        ("<Response><Sms>Hi</Sms></Response>", 12200),
        ("<Response><Redirect>https://example.com</Redirect></Response>", 12200),
        ("<Response>Hi</Response>", 12200),
        ("<Response><Message>Hi</Message>there</Response>", 12200),
        ('<Response><Message to="+34600333444">Hi</Message></Response>', 12200),
        ("<Response><Message><Media>https://example.com/a.png</Media></Message></Response>", 12200),
        ("<Response><Message><Body><b>Hi</b></Body></Message></Response>", 12200),
        ("<a>" * 20_000 + "</a>" * 1, 12100),
        ("<Response><Message/></Response>", 14103),
        ("<Response><Message> \n </Message></Response>", 14103),
        ("<Response><Message><Body/></Message></Response>", 14103),
        ("<Response><Message>" + "x" * 1601 + "</Message></Response>", 21617),
        ("<Response>" + " " * 65_536 + "</Response>", 11750),
    ],
)
def test_any_other_document_is_an_error_and_no_text(document: str | bytes, code: int) -> None:
    with pytest.raises(TwimlError) as error:
        read(document)
    assert error.value.code == code


def test_an_unknown_charset_is_an_error() -> None:
    with pytest.raises(TwimlError) as error:
        read("<Response/>", charset="klingon")
    assert error.value.code == 12100


@pytest.mark.parametrize(
    ("document", "kind", "code"),
    [
        ("<Response><Message>Hi</Message>", "text/xml", "12100"),
        ("<Response><Message>Hi</Message></Response>", "text/html", "12300"),
        ('{"message": "Hi"}', "application/json", "12300"),
        ("Hi", "text/plain; charset=utf-8", "12300"),
        ("<Response>" + " " * 300_000 + "</Response>", "text/xml", "11750"),
        ("<Response><Message>ok</Message><Message/></Response>", "text/xml", "14103"),
    ],
)
async def test_a_wrong_answer_sends_nothing_and_is_counted_by_its_code(
    customer: Customer, document: str, kind: str, code: str
) -> None:
    async with sink_of(200) as sink:
        sink.document, sink.kind = document, kind
        await customer.control.tune(inbound_url=sink.url)
        reply = await customer.control.reply(PHONE, "Hi", SENDER)
        assert (reply.webhook, reply.replies) == (200, ())
        assert (await customer.control.counts()).inbound == {
            "texts": 1, "first": 1, "answered_200": 1, code: 1,
        }  # fmt: skip
        assert await customer.control.texts() == []
