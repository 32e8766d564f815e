"""Jira Cloud: an issue for each case, found by its label, with a comment for what follows.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import msgspec

from ringwall.model.response_channels import JiraChannel
from ringwall.respond.channels.harmless import check_link, cut, cut_lines
from ringwall.respond.channels.https import HttpAnswer, encode_basic
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent, check_taken

SUMMARY = 255
TEXT = 30_000
"""Letters; Jira takes 32,767 with what makes them a document."""
PAGE = 100
MARK = "Ringwall notice"
"""What a comment of ours ends with, and the uid of its notice."""
_CASE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,31}-\d{1,12}")


def send_jira(channel: JiraChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Create an issue or comment on it, and close it with the case; return its key."""
    if not _CASE.fullmatch(delivery.notice.case):
        raise NotSent("the id of the case is none of Ringwall's", is_final=True)
    if delivery.ticket and not _KEY.fullmatch(delivery.ticket):
        # INVARIANT: whoever can write to the database chooses no path of Jira's API.
        delivery = replace(delivery, ticket="")
    jira = _Jira(channel, equipment)
    key = delivery.ticket or jira.find(delivery.notice.case)
    if not key:
        key = jira.create(delivery)
    elif _is_to_be_said(jira, key, delivery):
        jira.comment(key, delivery)
    if delivery.notice.kind == "closed":
        jira.close(key)
    return key


def _is_to_be_said(jira: "_Jira", key: str, delivery: Delivery) -> bool:
    """Whether an issue does not say it yet: an issue that is new says what it was made for."""
    if delivery.ticket:
        return not (delivery.is_again and jira.has_comment(key, delivery.uid))
    return not jira.has_description(key, delivery.uid) and not jira.has_comment(key, delivery.uid)


class _Jira:
    """The calls of Jira's API that are made for a channel."""

    def __init__(self, channel: JiraChannel, equipment: Equipment) -> None:
        self._channel = channel
        self._equipment = equipment
        self._login = encode_basic(channel.user, equipment.secret(channel.token))

    def find(self, case: str) -> str:
        """Return the key of the issue of a case, the oldest one, or ''."""
        jql = (
            f'project = "{self._channel.project}" AND labels = "{_label(case)}" '
            "ORDER BY created ASC"
        )
        asked = {"jql": jql, "maxResults": 1, "fields": ["labels"]}
        issues = self._call("POST", "search/jql", asked).member("issues")
        if not isinstance(issues, list):
            raise NotSent("Jira answered a search without issues")
        return _read_key(issues[0]) if issues else ""

    def create(self, delivery: Delivery) -> str:
        """Return the key of a new issue."""
        fields = {
            **self._channel.fields,
            "project": {"key": self._channel.project},
            "issuetype": {"name": self._channel.issue_type},
            "summary": cut(delivery.text.subject, SUMMARY),
            "description": _make_document(delivery),
            "labels": _join_labels(self._channel.fields.get("labels"), delivery.notice.case),
        }
        return _read_key(self._call("POST", "issue", {"fields": fields}).json())

    def comment(self, key: str, delivery: Delivery) -> None:
        """Add a comment."""
        self._call("POST", f"issue/{key}/comment", {"body": _make_document(delivery)})

    def has_comment(self, key: str, uid: str) -> bool:
        """Whether a comment of ours says it already; the newest are looked at."""
        asked = urlencode({"orderBy": "-created", "maxResults": PAGE})
        comments = self._call("GET", f"issue/{key}/comment?{asked}").member("comments")
        return _mark(uid) in msgspec.json.encode(comments).decode()

    def has_description(self, key: str, uid: str) -> bool:
        """Whether the issue was made for this notice."""
        found = self._call("GET", f"issue/{key}?fields=description")
        return _mark(uid) in msgspec.json.encode(found.member("fields", "description")).decode()

    def close(self, key: str) -> None:
        """Give an issue the status of closed cases, unless it has it."""
        wanted = self._channel.closed_status.casefold()
        status = self._call("GET", f"issue/{key}?fields=status")
        if str(status.member("fields", "status", "name")).casefold() == wanted:
            return
        found = self._call("GET", f"issue/{key}/transitions").member("transitions")
        for transition in found if isinstance(found, list) else ():
            leads = transition.get("to") if isinstance(transition, dict) else None
            if isinstance(leads, dict) and str(leads.get("name")).casefold() == wanted:
                chosen = {"transition": {"id": str(transition.get("id"))}}
                self._call("POST", f"issue/{key}/transitions", chosen)
                return
        raise NotSent(
            f"{key} cannot get the status {self._channel.closed_status} from the one it has; "
            "name another in closed_status",
            is_final=True,
        )

    def _call(self, method: str, path: str, document: Any = None) -> HttpAnswer:
        url = f"{self._channel.url.rstrip('/')}/rest/api/3/{path}"
        answer = self._equipment.http.send_json(method, url, document, self._login)
        return check_taken(answer, self._equipment)


def _read_key(issue: Any) -> str:
    key = str(issue.get("key", "")) if isinstance(issue, dict) else ""
    if not _KEY.fullmatch(key):
        raise NotSent("Jira answered without the key of an issue")
    return key


def _label(case: str) -> str:
    return f"ringwall-{case}"


def _join_labels(own: Any, case: str) -> list[Any]:
    return [*(own if isinstance(own, list | tuple) else ()), _label(case)]


def _mark(uid: str) -> str:
    return f"{MARK} {uid}"


def _make_document(delivery: Delivery) -> dict[str, Any]:
    """Return a text in the Atlassian Document Format, which takes each letter for itself."""
    lines = cut_lines(delivery.text.body, TEXT).split("\n")
    nodes: list[dict[str, Any]] = []
    for line in filter(None, lines):
        nodes.extend(([{"type": "hardBreak"}] if nodes else []) + [{"type": "text", "text": line}])
    content = [{"type": "paragraph", "content": nodes}] if nodes else []
    if link := check_link(delivery.notice.link):
        mark = {"type": "link", "attrs": {"href": link}}
        text = {"type": "text", "text": "Open the case", "marks": [mark]}
        content.append({"type": "paragraph", "content": [text]})
    text = {"type": "text", "text": _mark(delivery.uid)}
    content.append({"type": "paragraph", "content": [text]})
    return {"type": "doc", "version": 1, "content": content}
