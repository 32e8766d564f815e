"""ServiceNow: an incident for each case, found by its correlation id, with work notes.

https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html
"""

import re
from typing import Any
from urllib.parse import urlencode

from ringwall.model.response_channels import ServiceNowChannel
from ringwall.respond.channels.harmless import check_link, cut, cut_lines
from ringwall.respond.channels.https import HttpAnswer, encode_basic
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent, check_taken

SHORT, LONG, NOTE, LINK = 160, 4_000, 4_000, 500
"""Letters of a short description, a description, a work note, and a link in them."""
FIELDS = "sys_id,number,correlation_id,correlation_display"
URGENCY = {"critical": "1", "high": "1", "medium": "2", "low": "3"}
_CASE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SYS_ID = re.compile(r"[0-9a-f]{32}")
_CODE = re.compile(r"\[(?=/?code)", re.IGNORECASE)


def send_servicenow(channel: ServiceNowChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Create an incident or note on it, and resolve it with the case; return its number."""
    if not _CASE.fullmatch(delivery.notice.case):
        raise NotSent("the id of the case is none of Ringwall's", is_final=True)
    known = _find(channel, delivery.notice.case, equipment)
    is_closing = delivery.notice.kind == "closed"
    change: dict[str, str] = {}
    if known and known.get("correlation_display") != delivery.uid:
        change["work_notes"] = _make_note(delivery)
    if is_closing:
        change |= {"close_notes": cut(delivery.text.subject, NOTE), **channel.resolved}
    if not known:
        known = _create(channel, delivery, equipment)
        change.pop("work_notes", None)
    if change:
        # INVARIANT: the note and the mark that it was made are one write: neither is there alone.
        change["correlation_display"] = delivery.uid
        _call(channel, equipment, "PATCH", f"/{known['sys_id']}", change)
    return str(known["number"])


def _find(channel: ServiceNowChannel, case: str, equipment: Equipment) -> dict[str, Any]:
    """Return the incident of a case, the oldest one; {} where there is none."""
    asked = {
        "sysparm_query": f"correlation_id={case}^ORDERBYsys_created_on",
        "sysparm_fields": FIELDS,
        "sysparm_limit": "1",
    }
    found = _call(channel, equipment, "GET", f"?{urlencode(asked)}").member("result")
    if not isinstance(found, list):
        raise NotSent("ServiceNow answered a search without a result")
    # A query that it does not understand returns any incident.
    if not found or not isinstance(found[0], dict) or found[0].get("correlation_id") != case:
        return {}
    return _check(found[0])


def _create(channel: ServiceNowChannel, delivery: Delivery, equipment: Equipment) -> dict[str, Any]:
    urgency = URGENCY[delivery.notice.severity]
    document = {
        "urgency": urgency,
        "impact": urgency,
        **channel.fields,
        "short_description": cut(delivery.text.subject, SHORT),
        "description": _add_link(delivery, cut_lines(delivery.text.body, LONG - LINK)),
        "correlation_id": delivery.notice.case,
        "correlation_display": delivery.uid,
    }
    return _check(_call(channel, equipment, "POST", "", document).member("result"))


def _check(record: Any) -> dict[str, Any]:
    if (
        not isinstance(record, dict)
        or not _SYS_ID.fullmatch(str(record.get("sys_id")))
        or not record.get("number")
    ):
        raise NotSent("ServiceNow answered without the number of an incident")
    return record


def _make_note(delivery: Delivery) -> str:
    """Return a work note: what stands between [code] and [/code] would be taken for HTML."""
    text = cut_lines(f"{delivery.text.subject}\n{delivery.text.body}", NOTE - LINK)
    return _CODE.sub("[\u2060", _add_link(delivery, text))


def _add_link(delivery: Delivery, text: str) -> str:
    link = check_link(delivery.notice.link)
    return f"{text}\n{link}" if link and len(link) < LINK else text


def _call(
    channel: ServiceNowChannel, equipment: Equipment, method: str, path: str, document: Any = None
) -> HttpAnswer:
    url = f"{channel.url.rstrip('/')}/api/now/table/{channel.table}{path}"
    secret = equipment.secret(channel.token)
    login = {"authorization": f"Bearer {secret}"}
    if channel.user:
        login = encode_basic(channel.user, secret)
    return check_taken(equipment.http.send_json(method, url, document, login), equipment)
