"""PagerDuty: an alert for each case, and one for each request that waits for an approval.

PagerDuty itself makes one alert of what has the same key.
https://developer.pagerduty.com/docs/events-api-v2/overview/
"""

from typing import Any, Literal

from ringwall.model.response_channels import PagerDutyChannel
from ringwall.respond.channels.harmless import check_link, cut, cut_lines
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent, check_taken

EventAction = Literal["trigger", "acknowledge", "resolve"]
SUMMARY, KEY, DETAILS = 1_024, 255, 30_000
SEVERITY = {"critical": "critical", "high": "error", "medium": "warning", "low": "info"}
APPROVAL = "/approval"
"""What the key of the alert of a request ends with."""


def send_pagerduty(channel: PagerDutyChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Trigger, acknowledge or resolve alerts; return the key of the case's alert."""
    key = cut(delivery.notice.case, KEY - len(APPROVAL))
    events: list[tuple[EventAction, str]] = []
    match delivery.notice.kind:
        case "case_opened" | "failed" | "reopened":
            events = [("trigger", key)]
        case "approval_wanted" | "approval_escalated":
            events = [("trigger", key + APPROVAL)]
        case "approval_decided":
            events = [("resolve", key + APPROVAL)]
        case "contained":
            events = [("acknowledge", key)]
        case "closed":
            events = [("resolve", key + APPROVAL), ("resolve", key)]
    for action, named in events:
        document = _make_event(action, named, delivery, equipment.secret(channel.token))
        answer = equipment.http.send_json("POST", f"{channel.url}/v2/enqueue", document)
        check_taken(answer, equipment)
        if answer.member("status") != "success":
            raise NotSent(f"PagerDuty refused it: {answer.say()}")
    return key


def _make_event(
    action: EventAction, key: str, delivery: Delivery, routing_key: str
) -> dict[str, Any]:
    event: dict[str, Any] = {
        "routing_key": routing_key,
        "event_action": action,
        "dedup_key": key,
    }
    if action != "trigger":
        return event
    notice = delivery.notice
    severity = "critical" if key.endswith(APPROVAL) else SEVERITY[notice.severity]
    event["payload"] = {
        "summary": cut(delivery.text.subject, SUMMARY),
        "source": cut(notice.account_id or "aws", SUMMARY),
        "severity": severity,
        "custom_details": {"text": cut_lines(delivery.text.body, DETAILS), "notice": delivery.uid},
    }
    event["client"] = "Ringwall"
    if link := check_link(notice.link):
        event["links"] = [{"href": link, "text": "Open the case"}]
    return event
