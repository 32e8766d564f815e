"""Servers on this machine that speak the contracts of vendors, and refuse what they refuse.

Each is written after the vendor's own pages, not after our code. `faults` is what happens instead
of the next answers.
"""

# ruff: noqa: C901, PLR0911 - what a protocol refuses is a list of cases

import base64
import hashlib
import hmac
import json
import re
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Fault:
    """What happens in place of an answer; where `after`, the request is carried out before."""

    status: int = 503
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    drops: bool = False
    drips: bool = False
    after: bool = False
    is_none: bool = False
    """Whether nothing goes wrong: the next fault is for the request after it."""


WHOLE = Fault(is_none=True)


@dataclass
class Vendor:
    """A server that is up: its address, what it received, and what is to go wrong."""

    url: str
    received: list[Received] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)


@contextmanager
def serve(answer: Callable[[Received], Reply]) -> Iterator[Vendor]:
    """Serve on a free port of this machine while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            parts = urlsplit(self.path)
            received = Received(
                self.command,
                parts.path,
                {key: values[0] for key, values in parse_qs(parts.query).items()},
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            vendor.received.append(received)
            fault = vendor.faults.popleft() if vendor.faults else None
            if fault is None or fault.is_none:
                self.reply(*answer(received))
                return
            if fault.after:
                answer(received)
            time.sleep(fault.seconds)
            if fault.drops:
                self.connection.shutdown(socket.SHUT_RDWR)
            elif fault.drips:
                self.drip()
            else:
                self.reply(fault.status, fault.headers, fault.body)

        do_GET = do_POST = do_PATCH = do_PUT = handle_any  # noqa: N815 - http.server's own names

        def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def drip(self) -> None:
            self.send_response(200)
            self.send_header("content-length", "1000000")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.05)

        def log_message(self, *_: Any) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    vendor = Vendor(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply_json(status: int, document: Any) -> Reply:
    return status, {"content-type": "application/json"}, json.dumps(document).encode()


class SlackServer:
    """https://docs.slack.dev/reference/methods/chat.postMessage and .../block-kit/blocks."""

    TOKEN = "xoxb-test-1"
    CHANNEL = "C0123456789"

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.whispers: list[str] = []
        """What one person alone was told."""
        self.may_read = True

    def answer(self, request: Received) -> Reply:
        if request.path.startswith("/actions/"):
            return self.take_answer(request.path.removeprefix("/actions/"), request.json)
        error = self.find_error(request)
        if error:
            return reply_json(200, {"ok": False, "error": error})
        if request.path == "/api/chat.postMessage":
            ts = f"1796100000.{len(self.messages):06d}"
            self.messages.append({**request.json, "ts": ts})
            return reply_json(200, {"ok": True, "channel": self.CHANNEL, "ts": ts})
        wanted = request.query.get("ts")
        with_metadata = request.query.get("include_all_metadata") == "true"
        found = [
            {key: value for key, value in one.items() if key != "metadata" or with_metadata}
            for one in self.messages
            if (wanted is None and "thread_ts" not in one)
            or (wanted is not None and wanted in (one["ts"], one.get("thread_ts")))
        ]
        return reply_json(200, {"ok": True, "messages": found[::-1], "has_more": False})

    def take_answer(self, ts: str, said: dict[str, Any]) -> Reply:
        """https://docs.slack.dev/interactivity/handling-user-interaction#message_responses."""
        found = [one for one in self.messages if one["ts"] == ts]
        if not found or not said.get("text"):
            return reply_json(404, {"ok": False, "error": "used_url"})
        if not said.get("replace_original"):
            self.whispers.append(said["text"])
            return 200, {}, b"ok"
        blocks = said.get("blocks", [])
        if len(blocks) > 50 or not all(map(self.is_block, blocks)):
            return reply_json(400, {"ok": False, "error": "invalid_blocks"})
        found[0].update(text=said["text"], blocks=blocks)
        return 200, {}, b"ok"

    def find_error(self, request: Received) -> str:
        if request.headers.get("authorization") != f"Bearer {self.TOKEN}":
            return "invalid_auth"
        method = request.path.removeprefix("/api/")
        if method in ("conversations.history", "conversations.replies"):
            return "" if self.may_read else "missing_scope"
        if method != "chat.postMessage":
            return "unknown_method"
        if not request.headers["content-type"].startswith("application/json"):
            return "invalid_form_data"
        message = request.json
        if message["channel"] != self.CHANNEL:
            return "channel_not_found"
        if not message.get("text") and not message.get("blocks"):
            return "no_text"
        if len(message.get("text", "")) > 40_000:
            return "msg_too_long"
        thread = message.get("thread_ts")
        if thread and thread not in [one["ts"] for one in self.messages]:
            return "thread_not_found"
        metadata = message.get("metadata", {"event_type": "x", "event_payload": {}})
        if set(metadata) != {"event_type", "event_payload"}:
            return "invalid_metadata_format"
        good = len(message["blocks"]) <= 50 and all(map(self.is_block, message["blocks"]))
        return "" if good else "invalid_blocks"

    def is_block(self, block: dict[str, Any]) -> bool:
        def is_text(text: dict[str, Any], most: int, *types: str) -> bool:
            known = {"type", "text", "emoji", "verbatim"}
            wrong = {"verbatim"} if text["type"] == "plain_text" else {"emoji"}
            return (
                text["type"] in types
                and not set(text) - known
                and not set(text) & wrong
                and 1 <= len(text["text"]) <= most
            )

        def is_button(button: dict[str, Any]) -> bool:
            confirm = button.get("confirm")
            return (
                button["type"] == "button"
                and is_text(button["text"], 75, "plain_text")
                and 1 <= len(button["action_id"]) <= 255
                and len(button.get("value", "")) <= 2000
                and len(button.get("url", "")) <= 3000
                and button.get("style", "primary") in ("primary", "danger")
                and (
                    not confirm
                    or (
                        is_text(confirm["title"], 100, "plain_text")
                        and is_text(confirm["text"], 300, "plain_text", "mrkdwn")
                        and is_text(confirm["confirm"], 30, "plain_text")
                        and is_text(confirm["deny"], 30, "plain_text")
                    )
                )
            )

        match block["type"]:
            case "header":
                return is_text(block["text"], 150, "plain_text")
            case "section":
                return is_text(block["text"], 3000, "plain_text", "mrkdwn")
            case "actions":
                ids = [one["action_id"] for one in block["elements"]]
                is_small = 1 <= len(ids) <= 25 and len(set(ids)) == len(ids)
                return is_small and all(map(is_button, block["elements"]))
        return False


