"""A plan that waits for a decision."""

from ringwall.jobs.plan import PlannedRun
from ringwall.model.change import Change, Plan, Probe, Write

CHANGE = Change(
    account_id="111122223333",
    region="eu-west-1",
    resource="arn:aws:kms:eu-west-1:111122223333:key/a",
    write=Write("kms.enable_key_rotation", {"KeyId": "a"}),
    probe=Probe("kms.get_key_rotation_status", {"KeyId": "a"}, "KeyRotationEnabled"),
    before=False,
    after=True,
    why="a key that never changes is a secret for ever",
    layer="data",
    blast="none",
    undo=Write("kms.disable_key_rotation", {"KeyId": "a"}),
)


def test_document_and_lines_say_the_same() -> None:
    planned = PlannedRun(Plan((CHANGE,), (("arn:b", "a human must decide"),)), "s1")
    document = planned.describe()
    assert [change["write"]["operation"] for change in document["changes"]] == [
        "kms.enable_key_rotation"
    ]
    assert document["skipped"] == [{"resource": "arn:b", "reason": "a human must decide"}]
    lines = list(planned.lines())
    assert lines[0] == '1. kms.enable_key_rotation KeyId="a"'
    assert lines[-1] == "skipped  arn:b  a human must decide"
    assert planned.snapshot == "s1"


def test_empty_plan_has_no_lines() -> None:
    planned = PlannedRun(Plan(()))
    assert list(planned.lines()) == []
    assert planned.describe() == {"changes": [], "skipped": []}
