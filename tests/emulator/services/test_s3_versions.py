"""Versions of objects where versioning is suspended."""

from typing import Any


def test_one_version_alone_is_deleted_while_versioning_is_off(client: Any) -> None:
    s3, name = client("s3"), {"Bucket": "inbox"}
    s3.create_bucket(**name)
    s3.put_bucket_versioning(**name, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(**name, Key="a", Body=b"1")["VersionId"]
    marker = s3.delete_object(**name, Key="a")["VersionId"]
    s3.put_bucket_versioning(**name, VersioningConfiguration={"Status": "Suspended"})
    s3.delete_object(**name, Key="a", VersionId=marker)
    found = s3.list_object_versions(**name)
    assert [one["VersionId"] for one in found["Versions"]] == [first]
    assert "DeleteMarkers" not in found
    assert s3.get_object(**name, Key="a")["Body"].read() == b"1"
    assert s3.get_bucket_versioning(**name)["Status"] == "Suspended"
