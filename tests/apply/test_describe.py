"""A plan and a run in words: all that a reviewer must see, and nothing a terminal obeys."""

import json
from dataclasses import replace

from ringwall.apply.describe import (
    describe_plan,
    describe_run,
    tell_outcome,
    tell_plan,
    tell_risk,
    tell_step,
)
from ringwall.apply.run import RunReport
from ringwall.apply.step import RunStep
from ringwall.model.change import UNREAD, Change, Plan, Probe, Write
from ringwall.model.journal import Run

CHANGE = Change(
    account_id="111122223333",
    region="eu-west-1",
    resource="arn:aws:s3:::logs",
    write=Write("s3.put_public_access_block", {"Bucket": "logs", "Flags": {"All": True}}),
    probe=Probe("s3.get_public_access_block", {"Bucket": "logs"}, "Flags", ("NoSuch",)),
    before=None,
    after={"All": True},
    why="nobody else may read it",
    layer="data",
    blast="availability",
    undo=Write("s3.delete_public_access_block", {"Bucket": "logs"}),
)


def test_a_plan_tells_call_place_reason_risk_and_undo() -> None:
    plan = Plan((CHANGE,), (("arn:aws:iam::1:root", "only root itself can"),))
    assert list(tell_plan(plan)) == [
        '1. s3.put_public_access_block Bucket="logs" Flags={"All": true}',
        "   where  arn:aws:s3:::logs (111122223333, eu-west-1)",
        "   why    nobody else may read it",
        '   from   null to {"All": true}',
        "   risk   MAY BREAK RUNNING TRAFFIC (data)",
        '   undo   s3.delete_public_access_block Bucket="logs"',
        "skipped  arn:aws:iam::1:root  only root itself can",
    ]


def test_what_nobody_read_is_told_in_words() -> None:
    told = list(tell_plan(Plan((replace(CHANGE, before=UNREAD),))))
    assert told[3] == '   from   what is there, which was not read to {"All": true}'


def test_what_is_skipped_for_one_reason_is_one_line_where_it_is_much() -> None:
    skipped = tuple((f"arn:{n}", "no playbook") for n in range(12))
    plan = Plan((), (*skipped[:6], ("arn:x", "only root itself can"), *skipped[6:]))
    assert list(tell_plan(plan)) == [
        "skipped  12 resources, the first is arn:0  no playbook",
        "skipped  arn:x  only root itself can",
    ]
    assert len(list(tell_plan(Plan((), skipped[:9])))) == 9


def test_the_risk_of_an_undo_is_what_it_lets_in_again() -> None:
    opened = replace(CHANGE, why="anyone on the internet (0.0.0.0/0) can reach port 22").reversed()
    risk = "OPENS AGAIN WHAT WAS CLOSED: anyone on the internet (0.0.0.0/0) can reach port 22"
    assert f"   risk   {risk} (data)" in list(tell_plan(Plan((opened,))))
    assert describe_plan(Plan((opened,)))["changes"][0]["risk"] == risk
    assert tell_risk(opened.reversed()) == "MAY BREAK RUNNING TRAFFIC"
    for blast in ("none", "config"):
        stopped = replace(CHANGE, blast=blast).reversed()
        assert tell_risk(stopped) == "takes back what protects: nobody else may read it"


def test_what_cannot_be_undone_is_told_loudly() -> None:
    final = replace(CHANGE, undo=None, blast="irreversible")
    lines = list(tell_plan(Plan((final,))))
    assert "   risk   CANNOT BE UNDONE (data)" in lines
    assert "   undo   none" in lines


def test_names_from_strangers_do_not_drive_the_terminal() -> None:
    evil = "arn:\x1b[2J\u202ename"
    bad = replace(
        CHANGE, resource=evil, why=evil, write=Write("s3.put", {"Tag": evil}), before=evil
    )
    text = "".join(tell_plan(Plan((bad,), ((evil, evil),))))
    assert text.isprintable()
    assert r"arn:\x1b[2J\u202ename" in text


def test_a_plan_is_plain_json() -> None:
    document = describe_plan(Plan((CHANGE,), (("a", "b"),)))
    assert json.loads(json.dumps(document)) == document
    assert document["skipped"] == [{"resource": "a", "reason": "b"}]
    assert document["changes"][0]["probe"]["absent"] == ["NoSuch"]


def test_a_run_tells_of_each_step() -> None:
    steps = (
        RunStep(0, CHANGE, may_have_written=True, outcome="verified"),
        RunStep(1, CHANGE, outcome="already", reason="it was so"),
        RunStep(2, CHANGE, may_have_written=True),
        RunStep(3, CHANGE),
    )
    assert [tell_outcome(step) for step in steps] == [
        "verified",
        "already done",
        "interrupted",
        "not started",
    ]
    line = "2. already done  s3.put_public_access_block  arn:aws:s3:::logs  it was so"
    assert tell_step(steps[1]) == line
    document = describe_run(RunReport(Run("r", "fix", 1, "arn", "snap"), steps))
    assert json.loads(json.dumps(document)) == document
    assert document["steps"][3]["outcome"] == "not started"
    assert document["id"] == "r"
