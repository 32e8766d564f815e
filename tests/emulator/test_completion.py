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
    answer = client("ec2").get_allowed_images_settings()
    assert answer.keys() == {"ResponseMetadata"}
    assert [g.call for g in emulator.guesses] == ["ec2:GetAllowedImagesSettings"]


def test_operation_beyond_the_verbs_is_refused(client: Any, refusal: Any) -> None:
    code, status = refusal(client("accessanalyzer").check_no_public_access,
        policyDocument="{}", resourceType="AWS::S3::Bucket")  # fmt: skip
    assert (code, status) == ("UnknownOperationException", 501)


def test_update_changes_what_it_names_and_keeps_the_rest(client: Any) -> None:
    analyzer = client("accessanalyzer")
    made = analyzer.create_analyzer(analyzerName="org", type="ACCOUNT_UNUSED_ACCESS")
    age = {"unusedAccess": {"unusedAccessAge": 90}}
    assert analyzer.update_analyzer(analyzerName="org", configuration=age)["configuration"] == age
    found = analyzer.get_analyzer(analyzerName="org")["analyzer"]
    assert (found["configuration"], found["type"]) == (age, "ACCOUNT_UNUSED_ACCESS")
    assert found["arn"] == made["arn"]


def test_deleting_what_is_not_there_is_an_error(client: Any, refusal: Any) -> None:
    analyzer = client("accessanalyzer")
    analyzer.create_analyzer(analyzerName="org", type="ACCOUNT")
    assert refusal(analyzer.delete_analyzer, analyzerName="other") == (
        "ResourceNotFoundException",
        404,
    )
    assert len(analyzer.list_analyzers()["analyzers"]) == 1


def test_list_is_filtered_by_what_the_call_names(client: Any) -> None:
    analyzer = client("accessanalyzer")
    for name, kind in (("a", "ACCOUNT"), ("b", "ORGANIZATION"), ("c", "ACCOUNT")):
        analyzer.create_analyzer(analyzerName=name, type=kind)
    found = analyzer.list_analyzers(type="ACCOUNT", maxResults=50)["analyzers"]
    assert [a["name"] for a in found] == ["a", "c"]
    assert analyzer.list_analyzers(type="ORGANIZATION_UNUSED_ACCESS")["analyzers"] == []


def test_things_of_two_nouns_are_apart(client: Any) -> None:
    analyzer = client("accessanalyzer")
    analyzer.create_analyzer(analyzerName="org", type="ACCOUNT")
    assert analyzer.list_archive_rules(analyzerName="org")["archiveRules"] == []
    closed = {"resourceType": {"eq": ["AWS::S3::Bucket"]}}
    analyzer.create_archive_rule(analyzerName="org", ruleName="closed", filter=closed)
    (rule,) = analyzer.list_archive_rules(analyzerName="org")["archiveRules"]
    assert (rule["ruleName"], rule["filter"]) == ("closed", closed)
    assert analyzer.get_archive_rule(analyzerName="org", ruleName="closed")["archiveRule"] == rule


def test_enabling_and_disabling_make_and_remove_a_setting(client: Any) -> None:
    ec2 = client("ec2")
    assert "State" not in ec2.get_allowed_images_settings()
    ec2.enable_allowed_images_settings(AllowedImagesSettingsState="enabled")
    assert ec2.get_allowed_images_settings()["State"] == "enabled"
    assert "State" not in client("ec2", "", "eu-west-1").get_allowed_images_settings()
    ec2.disable_allowed_images_settings()
    assert "State" not in ec2.get_allowed_images_settings()


def test_modified_options_are_described_in_their_structure(client: Any) -> None:
    ec2 = client("ec2")
    ec2.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-bidirectional")
    found = ec2.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]
    assert found["InternetGatewayBlockMode"] == "block-bidirectional"


def test_status_is_read_of_what_was_registered(client: Any, refusal: Any) -> None:
    audits = client("auditmanager")
    assert refusal(audits.get_account_status)[0] == "ResourceNotFoundException"
    audits.register_account()
    assert audits.get_account_status()["status"] == "ACTIVE"


def test_made_up_ids_are_the_same_in_every_run(client: Any, emulator: Emulator) -> None:
    first = client("detective").create_graph()["GraphArn"]
    assert first.startswith("arn:aws:detective:us-east-1:123456789012:graph/")
    second = client("detective").create_graph()["GraphArn"]
    emulator.reset()
    assert [client("detective").create_graph()["GraphArn"] for _ in "12"] == [first, second]
    assert first != second


def test_list_of_things_without_a_name_finds_all(client: Any, refusal: Any) -> None:
    detective = client("detective")
    made = [detective.create_graph()["GraphArn"] for _ in "12"]
    assert [g["Arn"] for g in detective.list_graphs()["GraphList"]] == made
    detective.delete_graph(GraphArn=made[0])
    assert [g["Arn"] for g in detective.list_graphs()["GraphList"]] == made[1:]
    assert refusal(detective.delete_graph, GraphArn=made[0])[0] == "ResourceNotFoundException"
