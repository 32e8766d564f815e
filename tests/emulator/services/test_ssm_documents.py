import json
from typing import Any

NAME = "SSM-SessionManagerRunShell"


def write(bucket: str) -> str:
    inputs = {"s3BucketName": bucket, "s3EncryptionEnabled": True}
    document = {"schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": inputs}
    return json.dumps(document)


def test_preferences_of_sessions_are_a_document_with_versions(client: Any, refusal: Any) -> None:
    ssm = client("ssm")
    given = {"Name": NAME, "DocumentFormat": "JSON"}
    made = ssm.create_document(Content=write("a"), DocumentType="Session", **given)
    assert made["DocumentDescription"]["PlatformTypes"] == ["Windows", "Linux", "MacOS"]
    ssm.update_document(Content=write("b"), DocumentVersion="$LATEST", **given)
    ssm.update_document_default_version(Name=NAME, DocumentVersion="2")
    shown = ssm.get_document(Name=NAME)
    assert json.loads(shown["Content"])["inputs"]["s3BucketName"] == "b"
    versions = ssm.list_document_versions(Name=NAME)["DocumentVersions"]
    assert [(v["DocumentVersion"], v["IsDefaultVersion"]) for v in versions] == [
        ("2", True),
        ("1", False),
    ]
    own = [{"Key": "Owner", "Values": ["Self"]}]
    assert [d["Name"] for d in ssm.list_documents(Filters=own)["DocumentIdentifiers"]] == [NAME]
    assert refusal(ssm.list_document_versions, Name="none")[0] == "InvalidDocument"
