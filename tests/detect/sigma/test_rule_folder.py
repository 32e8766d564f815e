"""Folders of rules: what runs, what is left out and why, and a real folder where there is one."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sigma_cases import SOURCE, load_rules, make_record, make_rule, open_log

from ringwall.cli.detect import read_placeholders
from ringwall.detect.sigma.rule_folder import load_sigma
from ringwall.model.errors import BadInput

DETECTION = {"selection": {"eventName": "X"}, "condition": "selection"}
UUID = "929a690e-bef0-4204-a928-ef5e620d6fcc"


def find_events(folder: Path, documents: list[dict[str, Any]], events: list[dict[str, Any]]) -> Any:
    [rule] = load_rules(folder, documents).rules
    records = [make_record(event, f"e{number}") for number, event in enumerate(events)]
    with open_log(records) as engine:
        return sorted(row["act"] for row in engine.rows(rule.sql))


def test_a_rule_becomes_a_detection(tmp_path: Path) -> None:
    rule = make_rule(
        DETECTION,
        title="Something \x1b[31mbad",
        id=UUID,
        status="experimental",
        level="high",
        description="Somebody did it.\nAnd again.",
        references=["page 5", "https://example.com/why"],
        tags=["attack.persistence", "attack.t1098.001", "cve.2021-44228", "attack.T1078"],
        falsepositives=["Administrators", "Tests"],
        date="not a date",
        author=["nobody"],
    )
    [found] = load_rules(tmp_path, [rule]).rules
    assert found.id == f"sigma.{UUID}"
    assert found.service == "sigma"
    assert found.title == r"Something \x1b[31mbad"
    assert (found.severity, found.confidence, found.is_trial) == ("high", 50, False)
    assert found.why == "Somebody did it. And again."
    assert found.attacks == ("T1098.001", "T1078")
    assert found.false_positives == "Administrators; Tests"
    assert found.url == "https://example.com/why"
    assert found.window == timedelta(0)
    assert found.path == tmp_path / "rule.yml"


@pytest.mark.parametrize(
    ("level", "severity"),
    [("informational", "low"), ("low", "low"), ("critical", "critical"), (None, "medium")],
)
def test_the_level_is_the_severity(level: str | None, severity: str, tmp_path: Path) -> None:
    [found] = load_rules(tmp_path, [make_rule(DETECTION, level=level)]).rules
    assert (found.id, found.severity) == ("sigma.a_rule", severity)
    assert found.is_context == (level == "informational")


def test_what_is_left_out_is_counted_by_reason(tmp_path: Path) -> None:
    documents = [
        make_rule(DETECTION, title="runs"),
        make_rule(DETECTION, title="on Windows", logsource={"product": "windows"}),
        make_rule(DETECTION, title="of GuardDuty", logsource=SOURCE | {"service": "guardduty"}),
        make_rule(DETECTION, title="old", status="deprecated"),
        make_rule(DETECTION, title="broken", status="unsupported"),
        make_rule(DETECTION, title="odd", level="huge"),
        make_rule(
            {"selection": {"annotation": 1}, "condition": "selection"}, title="unknown field"
        ),
        make_rule(DETECTION, title="foreign", taxonomy="ecs"),
        make_rule(DETECTION, title="runs", id=None),
    ]
    loaded = load_rules(tmp_path, documents)
    assert [rule.title for rule in loaded.rules] == ["runs"]
    kinds = {left.title: left.kind for left in loaded.skipped}
    assert kinds == {
        "on Windows": "other_source",
        "of GuardDuty": "other_source",
        "old": "retired",
        "broken": "retired",
        "odd": "error",
        "unknown field": "error",
        "foreign": "error",
        "runs": "error",
    }
    assert (loaded.count("error"), loaded.count("other_source"), loaded.count("retired")) == (
        4,
        2,
        2,
    )
    said = {left.title: str(left) for left in loaded.skipped}
    place = tmp_path / "rule.yml"
    assert said["on Windows"] == (
        f"{place}: on Windows: document 2: its log source is windows, not CloudTrail"
    )
    assert said["unknown field"] == (
        f"{place}: unknown field: document 7: the field annotation is not kept in logs.cloudtrail"
    )
    assert f"has the id of {place}" in said["runs"]


def test_labels_that_are_not_sigmas_leave_out_no_rule(tmp_path: Path) -> None:
    labels = {"status": "production", "tags": ["persistence", "T1098", "attack.t1078"]}
    [found] = load_rules(tmp_path, [make_rule(DETECTION, **labels)]).rules
    assert (found.confidence, found.attacks) == (60, ("T1078",))


def test_an_id_need_not_be_a_uuid(tmp_path: Path) -> None:
    rules = [
        make_rule(DETECTION, title="one", id="CT-0001"),
        make_rule(DETECTION, title="again", id="ct-0001"),
        {
            "title": "many",
            "id": "CT-0002",
            "correlation": {
                "type": "event_count",
                "rules": ["CT-0001"],
                "timespan": "5m",
                "condition": {"gte": 2},
                "generate": True,
            },
        },
        {
            "title": "not alice",
            "id": "F-1",
            "logsource": SOURCE,
            "filter": {
                "rules": ["CT-0001"],
                "selection": {"userIdentity.userName": "alice"},
                "condition": "NOT selection",
            },
        },
    ]
    loaded = load_rules(tmp_path, rules)
    assert [rule.id for rule in loaded.rules] == ["sigma.ct_0001", "sigma.ct_0002"]
    assert [left.title for left in loaded.skipped] == ["again"]
    bob = {"eventName": "X", "userIdentity": {"userName": "bob"}}
    with open_log([make_record(bob, "e1"), make_record({"eventName": "X"}, "e2")]) as engine:
        assert [row["act"] for row in engine.rows(loaded.rules[0].sql)] == ["e1"]


def test_a_field_that_no_record_has_is_noted(tmp_path: Path) -> None:
    detection = {
        "selection": {"eventName": "X"},
        "filter": {"type": "AssumedRole"},
        "condition": "selection and not filter",
    }
    loaded = load_rules(tmp_path, [make_rule(detection)])
    assert loaded.notes == (
        f"{tmp_path / 'rule.yml'}: A rule: records of CloudTrail have no field type",
    )
    assert find_events(tmp_path, [make_rule(detection)], [{"eventName": "X"}]) == ["e0"]


def test_a_folder_is_read_whole_and_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text(yaml.safe_dump(make_rule(DETECTION, title="outside")), encoding="utf-8")
    folder = tmp_path / "rules"
    (folder / "cloud" / "aws").mkdir(parents=True)
    for name, title in (("b.yaml", "b"), ("cloud/aws/a.yml", "a")):
        text = yaml.safe_dump(make_rule(DETECTION, title=title))
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "README.md").write_text("not a rule", encoding="utf-8")
    (folder / "bad.yml").write_text("a: [", encoding="utf-8")
    (folder / "link.yml").symlink_to(outside)
    loaded = load_sigma(folder)
    assert [rule.title for rule in loaded.rules] == ["b", "a"]
    [left] = loaded.skipped
    assert (left.path, left.kind) == (folder / "bad.yml", "error")


def test_a_folder_without_rules_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no Sigma rules; they end in"):
        load_sigma(tmp_path)
    with pytest.raises(BadInput, match="no such folder"):
        load_sigma(tmp_path / "missing")


def test_rules_of_several_files_are_correlated(tmp_path: Path) -> None:
    correlation = {
        "title": "many",
        "correlation": {
            "type": "event_count",
            "rules": [UUID],
            "timespan": "5m",
            "group-by": ["userIdentity.arn"],
            "condition": {"gte": 2},
        },
    }
    (tmp_path / "a.yml").write_text(yaml.safe_dump(correlation), encoding="utf-8")
    rule = make_rule(DETECTION, id=UUID, title="one")
    (tmp_path / "b.yml").write_text(yaml.safe_dump(rule), encoding="utf-8")
    loaded = load_sigma(tmp_path)
    assert ([rule.title for rule in loaded.rules], loaded.parts) == (["many"], 1)
    correlation["correlation"]["generate"] = True  # type: ignore[index] # a mapping
    (tmp_path / "a.yml").write_text(yaml.safe_dump(correlation), encoding="utf-8")
    loaded = load_sigma(tmp_path)
    assert ([rule.title for rule in loaded.rules], loaded.parts) == (["many", "one"], 0)


def test_a_filter_is_put_on_the_rules_that_it_names(tmp_path: Path) -> None:
    rule = make_rule(DETECTION, id=UUID)
    wanted = {
        "title": "not alice",
        "logsource": SOURCE,
        "filter": {
            "rules": [UUID],
            "selection": {"userIdentity.userName": "alice"},
            "condition": "not selection",
        },
    }
    events: list[dict[str, Any]] = [
        {"eventName": "X"},
        {"eventName": "X", "userIdentity": {"userName": "bob"}},
        {"eventName": "Y", "userIdentity": {"userName": "bob"}},
    ]
    assert find_events(tmp_path, [rule, wanted], events) == ["e1"]
    wanted["filter"]["rules"] = "any"  # type: ignore[index] # a mapping
    assert find_events(tmp_path, [wanted, rule], events) == ["e1"]
    wanted["filter"]["rules"] = ["another"]  # type: ignore[index] # a mapping
    assert find_events(tmp_path, [rule, wanted], events) == ["e0", "e1"]


def test_hostile_documents_leave_out_nothing_else(tmp_path: Path) -> None:
    documents = [
        make_rule(DETECTION, title="good"),
        make_rule({"selection": [[[[]]]], "condition": "selection"}, title="lists"),
        make_rule({"selection": {}, "condition": "selection"}, title="empty"),
        make_rule({"selection": {"eventName": {"a": "b"}}, "condition": "selection"}, title="map"),
        make_rule({"selection": None, "condition": "selection"}, title="nothing"),
        make_rule({"selection": {"eventName": "X"}, "condition": {"a": 1}}, title="no condition"),
        make_rule({"selection": {"eventName": "X"}}, title="without condition"),
        make_rule(DETECTION, title="source", logsource={"product": "aws", "definition": 5}),
        make_rule(DETECTION, title="listed", logsource={"product": ["aws"]}),
        make_rule(DETECTION, title="sources", logsource={}),
        {"title": "correlation", "correlation": {"rules": 5, "type": ["x"], "timespan": {}}},
        {"title": "filter", "logsource": SOURCE, "filter": {"rules": {}, "condition": 5}},
        make_rule(DETECTION, title="tags", tags=["", "x", 5, "attack.t1' or 1=1"]),
        make_rule(DETECTION, title="'; drop table x", id=UUID),
    ]
    loaded = load_rules(tmp_path, documents)
    assert {"good", "'; drop table x"} <= {rule.title for rule in loaded.rules}
    left_out = {left.title for left in loaded.skipped}
    assert {"empty", "no condition", "without condition", "source", "correlation"} <= left_out
    assert len(loaded.rules) + len(loaded.skipped) == len(documents)
    with open_log([make_record({"eventName": "X"}, "e1")]) as engine:
        for rule in loaded.rules:
            engine.rows(rule.sql)


def test_a_real_folder_runs_whole(tmp_path: Path) -> None:
    """RINGWALL_SIGMA names a folder of rules, such as a clone of SigmaHQ/sigma; else it is ours.

    RINGWALL_SIGMA_PLACEHOLDERS has what its placeholders stand for: `Legitimate_Countries=DE,FR`.
    """
    load_rules(tmp_path, [make_rule(DETECTION, title="One", id=UUID)])
    words = os.environ.get("RINGWALL_SIGMA_PLACEHOLDERS", "").split()
    folder = Path(os.environ.get("RINGWALL_SIGMA") or tmp_path)
    loaded = load_sigma(folder, read_placeholders(tuple(words)))
    assert loaded.rules
    assert [str(left) for left in loaded.skipped if left.kind == "error"] == []
    with open_log([make_record({}, "e1")]) as engine:
        for rule in loaded.rules:
            engine.rows(rule.sql)
