"""A responder in a Lambda: what it is configured with, and how long it works."""

from typing import Any

import pytest
from lambda_responder import MINUTE, ResponderBench, make_finding
from reported_records import change
from told_responder import ToldResponder

from ringwall.apply.dynamodb.leases import DynamoLeases
from ringwall.apply.environment import Halted
from ringwall.jobs.respond_lambda import (
    SEND_SECONDS,
    TELL_SECONDS,
    TELL_TRIES,
    TELLING,
    TimeWatch,
    open_responder,
    read_findings,
)
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding

OWN: dict[str, Any] = {
    "uid": "0" * 32,
    "rule": "lambda.function_is_opened_to_everyone",
    "title": "Lambda function was opened to everyone",
    "severity": "high",
    "layer": "detection",
    "account_id": "123456789012",
    "region": "us-east-1",
    "resources": ["arn:aws:lambda:us-east-1:123456789012:function:shop"],
    "reason": "anyone may call it",
    "first_seen": 1_790_000_000_000,
    "last_seen": 1_790_000_000_000,
    "product": "ringwall",
}


def test_a_finding_is_contained_without_a_person_and_only_once(
    responder_bench: ResponderBench,
) -> None:
    finding = make_finding(responder_bench.function)
    (told,) = responder_bench.respond(finding)
    assert (told["state"], told["playbook"]) == ("contained", "lambda.contain_function")
    assert responder_bench.stoppable.is_stopped()
    (again,) = responder_bench.respond(finding)
    assert (again["state"], again["case"]) == ("contained", told["case"])
    responders = responder_bench.responders()
    (run,) = responders.open_environment().journal.runs()
    assert (run.id, run.kind, run.status) == (told["run"], "respond", "done")
    kinds = [event.kind for event in responders.log.events(told["case"])]
    assert kinds == ["opened", "planned", "started", "ended", "contained"]
    assert responders.log.doubt(told["case"]) == []


def test_a_secret_seals_where_there_is_no_key(responder_bench: ResponderBench) -> None:
    client = responder_bench.stoppable.account.client("secretsmanager")
    secret = client.create_secret(Name="seal", SecretString="ab" * 32)["ARN"]
    del responder_bench.settings["RINGWALL_SEAL_KEY"]
    responder_bench.settings["RINGWALL_SEAL_SECRET"] = secret
    (told,) = responder_bench.respond(make_finding(responder_bench.function))
    assert told["state"] == "contained"


def test_a_policy_is_read_from_a_bucket(responder_bench: ResponderBench) -> None:
    client = responder_bench.stoppable.account.client("s3")
    client.create_bucket(Bucket="policies")
    path = responder_bench.settings.pop("RINGWALL_RESPONSE_POLICY")
    with open(path, "rb") as file:  # noqa: PTH123 - it is a text
        client.put_object(Bucket="policies", Key="a/response.toml", Body=file.read())
    responder_bench.settings["RINGWALL_RESPONSE_POLICY_S3"] = "policies/a/response.toml"
    assert [rule.name for rule in responder_bench.environment().read_policy().rules] == ["stop"]


@pytest.mark.parametrize("name", ["RINGWALL_TABLE", "RINGWALL_SEAL_KEY"])
def test_what_is_not_configured_is_named(responder_bench: ResponderBench, name: str) -> None:
    del responder_bench.settings[name]
    with pytest.raises(BadInput, match="the environment has no RINGWALL_"):
        responder_bench.respond(make_finding(responder_bench.function))


def test_where_there_is_no_policy_nothing_is_done(responder_bench: ResponderBench) -> None:
    responder_bench.settings["RINGWALL_RESPONSE_POLICY"] = "/none/response.toml"
    with pytest.raises(BadInput, match="cannot read the policy"):
        responder_bench.respond(make_finding(responder_bench.function))
    assert not responder_bench.stoppable.is_stopped()


def test_findings_after_the_end_of_the_time_are_unfinished(
    responder_bench: ResponderBench,
) -> None:
    finding = make_finding(responder_bench.function)
    assert responder_bench.respond(finding, left=lambda: 1.0)[0]["state"] == "unfinished"
    assert not responder_bench.stoppable.is_stopped()
    assert responder_bench.respond(finding)[0]["state"] == "contained"


def test_a_pause_ends_with_the_time() -> None:
    slept: list[float] = []
    watch = TimeWatch(lambda: 10.0, slept.append, margin=8.0)
    watch.check()
    watch.pause(1.5)
    with pytest.raises(Halted):
        watch.pause(30.0)
    assert slept == [1.5, 2.0]
    with pytest.raises(Halted):
        TimeWatch(lambda: 8.0).check()


