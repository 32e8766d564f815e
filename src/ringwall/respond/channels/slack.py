"""Slack: a message with buttons; what follows in a case comes into its thread.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ringwall.model.response_channels import SlackChannel
from ringwall.respond.channels.approval_links import make_choices
from ringwall.respond.channels.harmless import check_link, cut, escape_slack, split_lines
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent, check_taken

HEADER, SECTION, FALLBACK = 150, 3_000, 3_000
"""Letters that Slack takes in a header and a section, and that it shows of a message's own text."""
SECTIONS = 10
WORST = 5
"""An escaped letter is five letters at most: &amp;."""
EVENT = "ringwall_notice"
LOUD = frozenset({"approval_wanted", "approval_escalated", "failed", "reopened"})
"""What is shown in the channel, too, and not in the thread alone."""
FINAL = frozenset(
    {
        "invalid_arguments", "invalid_blocks", "invalid_blocks_format", "invalid_metadata_format",
        "metadata_too_large", "msg_blocks_too_long", "msg_too_long", "no_text",
    }
)  # fmt: skip
"""Errors of which the message itself is the cause."""
PAGE = 200


def send_slack(channel: SlackChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Post a notice; return the time stamp by which Slack knows the message."""
    if delivery.is_again and (found := _find_posted(channel, delivery, equipment)):
        return found
    document: dict[str, Any] = {
        "channel": channel.channel,
        "text": cut(escape_slack(cut(delivery.text.subject, FALLBACK // WORST)), FALLBACK),
        "blocks": _make_blocks(channel, delivery, equipment),
        "metadata": {"event_type": EVENT, "event_payload": {"uid": delivery.uid}},
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if delivery.ticket:
        document["thread_ts"] = delivery.ticket
        document["reply_broadcast"] = delivery.notice.kind in LOUD
    answer = equipment.http.send_json(
        "POST", f"{channel.url}/chat.postMessage", document, _authorize(channel, equipment)
    )
    check_taken(answer, equipment)
    said = answer.json()
    # Slack says 200 to what it refuses.
    if not isinstance(said, dict) or said.get("ok") is not True:
        error = str(answer.member("error") or "no reason")
        raise NotSent(f"Slack refused it: {cut(error, 100)}", is_final=error in FINAL)
    return str(said.get("ts") or "")


def _make_blocks(
    channel: SlackChannel, delivery: Delivery, equipment: Equipment
) -> list[dict[str, Any]]:
    # A header is not escaped: an invisible letter keeps a name from being a mention there.
    subject = delivery.text.subject.replace("<", "<\u2060")
    header = {"type": "plain_text", "text": cut(subject, HEADER), "emoji": False}
    blocks: list[dict[str, Any]] = [{"type": "header", "text": header}]
    lines = [_escape_line(line) for line in delivery.text.body.split("\n")]
    blocks.extend(
        {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
        for text in split_lines("\n".join(lines), SECTION, SECTIONS)
    )
    buttons = [
        _make_button(choice.label, choice.token, delivery.notice.case)
        for choice in make_choices(channel, delivery.notice, equipment)
    ]
    if link := check_link(delivery.notice.link):
        label = {"type": "plain_text", "text": "Open the case"}
        buttons.append({"type": "button", "action_id": "open", "text": label, "url": link})
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return blocks


def _escape_line(line: str) -> str:
    """Return a line escaped, and short enough for a section without being cut in an escape."""
    text = escape_slack(line)
    return text if len(text) <= SECTION else escape_slack(cut(line, SECTION // WORST))


def _make_button(label: str, token: str, case: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": f"ringwall_{label.lower()}",
        "text": {"type": "plain_text", "text": label},
        "style": "primary" if label == "Approve" else "danger",
        "value": token,
        "confirm": {
            "title": {"type": "plain_text", "text": f"{label} this plan?"},
            "text": {"type": "plain_text", "text": cut(f"{label} the plan of {case}.", 300)},
            "confirm": {"type": "plain_text", "text": label},
            "deny": {"type": "plain_text", "text": "Cancel"},
        },
    }


def _find_posted(channel: SlackChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Return the time stamp of the message that an earlier try has posted, or ''.

    Where the bot may not read the channel, nothing is found: a message twice is better than none.
    """
    asked = {
        "channel": channel.channel,
        "oldest": f"{delivery.created_at / 1000 - 60:.0f}",
        "include_all_metadata": "true",
        "limit": str(PAGE),
    }
    method = "conversations.history"
    if delivery.ticket:
        asked["ts"], method = delivery.ticket, "conversations.replies"
    url = f"{channel.url}/{method}?{urlencode(asked)}"
    answer = equipment.http.send_json("GET", url, None, _authorize(channel, equipment))
    messages = check_taken(answer, equipment).member("messages")
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and _read_uid(message) == delivery.uid:
            return str(message.get("ts") or "")
    return ""


def _read_uid(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return str(payload.get("uid", "")) if isinstance(payload, dict) else ""


def _authorize(channel: SlackChannel, equipment: Equipment) -> dict[str, str]:
    return {"authorization": f"Bearer {equipment.secret(channel.token)}"}
