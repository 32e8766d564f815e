from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

EVIDENCE = {"Bucket": "evidence", "Key": "case"}


@pytest.fixture
def s3(client: Any) -> Any:
    made = client("s3")
    made.create_bucket(Bucket="evidence", ObjectLockEnabledForBucket=True)
    return made


def in_days(days: int) -> datetime:
    return (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)


def keep(mode: str, days: int) -> dict[str, Any]:
    return EVIDENCE | {"Retention": {"Mode": mode, "RetainUntilDate": in_days(days)}}


def test_default_retention_protects_each_version(s3: Any, refusal: Any) -> None:
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 30}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    s3.put_object_lock_configuration(Bucket="evidence", ObjectLockConfiguration=lock)
    assert s3.get_object_lock_configuration(Bucket="evidence")["ObjectLockConfiguration"] == lock
    version = s3.put_object(**EVIDENCE, Body=b"x")["VersionId"]
    held = s3.get_object_retention(**EVIDENCE)["Retention"]
    assert held["Mode"] == "COMPLIANCE"
    assert in_days(29) < held["RetainUntilDate"] < in_days(31)
    assert refusal(s3.delete_object, VersionId=version, **EVIDENCE) == ("AccessDenied", 403)
    gone = {"Objects": [{"Key": "case", "VersionId": version}]}
    errors = s3.delete_objects(Bucket="evidence", Delete=gone)["Errors"]
    assert errors[0]["Code"] == "AccessDenied"
    marker = s3.delete_object(**EVIDENCE)["VersionId"]
    assert refusal(s3.head_object, **EVIDENCE) == ("404", 404)
    s3.delete_object(VersionId=marker, **EVIDENCE)
    assert s3.get_object(**EVIDENCE)["Body"].read() == b"x"


def test_the_default_of_a_bucket_with_objects_can_be_changed(s3: Any) -> None:
    s3.put_object(**EVIDENCE, Body=b"x")
    for mode, days in (("COMPLIANCE", 30), ("GOVERNANCE", 1)):
        rule = {"DefaultRetention": {"Mode": mode, "Days": days}}
        lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
        s3.put_object_lock_configuration(Bucket="evidence", ObjectLockConfiguration=lock)
        found = s3.get_object_lock_configuration(Bucket="evidence")["ObjectLockConfiguration"]
        assert found == lock


def test_compliance_only_grows(s3: Any, refusal: Any) -> None:
    s3.put_object(**EVIDENCE, Body=b"x")
    assert refusal(s3.get_object_retention, **EVIDENCE)[0] == "NoSuchObjectLockConfiguration"
    s3.put_object_retention(**keep("COMPLIANCE", 30))
    for change in (keep("COMPLIANCE", 1), keep("GOVERNANCE", 90)):
        code, _ = refusal(s3.put_object_retention, BypassGovernanceRetention=True, **change)
        assert code == "AccessDenied"
    s3.put_object_retention(**keep("COMPLIANCE", 90))
    assert s3.get_object_retention(**EVIDENCE)["Retention"]["RetainUntilDate"] > in_days(80)


def test_governance_gives_way_to_who_may_bypass_it(s3: Any, refusal: Any) -> None:
    version = s3.put_object(**EVIDENCE, Body=b"x")["VersionId"]
    s3.put_object_retention(**keep("GOVERNANCE", 30))
    assert refusal(s3.put_object_retention, **keep("GOVERNANCE", 1))[0] == "AccessDenied"
    s3.put_object_retention(BypassGovernanceRetention=True, **keep("GOVERNANCE", 1))
    assert refusal(s3.delete_object, VersionId=version, **EVIDENCE)[0] == "AccessDenied"
    s3.delete_object(VersionId=version, BypassGovernanceRetention=True, **EVIDENCE)
    assert "Versions" not in s3.list_object_versions(Bucket="evidence")


def test_legal_hold_has_no_end(s3: Any, refusal: Any) -> None:
    version = s3.put_object(**EVIDENCE, Body=b"x")["VersionId"]
    assert refusal(s3.get_object_legal_hold, **EVIDENCE)[0] == "NoSuchObjectLockConfiguration"
    s3.put_object_legal_hold(LegalHold={"Status": "ON"}, **EVIDENCE)
    assert s3.get_object_legal_hold(**EVIDENCE)["LegalHold"]["Status"] == "ON"
    gone = {"VersionId": version, "BypassGovernanceRetention": True}
    assert refusal(s3.delete_object, **gone, **EVIDENCE)[0] == "AccessDenied"
    s3.put_object_legal_hold(LegalHold={"Status": "OFF"}, **EVIDENCE)
    s3.delete_object(VersionId=version, **EVIDENCE)


def test_lock_needs_its_bucket_and_a_future(s3: Any, refusal: Any) -> None:
    off = {"Status": "Suspended"}
    code, status = refusal(s3.put_bucket_versioning, Bucket="evidence", VersioningConfiguration=off)
    assert (code, status) == ("InvalidBucketState", 409)
    s3.put_object(**EVIDENCE, Body=b"x")
    assert refusal(s3.put_object_retention, **keep("GOVERNANCE", -1))[0] == "InvalidArgument"
    s3.create_bucket(Bucket="plain")
    s3.put_object(Bucket="plain", Key="case", Body=b"x")
    plain = {"Bucket": "plain", "Key": "case"}
    assert refusal(s3.get_object_retention, **plain)[0] == "InvalidRequest"
    none = {"Bucket": "evidence", "Key": "none"}
    assert refusal(s3.get_object_retention, **none) == ("NoSuchKey", 404)
