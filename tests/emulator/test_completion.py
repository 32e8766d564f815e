from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.completion import canonical


@pytest.mark.parametrize(
    ("member", "noun", "expected"),
    [
        ("analyzerName", "Analyzer", "name"),
        ("GraphArn", "Graph", "arn"),
        ("type", "Analyzer", "type"),
        ("DetectorId", "PublishingDetector", "id"),
    ],
)
def test_member_is_known_by_its_name_without_the_noun(
    member: str, noun: str, expected: str
) -> None:
    assert canonical(member, noun) == expected


def test_what_was_created_is_listed_read_and_deleted(client: Any, refusal: Any) -> None:
    analyzer = client("accessanalyzer")
    arn = analyzer.create_analyzer(analyzerName="org", type="ORGANIZATION")["arn"]
    listed = analyzer.list_analyzers()["analyzers"]
    assert [(a["name"], a["type"], a["arn"]) for a in listed] == [("org", "ORGANIZATION", arn)]
    assert analyzer.get_analyzer(analyzerName="org")["analyzer"]["name"] == "org"
    analyzer.delete_analyzer(analyzerName="org")
    assert analyzer.list_analyzers()["analyzers"] == []
    code = refusal(analyzer.get_analyzer, analyzerName="org")[0]
    assert code == "ResourceNotFoundException"


def test_records_are_apart_by_account_and_region(client: Any, member: str) -> None:
    client("accessanalyzer", member).create_analyzer(analyzerName="org", type="ACCOUNT")
    assert client("accessanalyzer").list_analyzers()["analyzers"] == []
    elsewhere = client("accessanalyzer", member, "eu-west-1")
    assert elsewhere.list_analyzers()["analyzers"] == []


def test_second_of_a_name_is_a_conflict(client: Any, refusal: Any) -> None:
    analyzer = client("accessanalyzer")
    analyzer.create_analyzer(analyzerName="org", type="ACCOUNT")
    code = refusal(analyzer.create_analyzer, analyzerName="org", type="ACCOUNT")[0]
    assert code == "ConflictException"


def test_every_made_up_value_is_recorded(client: Any, emulator: Emulator) -> None:
    client("accessanalyzer").create_analyzer(analyzerName="org", type="ACCOUNT")
    status = client("accessanalyzer").list_analyzers()["analyzers"][0]["status"]
    assert ("accessanalyzer:ListAnalyzers", "status", status) in [
        (g.call, g.member, g.value) for g in emulator.guesses
    ]


def test_setting_that_nobody_made_has_no_value(client: Any, emulator: Emulator) -> None:
    answer = client("ec2").describe_vpc_block_public_access_options()
    assert answer.keys() == {"ResponseMetadata"}
    assert [g.call for g in emulator.guesses] == ["ec2:DescribeVpcBlockPublicAccessOptions"]


def test_operation_beyond_the_verbs_is_refused(client: Any, refusal: Any) -> None:
    code, status = refusal(client("accessanalyzer").check_no_public_access,
        policyDocument="{}", resourceType="AWS::S3::Bucket")  # fmt: skip
    assert (code, status) == ("UnknownOperationException", 501)
