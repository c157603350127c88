"""Status callbacks, and how they are mishandled on demand."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from homing.carrier.config import Clock
from homing.carrier.faults import Aspect, Fault
from homing.carrier.messages import CallbackAttempt, Message
from homing.carrier.webhooks import Post, Poster, tally


@dataclass(slots=True)
class Plan:
    """The faults that one text's callbacks meet, and the posts held back to come in the wrong order."""

    lost: Fault | None = None
    repeated: Fault | None = None
    order: Fault | None = None
    pace: Fault | None = None
    held: list[Post] = field(default_factory=list)

    @classmethod
    def made(cls, take: Callable[[Aspect], Fault | None]) -> "Plan":
        return cls(
            take(Aspect.CALLBACKS_LOST),
            take(Aspect.CALLBACKS_REPEATED),
            take(Aspect.CALLBACKS_ORDER),
            take(Aspect.CALLBACKS_PACE),
        )


class Callbacks:
    """Tells of each status in the background."""

    def __init__(self, poster: Poster, clock: Clock) -> None:
        self._poster = poster
        self._clock = clock
        self.counts: Counter[str] = Counter()

    def notify(self, message: Message, form: dict[str, str], plan: Plan, *, last: bool) -> None:
        """Tell of a status that ``message`` has just taken; ``last`` if no other will follow."""
        if message.status_callback is None:
            return
        post = Post.of(message.status_callback, form)
        if plan.lost is not None and plan.lost.concerns(_status(post)):
            self._record(message, post, "dropped", repeated=False)
            posts = []
        else:
            posts = [post]
        if plan.order is not None:
            plan.held[:0] = posts  # so the newest comes first
            posts = []
            if last:
                posts, plan.held = plan.held, []
        if posts:
            self._poster.start(self._post_all(message, posts, plan))

    async def _post_all(self, message: Message, posts: list[Post], plan: Plan) -> None:
        if plan.pace is not None:
            await asyncio.sleep(plan.pace.seconds or 0)
        for post in posts:
            times = plan.repeated.times if plan.repeated is not None else 1
            for time in range(times):
                await self._post(message, post, repeated=time > 0)

    async def _post(self, message: Message, post: Post, *, repeated: bool) -> None:
        def record(answer: int | str, again: bool) -> None:  # noqa: FBT001 - as Poster.deliver calls it
            self._record(message, post, answer, repeated=again)

        await self._poster.deliver(post, record, repeated=repeated)

    def _record(self, message: Message, post: Post, answer: int | str, *, repeated: bool) -> None:
        tally(self.counts, answer, repeated=repeated)
        message.callbacks.append(CallbackAttempt(_status(post), answer, self._clock.now(), repeated))


def _status(post: Post) -> str:
    return post.form["MessageStatus"]
