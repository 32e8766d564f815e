"""Callbacks as vendors sign and send them, and a handler that takes them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from channel_bench import PEOPLE, SIGNING, equip
from notices import CASE, HASH, NOW

from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.model.outbox import QueuedNotice
from ringwall.model.response_channels import (
    Channel,
    JiraChannel,
    MailChannel,
    ServiceNowChannel,
    SlackChannel,
    TeamsChannel,
    WebhookChannel,
)
from ringwall.respond.callbacks.approval_token import ApprovalToken, sign_token
from ringwall.respond.callbacks.handle import CallbackHandler, TakenDecision
from ringwall.respond.callbacks.request import Callback, make_callback

HOOK_KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
TEAMS_KEY = base64.b64encode(b"t" * 32).decode()
JIRA_KEY = "jira-webhook-secret"
SLACK = SlackChannel(name="soc", channel="C0123456789", token_env="T", signing_env="SIGNING")
TEAMS = TeamsChannel(name="ops", token_env="T", signing_env="TEAMS", approver="ann")
MAIL = MailChannel(
    name="mail", host="mx.example.com", sender="a@b.c", to=("a@b.c",), signing_env="SIGNING"
)
HOOK = WebhookChannel(
    name="soar", url="https://a.example", token_env="T", signing_env="HOOK", approvers=("ann",)
)
JIRA = JiraChannel(
    name="jira", url="https://a.example", user="a@b.c", project="SEC", token_env="T",
    signing_env="JIRA",
)  # fmt: skip
SNOW = ServiceNowChannel(name="snow", url="https://a.example", token_env="T", signing_env="HOOK")
MUTE = SlackChannel(name="mute", channel="C0123456789", token_env="T")
CHANNELS: tuple[Channel, ...] = (SLACK, TEAMS, MAIL, HOOK, JIRA, SNOW, MUTE)
TICKETS = {("jira", "SEC-1"): CASE, ("snow", "INC0000001"): CASE}


@dataclass
class Memory:
    """What handlers keep: nonces, and what was decided and noted."""

    taken: set[tuple[str, str]] = field(default_factory=set)
    decided: list[CaseDecision] = field(default_factory=list)
    remarks: list[CaseRemark] = field(default_factory=list)
    error: Exception | None = None
    is_final: bool = False

    def take(self, via: str, nonce: str, until: int) -> bool:
        assert until > NOW
        is_new = (via, nonce) not in self.taken
        self.taken.add((via, nonce))
        return is_new

    def give_back(self, via: str, nonce: str) -> None:
        self.taken.discard((via, nonce))

    def decide(self, decision: CaseDecision) -> TakenDecision:
        if self.error:
            raise self.error
        self.decided.append(decision)
        text = f"{decision.principal}: {'approved' if decision.approve else 'denied'}"
        return TakenDecision(text, self.is_final)

    def remark(self, remark: CaseRemark) -> str:
        if self.error:
            raise self.error
        self.remarks.append(remark)
        return "noted"


class Tickets:
    """The part of an outbox that callbacks ask."""

    def find_case(self, channel: str, key: str) -> str:
        return TICKETS.get((channel, key), "")

    def find_key(self, channel: str, case: str) -> str:
        raise NotImplementedError

    def put(self, notice: Any, channels: Any) -> int:
        raise NotImplementedError

    def claim(self, channels: Any, limit: int) -> tuple[QueuedNotice, ...]:
        raise NotImplementedError

    def mark_sent(self, uid: str, key: str) -> None:
        raise NotImplementedError

    def mark_failed(self, uid: str, error: str, due_at: int) -> None:
        raise NotImplementedError


def make_handler(
    memory: Memory,
    channels: Sequence[Channel] = CHANNELS,
    now: Callable[[], int] = lambda: NOW,
) -> CallbackHandler:
    equipment = equip(HOOK=HOOK_KEY, TEAMS=TEAMS_KEY, JIRA=JIRA_KEY)
    return CallbackHandler(
        channels=channels,
        people=PEOPLE,
        secret=equipment.secret,
        nonces=memory,
        queue=Tickets(),
        decide=memory.decide,
        remark=memory.remark,
        now=now,
        http=equipment.http,
    )


def make_token(secret: str = SIGNING, **more: Any) -> str:
    given: dict[str, Any] = {
        "case": CASE,
        "plan_hash": HASH,
        "request": 7,
        "approve": True,
        "expires_at": NOW + 60_000,
        "via": "soc",
    }
    return sign_token(ApprovalToken(**given | more), secret)


def post(path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Callback:
    return make_callback("POST", path, list((headers or {}).items()), body)


def sign_slack(body: bytes, at: int = NOW // 1000, secret: str = SIGNING) -> dict[str, str]:
    signed = b"v0:%d:" % at + body
    mac = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={mac}"}


def press(token: str, word: str = "approve", trigger: str = "1.2.3", **more: Any) -> bytes:
    """Return what Slack sends where somebody presses a button."""
    payload = {
        "type": "block_actions",
        "user": {"id": "U0ANN", "username": "ann", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "legacy",
        "trigger_id": trigger,
        "team": {"id": "T1"},
        "channel": {"id": "C0123456789", "name": "soc"},
        "response_url": "",
        "actions": [
            {"action_id": f"ringwall_{word}", "block_id": "b", "type": "button", "value": token}
        ],
    }
    return urlencode({"payload": json.dumps(payload | more)}, quote_via=quote_plus).encode()


def slack(body: bytes, **more: Any) -> Callback:
    return post("/callbacks/soc", body, sign_slack(body, **more))


def sign_hook(body: bytes, id_: str = "msg_1", at: int = NOW // 1000) -> dict[str, str]:
    secret = base64.b64decode(HOOK_KEY.removeprefix("whsec_"))
    mac = hmac.new(secret, f"{id_}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": id_, "webhook-timestamp": str(at), "webhook-signature": signature}


def hook(document: Any, path: str = "/callbacks/soar", **more: Any) -> Callback:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return post(path, body, sign_hook(body, **more))


def jira(document: Any, key: str = JIRA_KEY) -> Callback:
    body = json.dumps(document).encode()
    mac = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return post("/callbacks/jira", body, {"X-Hub-Signature": f"sha256={mac}"})


def teams(document: Any, key: str = TEAMS_KEY) -> Callback:
    body = json.dumps(document).encode()
    mac = hmac.new(base64.b64decode(key), body, hashlib.sha256).digest()
    return post("/callbacks/ops", body, {"Authorization": f"HMAC {base64.b64encode(mac).decode()}"})


def write_in_teams(text: str, **more: Any) -> dict[str, Any]:
    """Return what Teams sends where somebody mentions an outgoing webhook."""
    return {
        "type": "message",
        "id": "1796100000000",
        "timestamp": "2026-12-01T04:40:00.123Z",
        "localTimestamp": "2026-12-01T05:40:00.123+01:00",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "channelId": "msteams",
        "from": {"id": "29:x", "name": "Ann", "aadObjectId": "11-AA"},
        "conversation": {"id": "19:abc@thread.tacv2;messageid=1", "isGroup": True},
        "text": f"<at>Ringwall</at>&nbsp;{text}\n",
        "textFormat": "plain",
    } | more


DECISION: dict[str, Any] = {
    "type": "decision",
    "case": CASE,
    "plan_hash": HASH,
    "approve": True,
    "person": "ann",
    "request": 7,
}
NOTE: dict[str, Any] = {"type": "note", "case": CASE, "author": "SOAR", "text": "looked at"}
COMMENT: dict[str, Any] = {
    "timestamp": NOW,
    "webhookEvent": "comment_created",
    "comment": {
        "self": "https://a.example/1",
        "id": "1",
        "author": {"accountId": "5b1", "displayName": "Bob"},
        "body": "It was me.",
    },
    "issue": {"id": "1", "key": "SEC-1", "fields": {"summary": "x"}},
}
INCIDENT: dict[str, Any] = {"number": "INC0000001", "author": "Bob", "text": "It was me."}
