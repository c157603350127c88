"""What the provider itself does about STOP, START and HELP, in each of its modes."""

import pytest

from homing.carrier.keywords import Mode, Word, understand
from tests.carrier.support import OTHER_PHONE, OTHER_SENDER, PHONE, SENDER, Customer, Sink, sink_of

SERVICE = "MG" + "c" * 32
STOPS = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]
STARTS = ["START", "YES", "UNSTOP"]
HELPS = ["HELP", "INFO"]
MODES: list[Mode] = ["none", "default", "advanced", "toll_free"]

pytestmark = pytest.mark.spec("X10")


async def refused(customer: Customer, *, to: str = PHONE, **more: str) -> int | None:
    """The code with which a text is refused, or None where it is accepted."""
    status, answer = await customer.post({"To": to, "From": SENDER, "Body": "News", **more})
    return None if status == 201 else int(answer["code"])


async def ends(customer: Customer, form: dict[str, str]) -> tuple[str, int | None]:
    """The last status and the error of a text that is accepted."""
    status, answer = await customer.post({"To": PHONE, "Body": "News"} | form)
    assert status == 201, answer
    await customer.control.idle()
    message = await customer.read(answer["sid"])
    return message["status"], message["error_code"]


@pytest.mark.parametrize("mode", ["default", "advanced"])
@pytest.mark.parametrize(("words", "word"), [(STOPS, Word.STOP), (STARTS, Word.START), (HELPS, Word.HELP)])
def test_each_word_is_known_in_any_case_and_between_spaces(words: list[str], word: Word, mode: Mode) -> None:
    for text in words:
        for body in (text, text.lower(), text.capitalize(), f" {text}\n"):
            assert understand(body, mode) is word


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "body",
    ["Stop.", "stop!", "STOP PLEASE", "please stop", "opt out", "opt-out", "STOP ALL", "no más", "BAJA", "",
     " ", "ＳＴＯＰ", "STOP\u200b", "stopp", "🛑"],
)  # fmt: skip
def test_whatever_else_people_write_passes_the_provider_by(body: str, mode: Mode) -> None:
    assert understand(body, mode) is None


@pytest.mark.parametrize("body", [*STOPS, *STARTS, *HELPS])
def test_without_handling_no_word_means_anything(body: str) -> None:
    assert understand(body, "none") is None


@pytest.mark.parametrize("body", [*STOPS[1:], "YES"])
def test_the_toll_free_network_knows_fewer_words(body: str) -> None:
    assert understand(body, "toll_free") is None
    assert understand("stop", "toll_free") is Word.STOP
    assert understand("unstop", "toll_free") is understand("start", "toll_free") is Word.START


async def test_without_handling_stop_is_posted_and_nothing_else(customer: Customer, sink: Sink) -> None:
    await customer.control.tune(inbound_url=sink.url)
    assert (await customer.control.reply(PHONE, "STOP", SENDER)).replies == ()
    assert "OptOutType" not in sink.callbacks[0].form
    assert await refused(customer) is None


async def test_default_handling_answers_and_blocks_the_pair_and_posts_without_a_mark(
    customer: Customer, sink: Sink
) -> None:
    await customer.control.tune(inbound_url=sink.url, keywords="default")
    reply = await customer.control.reply(PHONE, "Stop", SENDER)
    assert (reply.webhook, len(reply.replies)) == (204, 1)
    (post,) = sink.callbacks
    assert post.form["Body"] == "Stop"
    assert "OptOutType" not in post.form
    (goodbye,) = await customer.control.texts(PHONE)
    assert (goodbye.sid, goodbye.direction, goodbye.sender) == (reply.replies[0], "outbound-reply", SENDER)
    assert "START" in goodbye.body
    assert await refused(customer) == 21610
    assert await refused(customer, From=OTHER_SENDER) is None
    assert await refused(customer, to=OTHER_PHONE) is None
    assert (await customer.control.counts()).answers == {"201": 2, "21610": 1}


async def test_one_goodbye_is_enough(customer: Customer) -> None:
    await customer.control.tune(keywords="default")
    assert len((await customer.control.reply(PHONE, "STOP", SENDER)).replies) == 1
    assert len((await customer.control.reply(PHONE, "QUIT", SENDER)).replies) == 0
    assert await refused(customer) == 21610


@pytest.mark.parametrize("word", STARTS)
async def test_default_handling_lifts_the_block_on_start_yes_and_unstop(
    customer: Customer, word: str
) -> None:
    await customer.control.tune(keywords="default")
    await customer.control.reply(PHONE, "STOP", SENDER)
    await customer.control.reply(PHONE, word, OTHER_SENDER)
    assert await refused(customer) == 21610
    assert len((await customer.control.reply(PHONE, word, SENDER)).replies) == 1
    assert await refused(customer) is None


async def test_help_is_answered_also_to_whom_has_opted_out_and_changes_nothing(customer: Customer) -> None:
    await customer.control.tune(keywords="default")
    assert len((await customer.control.reply(PHONE, "help", SENDER)).replies) == 1
    assert await refused(customer) is None
    await customer.control.reply(PHONE, "STOP", SENDER)
    assert len((await customer.control.reply(PHONE, "INFO", SENDER)).replies) == 1
    assert await refused(customer) == 21610


