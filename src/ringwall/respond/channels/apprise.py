"""Apprise: any of the services that it knows, as an extra (`pip install 'ringwall[apprise]'`).

It takes seconds to import, and is imported where it is used. It makes its own requests: the limits
of `https` are not its.
"""

from ringwall.model.errors import BadInput
from ringwall.model.response_channels import AppriseChannel
from ringwall.respond.channels.harmless import check_link, cut, cut_lines
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent

SUBJECT, BODY = 200, 2_000


def send_apprise(channel: AppriseChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Send a notice by Apprise, which has no key for it."""
    try:
        import apprise  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise BadInput(
            f"{channel.name}: Apprise is not installed; pip install 'ringwall[apprise]'"
        ) from error
    service = apprise.Apprise()
    if not service.add(equipment.secret(channel.token)):
        raise NotSent("its secret is no URL that Apprise knows", is_final=True)
    body = cut_lines(delivery.text.body, BODY) or delivery.text.subject
    if link := check_link(delivery.notice.link):
        body = f"{body}\n{link}"
    is_sent = service.notify(
        title=cut(delivery.text.subject, SUBJECT),
        body=body,
        body_format=apprise.NotifyFormat.TEXT,
    )
    if not is_sent:
        raise NotSent("the service did not take it")
    return ""