def test_a_finding_of_ours_is_read_as_it_is_written() -> None:
    (finding,) = read_findings(OWN)
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.resources) == (OWN["rule"], tuple(OWN["resources"]))


@pytest.mark.parametrize(
    "members",
    [
        {"rule": "guardduty.UnauthorizedAccess:EC2/MaliciousIPCaller.Custom"},
        {"uid": "x"},
        {"severity": "huge"},
        {"resources": []},
        {"first_seen": -1},
        {"resources": "arn"},
    ],
)
def test_who_writes_findings_of_ours_cannot_claim_to_be_another_product(members: Any) -> None:
    with pytest.raises(BadInput, match="finding"):
        list(read_findings(change(OWN, **members)))


def test_what_ringwall_told_security_hub_is_left_out() -> None:
    record = {
        "ProductArn": "arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default",
        "Id": "x",
        "AwsAccountId": "111122223333",
        "ProductName": "Ringwall",
    }
    assert list(read_findings(record)) == []


def test_the_environment_says_how_accounts_are_entered() -> None:
    responder = open_responder({"RINGWALL_ROLE": "ringwall-responder", "RINGWALL_EXTERNAL_ID": "x"})
    access = responder.environment.connection
    assert (access.role, access.external_id) == (
        "ringwall-responder",
        "x",
    )


def test_channels_are_told_by_one_invocation_at_a_time(told_responder: ToldResponder) -> None:
    told_responder.wait()
    responder = told_responder.bench.open()
    slept: list[float] = []
    responder.sleep = slept.append
    leases = DynamoLeases(responder.environment.table)
    leases.take("other", [TELLING])
    assert responder.tell(lambda: 600.0) == []
    assert slept == [TELL_SECONDS] * (TELL_TRIES - 1)
    assert told_responder.slack.messages == []
    leases.release("other")
    assert [one.kind for one in responder.tell(lambda: 600.0)] == ["case_opened", "approval_wanted"]
    assert responder.tell(lambda: 600.0) == []
    leases.take("other", [TELLING])


def test_nothing_is_sent_in_the_last_minutes(
    told_responder: ToldResponder, caplog: pytest.LogCaptureFixture
) -> None:
    told_responder.wait()
    assert told_responder.tell(SEND_SECONDS) == []
    assert "no time is left to tell channels" in caplog.text
    left = iter([500.0] * 4 + [1.0] * 99)
    told = told_responder.bench.open().tell(lambda: next(left))
    assert [one.kind for one in told] == ["case_opened"], "what was begun is brought to its end"
    assert [one.kind for one in told_responder.tell()] == ["approval_wanted"]


def test_what_cannot_be_told_is_logged_and_raises_nothing(
    told_responder: ToldResponder, caplog: pytest.LogCaptureFixture
) -> None:
    told_responder.wait()
    del told_responder.bench.settings["RINGWALL_TABLE"]
    assert told_responder.tell() == []
    assert "channels cannot be told now reason=the environment has no" in caplog.text


def test_without_channels_nobody_is_told(responder_bench: ResponderBench) -> None:
    del responder_bench.settings["RINGWALL_TABLE"]
    responder_bench.settings["RINGWALL_TABLE"] = "none"
    assert responder_bench.open().tell(lambda: 600.0) == []


def test_links_lead_to_the_function_url(
    told_responder: ToldResponder, aws_environment: pytest.MonkeyPatch
) -> None:
    del aws_environment
    told_responder.bench.settings["RINGWALL_CALLBACK_URL"] = "https://x.lambda-url.example/"
    responder = told_responder.bench.open()
    teller = responder._open_teller(TimeWatch(lambda: 600.0))  # noqa: SLF001 - what it sends with
    assert teller.courier.equipment.callback_url == "https://x.lambda-url.example"
    assert responder._open_teller(TimeWatch(lambda: 1.0)) is teller  # noqa: SLF001 - it is kept


def test_cases_are_gone_on_with_as_long_as_there_is_time(told_responder: ToldResponder) -> None:
    case = told_responder.wait()
    responder = told_responder.bench.open()
    assert responder.go_on(None, lambda: MINUTE) == []
    (went,) = responder.go_on([case], lambda: MINUTE)
    assert went.state == "nothing to go on with"
    (went,) = responder.go_on([case], lambda: 1.0)
    assert went.is_unfinished