async def test_the_customers_own_answer_to_whom_has_opted_out_is_not_sent_and_counted(
    customer: Customer,
) -> None:
    async with sink_of(200) as sink:
        sink.document = "<Response><Message>Goodbye</Message></Response>"
        await customer.control.tune(inbound_url=sink.url, keywords="default")
        assert len((await customer.control.reply(PHONE, "Hi", SENDER)).replies) == 1
        reply = await customer.control.reply(PHONE, "STOP", SENDER)
        assert (reply.webhook, len(reply.replies)) == (200, 1)
        assert (await customer.control.counts()).inbound["21610"] == 1
        bodies = [text.body for text in await customer.control.texts()]
        assert bodies.count("Goodbye") == 1
        assert len((await customer.control.reply(PHONE, "START", SENDER)).replies) == 2


async def test_a_messaging_service_is_blocked_with_its_number(customer: Customer) -> None:
    await customer.control.tune(keywords="default")
    assert await ends(customer, {"MessagingServiceSid": SERVICE}) == ("delivered", None)
    await customer.control.reply(PHONE, "STOP")
    assert await refused(customer, From="", MessagingServiceSid=SERVICE) == 21610
    assert await refused(customer, From="", MessagingServiceSid="MG" + "d" * 32) is None
    await customer.control.idle()
    await customer.control.reply(PHONE, "START")
    assert await refused(customer, From="", MessagingServiceSid=SERVICE) is None


@pytest.mark.parametrize(
    ("body", "mark"), [("STOP", "STOP"), ("quit", "STOP"), ("Yes", "START"), ("info", "HELP"), ("Hi", None)]
)
async def test_advanced_handling_marks_what_it_posts(
    customer: Customer, sink: Sink, body: str, mark: str | None
) -> None:
    await customer.control.tune(inbound_url=sink.url, keywords="advanced")
    reply = await customer.control.reply(PHONE, body, SENDER)
    assert len(reply.replies) == (mark is not None)
    (post,) = sink.callbacks
    assert post.form.get("OptOutType") == mark


async def test_advanced_handling_refuses_a_number_at_once_and_a_service_after_accepting(
    customer: Customer,
) -> None:
    await customer.control.tune(keywords="advanced")
    await ends(customer, {"MessagingServiceSid": SERVICE})
    (text,) = await customer.control.texts(PHONE)
    sender = text.sender or ""
    await customer.control.reply(PHONE, "STOP")
    assert await refused(customer, From=sender) == 21610
    assert await ends(customer, {"MessagingServiceSid": SERVICE}) == ("failed", 21610)
    await customer.control.reply(PHONE, "START")
    assert await ends(customer, {"MessagingServiceSid": SERVICE}) == ("delivered", None)
    assert await refused(customer, From=sender) is None


async def test_the_toll_free_network_blocks_what_was_accepted_and_yes_does_not_undo_it(
    customer: Customer, sink: Sink
) -> None:
    await customer.control.tune(inbound_url=sink.url, keywords="toll_free")
    goodbye = (await customer.control.reply(PHONE, "stop", SENDER)).replies
    assert len(goodbye) == 1
    await customer.control.idle()
    assert (await customer.read(goodbye[0]))["status"] == "delivered"
    assert await ends(customer, {"From": SENDER}) == ("undelivered", 30004)
    assert (await customer.control.reply(PHONE, "YES", SENDER)).replies == ()
    assert (await customer.control.reply(PHONE, "HELP", SENDER)).replies == ()
    assert await ends(customer, {"From": SENDER}) == ("undelivered", 30004)
    assert await ends(customer, {"From": OTHER_SENDER}) == ("delivered", None)
    assert len((await customer.control.reply(PHONE, "UNSTOP", SENDER)).replies) == 1
    assert await ends(customer, {"From": SENDER}) == ("delivered", None)
    assert len((await customer.control.reply(PHONE, "HELP", SENDER)).replies) == 1
    assert [post.form["Body"] for post in sink.callbacks] == ["stop", "YES", "HELP", "UNSTOP", "HELP"]
    assert not any("OptOutType" in post.form for post in sink.callbacks)


async def test_each_number_may_be_handled_in_a_way_of_its_own(customer: Customer) -> None:
    await customer.control.tune(keywords="none", keywords_by_number={SENDER: "default"})
    assert len((await customer.control.reply(PHONE, "STOP", SENDER)).replies) == 1
    assert len((await customer.control.reply(PHONE, "STOP", OTHER_SENDER)).replies) == 0
    assert await refused(customer) == 21610
    assert await refused(customer, From=OTHER_SENDER) is None
    await customer.control.tune(keywords="default", keywords_by_number={SENDER: "none"})
    assert len((await customer.control.reply(OTHER_PHONE, "STOP", SENDER)).replies) == 0


async def test_keywords_are_handled_where_nothing_is_posted(customer: Customer) -> None:
    await customer.control.tune(keywords="default")
    reply = await customer.control.reply(PHONE, "STOP", SENDER)
    assert (reply.webhook, len(reply.replies)) == ("none", 1)


async def test_a_reset_lifts_every_block(customer: Customer) -> None:
    await customer.control.tune(keywords="default")
    await customer.control.reply(PHONE, "STOP", SENDER)
    await customer.control.reset()
    assert await refused(customer) is None


async def test_a_refusal_uses_up_no_fault(customer: Customer) -> None:
    await customer.control.tune(keywords="default")
    await customer.control.reply(PHONE, "STOP", SENDER)
    await customer.control.fault("fail", to=PHONE, next=1, code=30003)
    await customer.control.fault("truncate", to=PHONE, next=1)
    assert await refused(customer) == 21610
    assert len(await customer.control.faults()) == 2
