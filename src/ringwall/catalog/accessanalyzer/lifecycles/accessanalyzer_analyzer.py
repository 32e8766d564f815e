"""How analyzers come, change and go: their type, and the age of unused access, are for good."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

BUSY = ("ConflictException", "ThrottlingException")
TAG = Step(
    "accessanalyzer.tag_resource",
    {"resourceArn": "{found.arn}", "tags": "{tags}"},
    retry=BUSY,
    blast="none",
)

analyzer = Lifecycle(
    table="accessanalyzer_analyzer",
    find=Find("accessanalyzer.list_analyzers", items="analyzers", match={"name": "{name}"}),
    identity=("name",),
    named_by=("name",),
    create=Step(
        "accessanalyzer.create_analyzer",
        {
            "analyzerName": "{name}",
            "type": "{type}",
            "configuration": "{configuration}",
            "tags": "{tags}",
        },
        # The service-linked role, or the delegation of the organization, is not seen yet.
        retry=(*BUSY, "ValidationException"),
        blast="none",
        also=(
            "iam:CreateServiceLinkedRole",
            "organizations:DescribeOrganization",
            "organizations:ListAWSServiceAccessForOrganization",
            "organizations:ListDelegatedAdministrators",
        ),
    ),
    creates=("name", "type", "configuration", "tags"),
    updates=(
        Update(
            ("configuration",),
            Step(
                "accessanalyzer.update_analyzer",
                {"analyzerName": "{name}", "configuration": "{configuration}"},
                retry=BUSY,
                blast="none",
            ),
        ),
        Update(("tags",), TAG),
    ),
    erase=Step("accessanalyzer.delete_analyzer", {"analyzerName": "{name}"}, retry=BUSY),
    replaced_by=("type", "unused_access_age"),
    normal={"configuration": "json"},
    owner="tag",
    retag=TAG,
)
