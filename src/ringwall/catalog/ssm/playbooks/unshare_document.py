"""Stops sharing an SSM document with everybody."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "ssm.modify_document_permission",
        {
            "Name": r"[\w.-]{3,128}",
            "PermissionType": "Share",
            "AccountIdsToRemove?": ("all|All",),
            "AccountIdsToAdd?": ("all|All",),
        },
    ),
)


@answers("ssm.document_is_not_public", writes=WRITES)
def unshare_document(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Stop sharing the document with everybody; named accounts keep their access."""
    document = {"Name": finding.resource.partition("document/")[2], "PermissionType": "Share"}
    take = "AccountIds[?@=='all' || @=='All'] | [0]"

    def share(state: str | None) -> Write:
        change = {"AccountIdsToAdd": [state]} if state else {"AccountIdsToRemove": ["all"]}
        return Write("ssm.modify_document_permission", {**document, **change})

    return change_setting(
        finding,
        reader,
        Probe("ssm.describe_document_permission", document, take),
        share,
        after=None,
        why="any AWS account can read and run the document while it is shared with all",
        blast="availability",
    )