class TeamsServer:
    """A workflow: "Post to a channel when a webhook request is received"."""

    def __init__(self) -> None:
        self.cards: list[dict[str, Any]] = []

    def answer(self, request: Received) -> Reply:
        if len(request.body) > 28 * 1024:
            return 413, {}, b"RequestEntityTooLarge"
        message = request.json
        if message.get("type") != "message" or len(message.get("attachments", ())) != 1:
            return reply_json(400, {"error": {"code": "TriggerInputSchemaMismatch"}})
        (attachment,) = message["attachments"]
        card = attachment["content"]
        good = attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        good = good and card["type"] == "AdaptiveCard" and card["version"] <= "1.5"
        for action in card["actions"]:
            good = good and action["type"] == "Action.OpenUrl" and action["url"][:8] == "https://"
        for block in card["body"]:
            good = good and block["type"] == "RichTextBlock" and all(
                run["type"] == "TextRun" and run["text"] for run in block["inlines"]
            )  # fmt: skip
        if not good:
            return reply_json(400, {"error": {"code": "InvalidCard"}})
        self.cards.append(card)
        return 202, {}, b""


class JiraServer:
    """https://developer.atlassian.com/cloud/jira/platform/rest/v3/."""

    USER, TOKEN = "soar@example.com", "jira-token"
    FIELDS = ("project", "issuetype", "summary", "description", "labels", "priority")
    STATUSES = ("To Do", "Done")

    def __init__(self) -> None:
        self.issues: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, list[Any]] = {}
        self.transitions = {"11": "To Do", "31": "Done"}

    def answer(self, request: Received) -> Reply:
        word = base64.b64encode(f"{self.USER}:{self.TOKEN}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {word}":
            return reply_json(401, {"message": "Client must be authenticated"})
        path = request.path.removeprefix("/rest/api/3/")
        if path == "search/jql":
            return self.search(request.json)
        if path == "issue" and request.method == "POST":
            return self.create(request.json)
        found = re.fullmatch(r"issue/([A-Z]+-\d+)(/comment|/transitions)?", path)
        if not found or found[1] not in self.issues:
            return reply_json(404, {"errorMessages": ["Issue does not exist"], "errors": {}})
        key, part = found[1], found[2]
        if part is None:
            return reply_json(200, {"key": key, "fields": self.issues[key]})
        if request.method == "GET":
            listed = [{"id": i, "to": {"name": n}} for i, n in self.transitions.items()]
            if part == "/transitions":
                return reply_json(200, {"transitions": listed})
            return reply_json(200, {"comments": self.comments[key][::-1]})
        if part == "/comment":
            if not self.is_document(request.json.get("body")):
                return self.refuse({"comment": "Comment body is not valid!"})
            self.comments[key].append(request.json)
            return reply_json(201, {"id": str(len(self.comments[key]))})
        id_ = request.json["transition"]["id"]
        if id_ not in self.transitions:
            return self.refuse({"transition": "not valid for this issue"})
        self.issues[key]["status"] = {"name": self.transitions[id_]}
        return 204, {}, b""

    def search(self, asked: dict[str, Any]) -> Reply:
        jql = re.fullmatch(
            r'project = "(\w+)" AND labels = "([\w-]+)" ORDER BY created ASC', asked["jql"]
        )
        if not jql or set(asked) - {"jql", "maxResults", "fields", "nextPageToken"}:
            return self.refuse({"jql": "Error in the JQL Query"})
        found = [
            {"id": "1", "key": key}
            for key, fields in self.issues.items()
            if fields["project"]["key"] == jql[1] and jql[2] in fields["labels"]
        ]
        return reply_json(200, {"issues": found[: asked["maxResults"]], "isLast": True})

    def create(self, asked: dict[str, Any]) -> Reply:
        fields = asked["fields"]
        errors = {
            name: f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
            for name in fields
            if name not in self.FIELDS
        }
        if fields["project"].get("key") != "SEC":
            errors["project"] = "valid project is required"
        if not 1 <= len(fields["summary"]) <= 255 or "\n" in fields["summary"]:
            errors["summary"] = "The summary is invalid because it contains newline characters."
        if not self.is_document(fields["description"]):
            errors["description"] = "Operation value must be an Atlassian Document"
        if any(" " in label or len(label) > 255 for label in fields["labels"]):
            errors["labels"] = "The label can't contain spaces."
        if errors:
            return self.refuse(errors)
        key = f"SEC-{len(self.issues) + 1}"
        self.issues[key] = {**fields, "status": {"name": "To Do"}}
        self.comments[key] = []
        return reply_json(201, {"id": "10000", "key": key, "self": "https://x/10000"})

    def refuse(self, errors: dict[str, str]) -> Reply:
        return reply_json(400, {"errorMessages": [], "errors": errors})

    def is_document(self, node: Any) -> bool:
        """Whether it is ADF: https://developer.atlassian.com/cloud/jira/platform/apis/document/."""
        if not isinstance(node, dict) or len(json.dumps(node)) > 64_000:
            return False
        match node["type"]:
            case "doc":
                good = node.get("version") == 1 and bool(node["content"])
            case "paragraph":
                good = set(node) <= {"type", "content"}
            case "hardBreak":
                return set(node) == {"type"}
            case "text":
                marks = node.get("marks", [])
                return bool(node["text"]) and all(
                    mark["type"] == "link" and set(mark["attrs"]) == {"href"} for mark in marks
                )
            case _:
                return False
        return good and all(map(self.is_document, node["content"]))


class ServiceNowServer:
    """The Table API, with one table; a query that it does not understand returns all."""

    USER, PASSWORD = "ringwall", "snow-password"

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.notes: list[str] = []

    def answer(self, request: Received) -> Reply:
        word = base64.b64encode(f"{self.USER}:{self.PASSWORD}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {word}":
            return self.refuse(401, "User Not Authenticated")
        found = re.fullmatch(r"/api/now/table/incident(?:/([0-9a-f]{32}))?", request.path)
        if not found:
            return self.refuse(400, "Invalid table")
        if request.method == "GET":
            return self.list(request.query)
        change = request.json
        if any(not isinstance(value, str) for value in change.values()):
            return self.refuse(400, "Exception while reading request")
        sys_id = found[1] or hashlib.md5(str(len(self.records)).encode()).hexdigest()  # noqa: S324
        if found[1] and sys_id not in self.records:
            return self.refuse(404, "No Record found")
        if change.get("state") == "6" and not (change.get("close_code") and change["close_notes"]):
            return self.refuse(403, "Operation Failed: Data Policy Exception: Resolution code")
        if note := change.pop("work_notes", ""):
            self.notes.append(note)
        number = f"INC{len(self.records) + 1:07d}"
        start = {"sys_id": sys_id, "number": number, "state": "1", "correlation_display": ""}
        self.records.setdefault(sys_id, start).update(change)
        status = 200 if found[1] else 201
        return reply_json(status, {"result": self.records[sys_id]})

    def list(self, query: dict[str, str]) -> Reply:
        asked = re.match(r"correlation_id=([^^]+)\^", query["sysparm_query"])
        names = query["sysparm_fields"].split(",")
        found = [
            {name: record.get(name, "") for name in names}
            for record in self.records.values()
            if not asked or record.get("correlation_id") == asked[1]
        ]
        return reply_json(200, {"result": found[: int(query["sysparm_limit"])]})

    def refuse(self, status: int, message: str) -> Reply:
        error = {"message": message, "detail": "..."}
        return reply_json(status, {"error": error, "status": "failure"})


class PagerDutyServer:
    """https://developer.pagerduty.com/docs/events-api-v2/trigger-events/."""

    KEY = "r" * 32

    def __init__(self) -> None:
        self.alerts: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []

    def answer(self, request: Received) -> Reply:
        event = request.json
        errors = []
        if event.get("routing_key") != self.KEY:
            errors.append("'routing_key' is invalid")
        if event.get("event_action") not in ("trigger", "acknowledge", "resolve"):
            errors.append("'event_action' is invalid")
        if len(event.get("dedup_key", "")) > 255:
            errors.append("'dedup_key' is too long")
        payload = event.get("payload", {})
        if event.get("event_action") == "trigger":
            errors.extend(f"'{n}' is missing" for n in ("summary", "source") if not payload.get(n))
            if payload.get("severity") not in ("critical", "error", "warning", "info"):
                errors.append("'severity' is invalid")
            if len(payload.get("summary", "")) > 1024:
                errors.append("'summary' is too long")
        if errors or request.path != "/v2/enqueue":
            said = {"status": "invalid event", "message": "Event object is invalid"}
            return reply_json(400, {**said, "errors": errors})
        self.events.append(event)
        key = event["dedup_key"]
        if event["event_action"] == "trigger":
            self.alerts[key] = "triggered"
        elif key in self.alerts:
            action = event["event_action"]
            self.alerts[key] = "resolved" if action == "resolve" else "acknowledged"
        done = {"status": "success", "message": "Event processed", "dedup_key": key}
        return reply_json(202, done)


class HookServer:
    """A receiver of Standard Webhooks, as their specification says to verify them."""

    SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()

    def __init__(self) -> None:
        self.taken: dict[str, Any] = {}

    def answer(self, request: Received) -> Reply:
        id_, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        key = base64.b64decode(self.SECRET.removeprefix("whsec_"))
        signed = f"{id_}.{at}.{request.body.decode()}".encode()
        mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if f"v1,{mac}" not in request.headers["webhook-signature"].split(" "):
            return reply_json(401, {"error": "signature"})
        self.taken[id_] = request.json
        return 204, {}, b""


@dataclass
class MailServer:
    """A server of SMTP, RFC 5321: one connection after the other."""

    port: int
    context: ssl.SSLContext | None = None
    login: str = ""
    refuses: tuple[str, ...] = ()
    reply_to_data: str = "250 taken"
    mails: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def talk(self, connection: socket.socket) -> None:
        file = connection.makefile("rwb")
        is_secret, is_known, to = False, not self.login, list[str]()

        def say(text: str) -> None:
            file.write(f"{text}\r\n".encode())
            file.flush()

        say("220 mx.example.com")
        while line := file.readline().decode().rstrip("\r\n"):
            verb = line.split(" ")[0].upper()
            self.commands.append(verb)
            if verb == "EHLO":
                say("250-mx.example.com")
                if self.context and not is_secret:
                    say("250-STARTTLS")
                say("250 AUTH PLAIN" if self.login else "250 8BITMIME")
            elif verb == "STARTTLS" and self.context:
                say("220 go ahead")
                file.close()
                connection = self.context.wrap_socket(connection, server_side=True)
                file, is_secret = connection.makefile("rwb"), True
            elif verb == "AUTH":
                is_known = base64.b64decode(line.split(" ")[2]).decode() == f"\0{self.login}"
                say("235 welcome" if is_known else "535 no")
            elif verb == "MAIL":
                to = []
                say("250 ok" if is_known else "530 login first")
            elif verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                is_taken = address not in self.refuses
                to += [address] if is_taken else []
                say("250 ok" if is_taken else "550 no such user")
            elif verb == "DATA":
                say("354 go on")
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += file.readline()
                if self.reply_to_data.startswith("250"):
                    self.mails.append(("", tuple(to), body[:-3].replace(b"\r\n..", b"\r\n.")))
                say(self.reply_to_data)
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok" if verb == "RSET" else "502 what?")


@contextmanager
def serve_mail(context: ssl.SSLContext | None = None, **more: Any) -> Iterator[MailServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = MailServer(listener.getsockname()[1], context, **more)

    def run() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    server.talk(connection)
                except (OSError, ValueError):
                    continue

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
