"""The responder of a Lambda, in this process, on an emulator that has a function to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from dynamodb_world import TABLE, make_table
from stoppable_function import PLAYBOOK, StoppableFunction

FINDING_TYPE = "CryptoCurrency:Lambda/BitcoinTool.B"
RULE = f"""
    [[rules]]
    name = "stop"
    playbook = "{PLAYBOOK}"
    findings = ["guardduty.*:Lambda/*", "lambda.*"]
    need = "{{need}}"
"""
MINUTE = 60.0


def make_finding(function: str, **members: Any) -> dict[str, Any]:
    """Return a finding of GuardDuty about a function, as its event has it."""
    _, _, _, region, account, *_ = function.split(":")
    detector = f"arn:aws:guardduty:{region}:{account}:detector/{'0' * 32}"
    return {
        "schemaVersion": "2.0",
        "accountId": account,
        "region": region,
        "partition": "aws",
        "id": "1" * 32,
        "arn": f"{detector}/finding/{'1' * 32}",
        "type": FINDING_TYPE,
        "resource": {
            "resourceType": "Lambda",
            "lambdaDetails": {"functionArn": function, "functionName": "shop"},
        },
        "service": {
            "serviceName": "guardduty",
            "detectorId": "0" * 32,
            "eventFirstSeen": "2026-11-30T10:00:00.000Z",
            "eventLastSeen": "2026-11-30T10:30:00.000Z",
            "archived": False,
            "count": 1,
            "additionalInfo": {"value": "{}", "type": "default"},
        },
        "severity": 8,
        "createdAt": "2026-11-30T10:05:00.000Z",
        "updatedAt": "2026-11-30T10:35:00.000Z",
        "title": "A Lambda function asks a domain of miners.",
        "description": "A Lambda function asks a domain of miners.",
        **members,
    }


def make_event(detail: Any, **members: Any) -> dict[str, Any]:
    """Return an event of EventBridge that tells of a finding of GuardDuty."""
    return {
        "version": "0",
        "id": "3e1a2b3c-0000-4000-8000-123456789012",
        "detail-type": "GuardDuty Finding",
        "source": "aws.guardduty",
        "account": "123456789012",
        "time": "2026-11-30T10:36:00Z",
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
        **members,
    }


@dataclass
class ResponderBench:
    """A responder with its table, its key and its policy."""

    stoppable: StoppableFunction
    settings: dict[str, str]

    @property
    def function(self) -> str:
        return self.stoppable.arn

    def open(self) -> Any:
        """Return a responder, as a new execution environment has it."""
        from ringwall.jobs.respond_lambda import LambdaResponder  # noqa: PLC0415 - few tests need it

        return LambdaResponder(self.environment())

    def environment(self) -> Any:
        """Return what a Lambda works with."""
        from ringwall.jobs.connection import AwsAccess  # noqa: PLC0415 - few tests need it
        from ringwall.jobs.lambda_environment import (  # noqa: PLC0415 - the same
            LambdaEnvironment,
        )

        return LambdaEnvironment(AwsAccess(region="us-east-1"), self.settings)

    def respond(
        self, *records: Any, left: Callable[[], float] = lambda: MINUTE
    ) -> list[dict[str, Any]]:
        """Answer findings; return what became of each."""
        return [one.describe() for one in self.open().respond(records, left)]

    def write_policy(self, need: str = "automatic", more: str = "") -> None:
        path = self.stoppable.write_policy(more=RULE.replace("{need}", need) + more)
        self.settings["RINGWALL_RESPONSE_POLICY"] = str(path)

    def responders(self) -> Any:
        from ringwall.jobs.respond_lambda import TimeWatch  # noqa: PLC0415 - few tests need it

        return self.open().open_responders(TimeWatch(lambda: MINUTE))


@pytest.fixture
def responder_bench(stoppable: StoppableFunction) -> ResponderBench:
    """Return a responder that stops functions of which GuardDuty tells, without a person."""
    client = stoppable.account.client
    make_table(client("dynamodb"))
    made = client("kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    settings = {"RINGWALL_TABLE": TABLE, "RINGWALL_SEAL_KEY": made["KeyMetadata"]["Arn"]}
    stoppable.become("eve")
    bench = ResponderBench(stoppable, settings)
    bench.write_policy()
    return bench
