"""A finding that comes in: answered once, gone on with where it stopped, told to Security Hub."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lambda_responder import MINUTE, ResponderBench, make_finding
from reported_records import CONTROL, change
from respond_at_once import answer_all, find_faults, make_crowd, open_at_home, open_in_table

from ringwall.catalog.securityhub.finding_workflow import keep_key
from ringwall.collect.findings.recognize import read_report
from ringwall.jobs.respond import received, run
from ringwall.jobs.respond.approve import decide
from ringwall.jobs.respond.received import name_case
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding
from ringwall.respond.cases import open_case, read_case_file
from ringwall.respond.threats import make_threats


def read(record: dict[str, Any]) -> Finding:
    report = read_report(record)
    assert report
    return report.finding


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"type": "Recon:EC2/Portscan"}, "no rule takes it"),
        ({"resource": {}}, "it names no function"),
        ({"service": {"archived": True}}, "it is suppressed"),
    ],
)
def test_what_no_rule_takes_opens_no_case(
    responder_bench: ResponderBench, members: dict[str, Any], why: str
) -> None:
    (told,) = responder_bench.respond(make_finding(responder_bench.function, **members))
    assert (told["state"], told["problem"]) == ("ignored", why)
    assert responder_bench.responders().log.case_ids() == ()


def test_what_needs_a_person_waits_and_is_started_once_it_is_approved(
    responder_bench: ResponderBench,
) -> None:
    responder_bench.write_policy("one")
    finding = make_finding(responder_bench.function)
    (told,) = responder_bench.respond(finding)
    assert told["state"] == "waits for approval"
    assert responder_bench.respond(finding)[0]["state"] == "waits for approval"
    assert not responder_bench.stoppable.is_stopped()
    responders = responder_bench.responders()
    file = read_case_file(responders.log, told["case"])
    assert [event.kind for event in file.events] == ["opened", "planned", "requested"]
    decide(responders, file, approve=True, principal="ann@example.com")
    assert responder_bench.respond(finding)[0]["state"] == "contained"
    assert responder_bench.stoppable.is_stopped()


def test_what_was_denied_stays_denied(responder_bench: ResponderBench) -> None:
    responder_bench.write_policy("one")
    finding = make_finding(responder_bench.function)
    (told,) = responder_bench.respond(finding)
    responders = responder_bench.responders()
    file = read_case_file(responders.log, told["case"])
    decide(responders, file, approve=False, principal="ann@example.com")
    assert responder_bench.respond(finding)[0]["state"] == "denied"
    assert not responder_bench.stoppable.is_stopped()


def test_what_nobody_may_approve_is_left_to_a_person(responder_bench: ResponderBench) -> None:
    responder_bench.write_policy("never")
    (told,) = responder_bench.respond(make_finding(responder_bench.function))
    assert told["state"] == "not authorized"
    assert not responder_bench.stoppable.is_stopped()


def test_a_resource_that_is_gone_is_told(responder_bench: ResponderBench) -> None:
    gone = responder_bench.function.replace("shop", "gone")
    (told,) = responder_bench.respond(make_finding(gone))
    assert told["state"] == "needs a person"
    assert "there is no such function any more" in told["problem"]
    assert responder_bench.respond(make_finding(gone))[0]["state"] == "needs a person"
    responders = responder_bench.responders()
    events = responders.log.events(told["case"])
    assert [event.kind for event in events] == ["opened", "noted"]
    assert "there is no such function any more" in events[1].body["text"]


@pytest.fixture
def without_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let playbooks tell nothing that a person has to do."""
    make = vars(received)["make_response_plan"]

    def make_plan(*rest: Any) -> Any:
        return replace(make(*rest), steps=())

    monkeypatch.setattr(received, "make_response_plan", make_plan)


@pytest.mark.usefixtures("without_steps")
def test_what_is_contained_already_opens_no_case(responder_bench: ResponderBench) -> None:
    client = responder_bench.stoppable.account.client("lambda")
    client.put_function_concurrency(FunctionName="shop", ReservedConcurrentExecutions=0)
    (told,) = responder_bench.respond(make_finding(responder_bench.function))
    assert (told["state"], told["problem"]) == ("nothing to do", "it is contained already")
    assert responder_bench.responders().log.case_ids() == ()


@pytest.mark.usefixtures("without_steps")
def test_a_case_that_was_cut_off_before_its_plan_is_closed_where_nothing_is_to_do(
    responder_bench: ResponderBench,
) -> None:
    finding = read(make_finding(responder_bench.function))
    responders = responder_bench.responders()
    (threat,) = make_threats(finding, name_case(finding))
    open_case(
        responders.log,
        threat,
        title="t",
        severity="high",
        author="ringwall",
        finding=finding.uid,
    )
    client = responder_bench.stoppable.account.client("lambda")
    client.put_function_concurrency(FunctionName="shop", ReservedConcurrentExecutions=0)
    (told,) = responder_bench.respond(make_finding(responder_bench.function))
    assert told["state"] == "nothing to do"
    case = read_case_file(responders.log, told["case"]).case
    assert (case.status, case.reason) == ("closed", "it is contained already")


