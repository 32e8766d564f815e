"""Queues, rules and roles of an emulator that enforces, for events."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from policy_texts import Statement, make_service_role, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import open_session
from ringwall.jobs.authority import ReasonedAuthority

OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"


@dataclass(frozen=True)
class EventWorld:
    """Makes what events need, as the operator."""

    app: Emulator

    def client(self, service: str, *keys: str, region: str = "us-east-1") -> Any:
        """Return a client; without keys it is the operator's."""
        session = open_session(self.app, *(keys or ("AKIAOPERATOR", "not-a-secret")))
        return session.create_client(service, region_name=region)

    def member(self) -> str:
        """Make an organization and an account in it; return its id."""
        organizations = self.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        made = organizations.create_account(AccountName="dev", Email="dev@example.com")
        account_id: str = made["CreateAccountStatus"]["AccountId"]
        return account_id

    def enter(self, account_id: str) -> tuple[str, str, str]:
        """Return credentials of an administrator of a member."""
        role = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
        sts = self.client("sts")
        found = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]

    def role(self, name: str, service: str, *statements: Statement) -> str:
        """Make a role for a service: `lambda`; return its ARN."""
        return make_service_role(self.client("iam"), name, service, *statements)

    def queue(self, name: str, *sources: str, **attributes: str) -> str:
        """Make a queue to which EventBridge may send for some rules; return its URL."""
        arn = f"arn:aws:sqs:{PLACE}:{name}"
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": list(sources)}},
        }
        policy = {"Policy": write(statement)} if sources else {}
        made = self.client("sqs").create_queue(QueueName=name, Attributes=attributes | policy)
        url: str = made["QueueUrl"]
        return url

    def rule(self, name: str, pattern: Any, *targets: Any, **more: Any) -> str:
        """Make a rule with targets: ARNs, or what PutTargets takes; return its ARN."""
        events = self.client("events")
        made = events.put_rule(Name=name, EventPattern=json.dumps(pattern), **more)
        bus = {"EventBusName": more["EventBusName"]} if "EventBusName" in more else {}
        written = [t if isinstance(t, dict) else {"Arn": t} for t in targets]
        numbered = [{"Id": str(number), **target} for number, target in enumerate(written)]
        if numbered:
            events.put_targets(Rule=name, Targets=numbered, **bus)
        arn: str = made["RuleArn"]
        return arn

    def put(self, detail: Any, source: str = "shop", **more: Any) -> Any:
        entry = {"Source": source, "DetailType": "order", "Detail": json.dumps(detail), **more}
        return self.client("events").put_events(Entries=[entry])

    def messages(self, url: str) -> list[Any]:
        found = self.client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        return list(found.get("Messages", ()))

    def bodies(self, url: str) -> list[Any]:
        return [json.loads(message["Body"]) for message in self.messages(url)]


@pytest.fixture(scope="session")
def event_emulator() -> Emulator:
    return Emulator(authority=ReasonedAuthority())


@pytest.fixture
def world(event_emulator: Emulator) -> Iterator[EventWorld]:
    event_emulator.reset()
    yield EventWorld(event_emulator)
    assert event_emulator.guesses == []
