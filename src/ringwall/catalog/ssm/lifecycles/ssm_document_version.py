"""How versions of documents come and go. The first one comes with its document."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

version = Lifecycle(
    table="ssm_document_version",
    find=Find(
        "ssm.list_document_versions",
        {"Name": "{name}"},
        items="DocumentVersions",
        match={"VersionName": "{version_name}"},
        absent=("InvalidDocument",),
    ),
    identity=("name", "version_name"),
    ids=("document_version",),
    given=("document_content",),
    create=Step(
        "ssm.update_document",
        {
            "Name": "{name}",
            "Content": "{document_content|json}",
            "DocumentFormat": "JSON",
            "DocumentVersion": "$LATEST",
            "VersionName": "{version_name}",
        },
    ),
    creates=("name", "version_name"),
    erase=Step(
        "ssm.delete_document",
        {"Name": "{name}", "DocumentVersion": "{found.document_version}"},
    ),
)
