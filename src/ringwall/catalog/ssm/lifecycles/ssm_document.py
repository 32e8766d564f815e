"""How documents come and go. What they say is in their versions, which are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"Name": "{name}"}
_TAG = Step(
    "ssm.add_tags_to_resource",
    {"ResourceType": "Document", "ResourceId": "{name}", "Tags": "{tags|pairs}"},
    blast="none",
)


ssm_document = Lifecycle(
    table="ssm_document",
    find=Find(
        "ssm.list_documents",
        {
            "Filters": [
                {"Key": "Owner", "Values": ["Self"]},
                {"Key": "Name", "Values": ["{name}"]},
            ]
        },
        items="DocumentIdentifiers",
        match=_NAME,
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "name"),
    given=("document_content", "version_name"),
    create=Step(
        "ssm.create_document",
        {
            **_NAME,
            "Content": "{document_content|json}",
            "DocumentFormat": "JSON",
            "DocumentType": "{document_type}",
            "VersionName": "{version_name}",
            "Tags": "{tags|pairs}",
        },
        also=("ssm:AddTagsToResource",),
    ),
    creates=("name", "document_type", "tags"),
    updates=(Update(("tags",), _TAG),),
    erase=Step("ssm.delete_document", _NAME, retry=("InvalidDocumentOperation",)),
    parts={"ssm_document_permission": {"name": "name"}},
    by_hand={"document_type": "Delete the document of the other type, or give it another name."},
    owner="tag",
    retag=_TAG,
)
