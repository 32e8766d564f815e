"""Microsoft Teams: an Adaptive Card by way of a workflow that takes a webhook.

A workflow cannot receive what is pressed on a card. So a card that goes to one person alone has
links to approve, for that person; any other says what to write to the outgoing webhook of the team.
https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
"""

from typing import Any

import msgspec

from ringwall.model.response_channels import TeamsChannel
from ringwall.respond.channels.approval_links import ApprovalChoice, make_choices
from ringwall.respond.channels.harmless import check_link, cut, cut_lines
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent, check_taken

LARGEST = 28 * 1024 - 512
"""Bytes of a message: Teams takes 28 KB."""
SUBJECT = 300
BODY = 12_000
FAILED = b"failed with error"
"""What is in an answer of 200 where Teams did not take the message."""


def send_teams(channel: TeamsChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Post a card; Teams has no key for it."""
    most = BODY
    document = _make_message(channel, delivery, equipment, most)
    while len(msgspec.json.encode(document)) > LARGEST and most:
        most //= 2
        document = _make_message(channel, delivery, equipment, most)
    url = equipment.secret(channel.token)
    answer = check_taken(equipment.http.send_json("POST", url, document), equipment)
    if FAILED in answer.body:
        raise NotSent(f"Teams refused it: {answer.say()}")
    return ""


def _make_message(
    channel: TeamsChannel, delivery: Delivery, equipment: Equipment, most: int
) -> dict[str, Any]:
    notice = delivery.notice
    lines = cut_lines(delivery.text.body, most).split("\n") if most else []
    choices: tuple[ApprovalChoice, ...] = ()
    if channel.approver:
        choices = make_choices(channel, notice, equipment, channel.approver)
    actions = [
        {"type": "Action.OpenUrl", "title": choice.label, "url": choice.link}
        for choice in choices
        if choice.link
    ]
    if notice.approval and channel.signing.is_named and not channel.approver:
        for word in ("approve", "deny"):
            lines.append(
                f"To {word}, write to the outgoing webhook: {word} {notice.case} "
                f"{cut(notice.approval.plan_hash, 64)}"
            )
    if link := check_link(notice.link):
        actions.append({"type": "Action.OpenUrl", "title": "Open the case", "url": link})
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            _make_text(cut(delivery.text.subject, SUBJECT), weight="Bolder", size="Medium"),
            *(_make_text(line) for line in lines if line),
        ],
        "actions": actions,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": kind, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _make_text(text: str, **more: str) -> dict[str, Any]:
    """Return a line as Teams shows it letter by letter: a TextBlock would take Markdown."""
    run = {"type": "TextRun", "text": text, **more}
    return {"type": "RichTextBlock", "inlines": [run]}
