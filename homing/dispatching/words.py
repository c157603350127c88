"""The one way from a campaign to a text: what a renderer may know, and nothing else of the campaign."""

from homing.channels import Channel, Rendered
from homing.domain.text import ReminderText
from homing.store.facts import Circumstances, Person


def write(channel: Channel, common: Circumstances, person: Person, code: str) -> Rendered:
    """The message for one person, with the link of this code."""
    parts = ReminderText(
        first_name=person.first_name,
        product_name=common.product_name,
        title=common.title,
        link=f"https://{common.link_domain}/c/{code}",
        about_others=person.about_others,
    )
    return channel.render(parts, person.locale or common.locale)
