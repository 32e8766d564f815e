"""IAM Access Analyzer: analyzers, and the findings that nobody sees."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.model.errors import AccessDenied, CallFailed


def test_analyzers_are_read_with_their_archive_rules(
    live: Any, aws: Callable[[str], Any], collect: Callable[..., Any]
) -> None:
    assert collect(live, "accessanalyzer_analyzer") == ({}, [])
    client = aws("accessanalyzer")
    own = {"isPublic": {"eq": ["false"]}}
    client.create_analyzer(
        analyzerName="external",
        type="ACCOUNT",
        tags={"team": "web"},
        archiveRules=[{"ruleName": "own", "filter": own}],
    )
    client.create_analyzer(
        analyzerName="unused",
        type="ACCOUNT_UNUSED_ACCESS",
        configuration={"unusedAccess": {"unusedAccessAge": 45}},
    )
    rows, gaps = collect(live, "accessanalyzer_analyzer")
    assert gaps == []
    found = {row["name"]: row for row in rows["accessanalyzer_analyzer"]}
    assert (found["external"]["type"], found["external"]["status"]) == ("ACCOUNT", "ACTIVE")
    assert found["external"]["tags"] == {"team": "web"}
    assert (found["external"]["unused_access_age"], found["unused"]["unused_access_age"]) == (0, 45)
    (rule,) = rows["accessanalyzer_archive_rule"]
    assert (rule["analyzer_name"], rule["rule_name"]) == ("external", "own")
    assert rule["arn"] == f"{found['external']['arn']}/archive-rule/own"
    assert rule["filter"]["isPublic"]["eq"] == ["false"]


def test_rules_that_were_denied_are_a_gap(collect: Callable[..., Any], canned: type[Any]) -> None:
    analyzer = {
        "arn": "arn:aws:access-analyzer:eu-west-1:111111111111:analyzer/a",
        "name": "a",
        "type": "ACCOUNT",
        "status": "ACTIVE",
    }
    answers = {
        "accessanalyzer.list_analyzers": {"analyzers": [analyzer]},
        "accessanalyzer.list_archive_rules": AccessDenied("no", "AccessDeniedException"),
    }
    rows, gaps = collect(canned(answers), "accessanalyzer_analyzer")
    (found,) = rows["accessanalyzer_analyzer"]
    assert json.loads(found["raw"]) == analyzer
    assert {gap.table_name for gap in gaps} == {
        "accessanalyzer_analyzer",
        "accessanalyzer_archive_rule",
    }
    gone = CallFailed("gone", "ResourceNotFoundException")
    rows, gaps = collect(
        canned(answers | {"accessanalyzer.list_archive_rules": gone}), "accessanalyzer_analyzer"
    )
    assert (dict(rows), gaps) == ({}, [])
