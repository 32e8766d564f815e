"""A responder of a Lambda whose channel is served here, and the callbacks of that."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from callback_bench import press, sign_slack
from lambda_responder import ResponderBench, make_finding
from vendor_servers import SlackServer, Vendor, serve

SIGNING = "signing-secret-1"
PEOPLE = """
    [[people]]
    principal = "zoe@example.com"
    slack = "U0ZOE"
    approves = true

    [[people]]
    principal = "max@example.com"
    slack = "U0MAX"

    [[channels]]
    type = "slack"
    name = "soc"
    channel = "{channel}"
    url = "{url}/api"
    token_env = "SLACK_TOKEN"
    signing_env = "SLACK_SIGNING"
"""


@dataclass
class ToldResponder:
    """A responder, the Slack that it tells, and what takes callbacks."""

    bench: ResponderBench
    slack: SlackServer
    vendor: Vendor

    def wait(self) -> str:
        """Let a finding come in whose plan waits for a person; return its case."""
        (told,) = self.bench.respond(make_finding(self.bench.function))
        assert told["state"] == "waits for approval"
        return str(told["case"])

    def tell(self, left: float = 600.0) -> list[Any]:
        return list(self.bench.open().tell(lambda: left))

    def callbacks(self) -> Any:
        """Return what takes callbacks, as a new execution environment has it."""
        from ringwall.jobs.callback_lambda import LambdaCallbacks  # noqa: PLC0415 - few need it

        return LambdaCallbacks(self.bench.environment())

    def press(self, word: str = "Approve", user: str = "U0ZOE", **more: Any) -> dict[str, Any]:
        """Return the event of a function URL that pressing a button makes."""
        asked = [one for one in self.slack.messages if one["blocks"][-1]["type"] == "actions"]
        tokens = {one["text"]["text"]: one["value"] for one in asked[-1]["blocks"][-1]["elements"]}
        url = f"{self.vendor.url}/actions/{asked[-1]['ts']}"
        given = {"user": {"id": user}, "response_url": url, **more}
        return make_event(press(tokens[word], word.lower(), **given))


def make_event(body: bytes, path: str = "/callbacks/soc", method: str = "POST") -> dict[str, Any]:
    """Return an event of a function URL, signed now."""
    return {
        "version": "2.0",
        "rawPath": path,
        "headers": sign_slack(body, int(time.time()), SIGNING),
        "requestContext": {"http": {"method": method, "path": path}},
        "body": body.decode(),
        "isBase64Encoded": False,
    }


@pytest.fixture
def told_responder(
    responder_bench: ResponderBench, aws_environment: pytest.MonkeyPatch
) -> Iterator[ToldResponder]:
    """Yield a responder whose plans wait for one person."""
    slack = SlackServer()
    aws_environment.setenv("SLACK_TOKEN", slack.TOKEN)
    aws_environment.setenv("SLACK_SIGNING", SIGNING)
    with serve(slack.answer) as vendor:
        more = PEOPLE.replace("{channel}", slack.CHANNEL).replace("{url}", vendor.url)
        responder_bench.write_policy("one", more)
        yield ToldResponder(responder_bench, slack, vendor)
