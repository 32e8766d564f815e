"""A home folder with a case that waits for an approval, and channels that are served here."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from stoppable_function import POLICY, StoppableFunction
from vendor_servers import JiraServer, SlackServer, Vendor, serve

PEOPLE = POLICY
for name in ("ann", "bob", "eve"):
    line = f'principal = "{name}@example.com"'
    PEOPLE = PEOPLE.replace(line, f'{line}\n    slack = "U0{name.upper()}"')
SIGNING = "signing-secret-1"


@dataclass
class ToldWorld:
    """A function to be stopped, and the channels that are told of it."""

    stoppable: StoppableFunction
    slack: SlackServer
    jira: JiraServer
    at_slack: Vendor
    at_jira: Vendor

    def write_policy(self, need: str = "two", more: str = "") -> Path:
        """Write response.toml with people and channels."""
        channels = f"""
            [[channels]]
            type = "slack"
            name = "soc"
            channel = "{self.slack.CHANNEL}"
            url = "{self.at_slack.url}/api"
            token_env = "SLACK_TOKEN"
            signing_file = "slack.secret"

            [[channels]]
            type = "jira"
            name = "jira"
            url = "{self.at_jira.url}"
            user = "{self.jira.USER}"
            project = "SEC"
            token_env = "JIRA_TOKEN"
        """
        secret = self.stoppable.folder / "slack.secret"
        secret.write_text(SIGNING)
        secret.chmod(0o600)
        return self.stoppable.write_policy(PEOPLE, need, more + channels)

    def buttons(self) -> dict[str, str]:
        """Return the tokens of the last request in Slack, by the word on their buttons."""
        asked = [one for one in self.slack.messages if one["blocks"][-1]["type"] == "actions"]
        elements = asked[-1]["blocks"][-1]["elements"]
        return {one["text"]["text"]: one["value"] for one in elements if "value" in one}


@pytest.fixture
def told_world(
    stoppable: StoppableFunction, aws_environment: pytest.MonkeyPatch
) -> Iterator[ToldWorld]:
    """Yield the function and its channels, whose tokens are in the environment."""
    slack, jira = SlackServer(), JiraServer()
    aws_environment.setenv("SLACK_TOKEN", slack.TOKEN)
    aws_environment.setenv("JIRA_TOKEN", jira.TOKEN)
    with ExitStack() as stack:
        vendors: list[Any] = [stack.enter_context(serve(one.answer)) for one in (slack, jira)]
        world = ToldWorld(stoppable, slack, jira, *vendors)
        world.write_policy()
        stoppable.become("eve")
        yield world
