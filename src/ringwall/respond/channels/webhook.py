"""A webhook of our own: a notice as JSON, signed, for any program that takes it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from ringwall.model.response_channels import WebhookChannel
from ringwall.respond.channels.sending import Delivery, Equipment, check_taken
from ringwall.respond.channels.webhook_signature import sign_webhook

LARGEST = 256 * 1024


def send_webhook(channel: WebhookChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Send a notice; its id is the same for each try, so that the receiver can tell."""
    body = msgspec.json.encode(_make_event(delivery, equipment, channel.name))
    timestamp = str(equipment.now() // 1000)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "webhook-id": delivery.uid,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign_webhook(
            equipment.secret(channel.token), delivery.uid, timestamp, body
        ),
        "ringwall-key-id": channel.key_id,
    }
    check_taken(equipment.http.send("POST", channel.url, body, headers), equipment)
    return delivery.uid


def _make_event(delivery: Delivery, equipment: Equipment, name: str) -> dict[str, Any]:
    """Return the event; where a plan has very many Changes, it says how many were left out."""
    notice = msgspec.to_builtins(delivery.notice)
    event = {
        "type": f"ringwall.{delivery.notice.kind}",
        "timestamp": f"{datetime.fromtimestamp(delivery.notice.at / 1000, UTC).isoformat()}",
        "data": {
            "id": delivery.uid,
            "subject": delivery.text.subject,
            "body": delivery.text.body,
            "notice": notice,
            "answers_at": f"{equipment.callback_url}/callbacks/{name}"
            if equipment.callback_url
            else "",
        },
    }
    if len(msgspec.json.encode(event)) > LARGEST:
        notice["lines"] = []
        if ask := notice.get("approval"):
            notice["approval"] = {**ask, "acts": [], "acts_left_out": len(ask["acts"])}
    return event
