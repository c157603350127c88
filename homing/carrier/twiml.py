"""Reading the answer to a webhook: the texts that its TwiML asks for."""

from collections.abc import Iterator
from typing import Final, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from homing.carrier.validation import MAX_BODY
from homing.carrier.webhooks import MAX_ANSWER, Answer

_TYPES: Final = frozenset({"text/xml", "application/xml"})

TOO_LONG, NOT_XML, NOT_TWIML, WRONG_TYPE, NO_BODY, BODY_TOO_LONG = 11750, 12100, 12200, 12300, 14103, 21617


class TwimlError(Exception):
    """Nothing is sent; ``code`` is the provider's error for it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def bodies(answer: Answer) -> list[str]:
    """The bodies of the texts asked for; none where there is no answer to read. Raises TwimlError."""
    if not answer.body:
        return []
    if answer.content_type not in _TYPES:
        raise TwimlError(WRONG_TYPE)
    if len(answer.body) > MAX_ANSWER:
        raise TwimlError(TOO_LONG)
    root = _parsed(answer.body, answer.charset)
    if root.tag != "Response" or root.attrib or _stray(root):
        raise TwimlError(NOT_TWIML)
    return list(map(_body, root))


def _parsed(document: bytes, charset: str | None) -> Element:
    """The document's root. A document type is refused, and with it every entity that one could declare."""
    tree = TreeBuilder()
    try:
        parser = expat.ParserCreate(charset)
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = tree.start
        parser.EndElementHandler = tree.end
        parser.CharacterDataHandler = tree.data
        parser.Parse(document, True)  # noqa: FBT003 - the last of it; takes no keyword
        return tree.close()
    except (expat.ExpatError, ValueError, LookupError):  # the latter two: encodings
        raise TwimlError(NOT_XML) from None


def _refuse(*_: object) -> NoReturn:
    raise TwimlError(NOT_XML)


def _body(message: Element) -> str:
    """The body of a ``Message``: its ``Body`` elements, or else its own text.

    Attributes (another recipient, a callback) and media are refused rather than passed over.
    """
    if message.tag != "Message" or message.attrib:
        raise TwimlError(NOT_TWIML)
    if any(child.tag != "Body" or child.attrib or len(child) for child in message):
        raise TwimlError(NOT_TWIML)
    body = ("".join(child.text or "" for child in message) if len(message) else message.text or "").strip()
    if not body:
        raise TwimlError(NO_BODY)
    if len(body) > MAX_BODY:
        raise TwimlError(BODY_TOO_LONG)
    return body


def _stray(root: Element) -> bool:
    """Whether there is text where only elements belong."""

    def texts() -> Iterator[str | None]:
        yield root.text
        yield from (child.tail for child in root)

    return any(text and text.strip() for text in texts())
