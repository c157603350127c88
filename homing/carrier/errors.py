"""The provider's error codes: what they say, and how they are answered (Twilio's error dictionary)."""

from typing import Final, Literal

FinalStatus = Literal["failed", "undelivered"]

MESSAGES: Final[dict[int, str]] = {
    20001: "Invalid parameter",
    20003: "Authenticate",
    20005: "Account not active",
    20007: "Page size too large",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    20503: "Service Unavailable",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Phone Number",
    21266: "'To' and 'From' number cannot be the same",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
    21602: "Message body is required",
    21603: "A 'From' phone number is required",
    21604: "A 'To' phone number is required",
    21606: "The 'From' phone number is not a valid, SMS-capable phone number or short code for your account",
    21608: "The number is unverified. Trial accounts cannot send messages to unverified numbers",
    21609: "The StatusCallback URL is not a valid URL",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21612: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21703: "The Messaging Service does not have a phone number available to send a message",
    21705: "The Messaging Service Sid is invalid",
    30001: "Queue overflow",
    30002: "Account suspended",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30017: "Carrier network congestion",
    30022: "Campaign rate limit exceeded",
    30032: "Toll-free number has not been verified",
    30034: "Message from an unregistered number",
    30036: "Validity period expired",
    30410: "Provider timeout error",
    30450: "Message delivery blocked by pumping protection",
    90007: "Invalid validity period value",
    90014: "Validity Period should be positive integer",
}

_HTTP_STATUS: Final[dict[int, int]] = {
    20003: 401,
    20005: 403,
    20404: 404,
    20429: 429,
    20500: 500,
    20503: 503,
}

# These never leave the provider; every other code is the carrier's word about a text that did.
_NEVER_LEFT: Final = frozenset({21610, 30001, 30002, 30032, 30036, 30450})


class Refused(Exception):
    """The request is answered by an error, and nothing was accepted."""

    def __init__(self, code: int, detail: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def http_status(code: int) -> int:
    """The HTTP status that carries an error code."""
    return _HTTP_STATUS.get(code, 400)


def final_status(code: int) -> FinalStatus:
    """How a text ends that was accepted and then met with ``code``."""
    return "failed" if code in _NEVER_LEFT else "undelivered"


def error_body(code: int, *, status: int | None = None, detail: str | None = None) -> dict[str, object]:
    """The JSON body of an error."""
    return {
        "code": code,
        "message": detail or MESSAGES.get(code, "Error"),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status or http_status(code),
    }
