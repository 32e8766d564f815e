from typing import Any

import pytest
from security_accounts import make_accounts

from ringwall.emulator.app import Emulator

PUBLIC = "Policy:IAMUser/S3BucketPublic"
PERSONAL = "SensitiveData:S3Object/Personal"


@pytest.fixture
def macie(client: Any) -> Any:
    found = client("macie2")
    found.enable_macie()
    return found


def test_samples_are_found_by_criteria(macie: Any, refusal: Any) -> None:
    macie.create_sample_findings(findingTypes=[PUBLIC, PERSONAL])
    ids = macie.list_findings(findingCriteria={"criterion": {"category": {"eq": ["POLICY"]}}})
    (found,) = macie.get_findings(findingIds=ids["findingIds"])["findings"]
    assert (found["type"], found["sample"]) == (PUBLIC, True)
    assert found["severity"] == {"description": "High", "score": 3}
    assert found["resourcesAffected"]["s3Bucket"]["name"] == "sample-bucket"
    criteria = {"criterion": {"type": {"neq": [PUBLIC]}}}
    ids = macie.list_findings(findingCriteria=criteria)["findingIds"]
    (found,) = macie.get_findings(findingIds=ids)["findings"]
    assert found["classificationDetails"]["result"]["sensitiveData"][0]["totalCount"] == 1
    call = macie.create_sample_findings
    assert refusal(call, findingTypes=["Policy:IAMUser/MadeUp"])[0] in {
        "ValidationException",
        "SerializationException",
    }


def test_all_types_come_in_pages(macie: Any) -> None:
    macie.create_sample_findings()
    pages = macie.get_paginator("list_findings").paginate(PaginationConfig={"PageSize": 6})
    assert [len(page["findingIds"]) for page in pages] == [6, 5]


def test_administrator_sees_what_members_find_and_all_are_told(
    client: Any, emulator: Emulator
) -> None:
    admin, dev = make_accounts(client, "security", "dev")
    client("macie2").enable_organization_admin_account(adminAccountId=admin)
    above, below = client("macie2", admin), client("macie2", dev)
    above.create_member(account={"accountId": dev, "email": "dev@example.com"})
    client("securityhub", dev).enable_security_hub()
    below.create_sample_findings(findingTypes=[PUBLIC])
    ids = above.list_findings()["findingIds"]
    (found,) = above.get_findings(findingIds=ids)["findings"]
    assert found["accountId"] == dev
    told = [e for e in emulator.state.published if e.source == "aws.macie"]
    assert [(e.account_id, e.detail_type) for e in told] == [
        (dev, "Macie Finding"),
        (admin, "Macie Finding"),
    ]
    (shown,) = client("securityhub", dev).get_findings()["Findings"]
    assert shown["ProductName"] == "Macie"
    assert shown["Resources"][0]["Id"] == "arn:aws:s3:::sample-bucket"


def test_allow_lists_are_kept(macie: Any, refusal: Any) -> None:
    made = macie.create_allow_list(name="ours", criteria={"regex": "[a-z]+"})
    assert macie.get_allow_list(id=made["id"])["status"]["code"] == "OK"
    words = {"s3WordsList": {"bucketName": "none", "objectKey": "words"}}
    macie.update_allow_list(id=made["id"], name="words", criteria=words)
    found = macie.get_allow_list(id=made["id"])
    assert (found["name"], found["status"]["code"]) == ("words", "S3_OBJECT_NOT_FOUND")
    assert [kept["id"] for kept in macie.list_allow_lists()["allowLists"]] == [made["id"]]
    wrong = {"name": "bad", "criteria": {"regex": "("}}
    assert refusal(macie.create_allow_list, **wrong)[0] == "ValidationException"
    macie.delete_allow_list(id=made["id"])
    assert refusal(macie.get_allow_list, id=made["id"])[0] == "ResourceNotFoundException"


def test_identifiers_are_kept_also_when_deleted(macie: Any, refusal: Any) -> None:
    new = {"name": "badge", "regex": "B-[0-9]{6}", "keywords": ["badge"]}
    made = macie.create_custom_data_identifier(**new)["customDataIdentifierId"]
    assert refusal(macie.create_custom_data_identifier, **new)[0] == "ConflictException"
    found = macie.get_custom_data_identifier(id=made)
    assert (found["regex"], found["deleted"]) == ("B-[0-9]{6}", False)
    macie.delete_custom_data_identifier(id=made)
    assert macie.get_custom_data_identifier(id=made)["deleted"] is True
    assert macie.list_custom_data_identifiers()["items"] == []


def test_jobs_are_kept_and_stay_cancelled(macie: Any, refusal: Any) -> None:
    buckets = [{"accountId": "123456789012", "buckets": ["data"]}]
    definition = {"bucketDefinitions": buckets}
    new = {"name": "scan", "jobType": "ONE_TIME", "s3JobDefinition": definition}
    made = macie.create_classification_job(clientToken="t", **new)["jobId"]
    call = macie.create_classification_job
    assert refusal(call, clientToken="u", **new)[0] == "ConflictException"
    unknown = {**new, "name": "other", "customDataIdentifierIds": ["none"]}
    assert refusal(call, clientToken="u", **unknown)[0] == "ResourceNotFoundException"
    found = macie.describe_classification_job(jobId=made)
    assert (found["jobStatus"], found["s3JobDefinition"]) == ("RUNNING", definition)
    (listed,) = macie.list_classification_jobs()["items"]
    assert listed["bucketDefinitions"] == buckets
    macie.update_classification_job(jobId=made, jobStatus="CANCELLED")
    again = {"jobId": made, "jobStatus": "RUNNING"}
    assert refusal(macie.update_classification_job, **again)[0] == "ValidationException"
