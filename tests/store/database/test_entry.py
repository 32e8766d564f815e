from dataclasses import fields, replace

from ringwall.model.finding import Finding, Remediation
from ringwall.store.database.entry import (
    OWN,
    Entry,
    RuleText,
    join_finding,
    read_text,
    split_finding,
    write_changes,
    write_row,
)

FINDING = Finding(
    uid="f" * 32,
    rule="s3.a",
    title="A",
    severity="critical",
    layer="data",
    account_id="111111111111",
    region="eu-west-1",
    resources=("a", "b"),
    reason="r",
    first_seen=1,
    last_seen=2,
)


def test_every_member_of_a_finding_has_a_place() -> None:
    """A member that is added to Finding and kept nowhere would be lost without a word."""
    shared = {"title", "why", "compliance", "attacks", "remediation", "rule_version"}
    columns = (set(Entry._fields) - {"text", "rest", "snapshot", "recording"}) | {
        "resources",
        "same_as",
    }
    columns = columns - {"resource", "seen"} | {"count"}
    assert {field.name for field in fields(Finding)} == columns | shared | set(OWN)


def test_a_plain_finding_leaves_the_rest_empty() -> None:
    assert split_finding(replace(FINDING, resources=("a",)))[0].rest == {}
    assert split_finding(FINDING)[0].rest == {"resources": ["b"]}


def test_a_finding_is_the_same_after_it_was_split_and_joined() -> None:
    rich = replace(FINDING, owner="o", raw={"a": [1]}, remediation=Remediation("t", "u", "p"))
    entry, text = split_finding(rich)
    assert join_finding(entry, read_text(text.title, text.body)) == rich


def test_the_same_words_have_the_same_digest_and_other_words_another() -> None:
    text = RuleText("t", "why", ("a", "b"))
    assert text.digest == RuleText("t", "why", ("a", "b")).digest
    others = [RuleText("t", "why", ("a b",)), RuleText("t", "wh", ("y", "a", "b")), RuleText("t")]
    assert text.digest not in {other.digest for other in others}


def test_only_what_differs_is_written_as_a_whole_row_would_have_it() -> None:
    before, _ = split_finding(FINDING)
    after = before._replace(severity="low", reason="\x00", rest={"owner": "o"}, last_seen=9)
    changes = write_changes(before, after)
    assert changes == {"gravity": 3, "reason": "\ufffd", "rest": {"owner": "o"}, "last_seen": 9}
    assert write_row(before) | changes == write_row(after)
    assert write_changes(after, after) == {}