def test_what_ended_in_the_journal_alone_is_told_in_its_case(
    responder_bench: ResponderBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between the end of a run and what its case says of it."""
    finding = make_finding(responder_bench.function)

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "_end", die)
        with pytest.raises(KeyboardInterrupt):
            responder_bench.respond(finding)
    assert responder_bench.stoppable.is_stopped()
    (told,) = responder_bench.respond(finding)
    assert told["state"] == "contained"
    kinds = [e.kind for e in responder_bench.responders().log.events(told["case"])]
    assert kinds == ["opened", "planned", "started", "ended", "contained"]


@pytest.mark.slow
@pytest.mark.parametrize("open_", [open_at_home, open_in_table])
def test_many_findings_told_twice_at_once_are_each_answered_once(
    open_: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RINGWALL_SEAL_KEY", str(tmp_path / "seal.key"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIACROWD")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
    crowd = make_crowd(tmp_path, 24)
    answer_all(crowd, open_, 12)
    assert find_faults(crowd, open_(crowd)) == []


@pytest.mark.slow
def test_at_each_end_of_the_time_a_run_goes_on_and_reaches_the_same(
    responder_bench: ResponderBench,
) -> None:
    """Each answer takes one look at the clock more than the last one before its time is over."""
    finding = make_finding(responder_bench.function)
    ends = 0
    for looks in range(1, 40):
        clock = [MINUTE] * looks

        def count_left(clock: list[float] = clock) -> float:
            return clock.pop() if clock else 1.0

        (told,) = responder_bench.respond(finding, left=count_left)
        if told["state"] == "contained":
            break
        assert told["state"] == "unfinished"
        ends += 1
    assert responder_bench.stoppable.is_stopped()
    assert ends > 0
    responders = responder_bench.responders()
    kinds = [event.kind for event in responders.log.events(told["case"])]
    assert kinds.count("started") == 1
    assert kinds.count("contained") == 1
    assert responders.open_environment().journal.verify_chain() == []


def test_a_case_is_named_by_its_finding() -> None:
    one, other = make_finding("arn:aws:lambda:us-east-1:123456789012:function:shop"), CONTROL
    assert name_case(read(one)) == name_case(read(change(one, severity=5)))
    assert name_case(read(one)) != name_case(read(other))
    assert name_case(read(one)).startswith("CASE-20261130-")


def test_a_case_of_another_finding_is_not_gone_on_with(
    responder_bench: ResponderBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    responder_bench.respond(make_finding(responder_bench.function))
    first = read(make_finding(responder_bench.function))
    monkeypatch.setattr(received, "name_case", lambda _: name_case(first))
    with pytest.raises(BadInput, match="is about another finding"):
        responder_bench.respond(make_finding(responder_bench.function, id="2" * 32, arn="x"))


def test_security_hub_is_told_how_a_finding_stands(responder_bench: ResponderBench) -> None:
    client = responder_bench.stoppable.account.client("securityhub")
    client.enable_security_hub(EnableDefaultStandards=False)
    product = "arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default"
    record = change(
        {name: value for name, value in CONTROL.items() if name != "Compliance"},
        ProductArn=product,
        Id="own/1",
        ProductName="Mine",
        GeneratorId="mine",
        AwsAccountId="123456789012",
        Region="us-east-1",
        Resources=[{"Type": "AwsLambdaFunction", "Id": responder_bench.function}],
    )
    client.batch_import_findings(Findings=[record])
    responder_bench.write_policy(
        "one", '\n[[rules]]\nname = "mine"\nplaybook = "lambda.contain_function"\nneed = "one"\n'
    )
    (told,) = responder_bench.respond(record)
    (found,) = client.get_findings()["Findings"]
    assert found["Workflow"]["Status"] == "NOTIFIED"
    assert found["Note"]["Text"].startswith(f"Ringwall {told['case']}: waits for approval")
    responders = responder_bench.responders()
    runs = responders.open_environment().journal.runs()
    assert [run.status for run in runs] == ["done"]
    approve(responders, told["case"])
    (went,) = responder_bench.open().go_on([told["case"]], lambda: MINUTE)
    assert went.state == "contained"
    (found,) = client.get_findings()["Findings"]
    assert found["Workflow"]["Status"] == "RESOLVED"
    assert found["Note"]["Text"].startswith(f"Ringwall {told['case']}: contained")


def approve(responders: Any, case: str) -> None:
    file = read_case_file(responders.log, case)
    decide(responders, file, approve=True, principal="ann@example.com")


def test_a_case_keeps_just_what_finds_its_finding_again() -> None:
    function = "arn:aws:lambda:us-east-1:123456789012:function:shop"
    finding = make_finding(function)
    assert keep_key(finding) == {"arn": finding["arn"]}
    product = "arn:aws:securityhub:us-east-1::product/aws/guardduty"
    record = {"ProductArn": product, "Id": "own/1", "Title": "x"}
    assert keep_key(record) == {"ProductArn": product, "Id": "own/1"}
    for bad in ({}, {"arn": "x"}, {"ProductArn": "x", "Id": "y"}, {**record, "Id": "a\n"}):
        assert keep_key(bad) == {}


def test_a_finding_of_an_account_that_is_not_ours_lets_nobody_in(
    responder_bench: ResponderBench,
) -> None:
    """The external ID is not sent to an account of somebody else."""
    strange = responder_bench.function.replace("123456789012", "999999999999")
    (told,) = responder_bench.respond(make_finding(strange))
    assert told["state"] == "not ours"
    assert "account 999999999999 was not entered" in told["problem"]
    calls = responder_bench.stoppable.account.app.calls
    assert not calls["sts:AssumeRole"]
    assert responder_bench.responders().log.case_ids() == ()
