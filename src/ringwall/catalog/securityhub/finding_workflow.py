"""The workflow of a finding in Security Hub: told as a Change that somebody is at it.

https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WorkflowStatus = Literal["NOTIFIED", "RESOLVED"]
AUTHOR = "ringwall"
LONGEST_NOTE = 512
_ID = r"[\x20-\x7e]{1,512}"
_PRODUCT = r"arn:aws[\w-]*:securityhub:[a-z0-9-]+:(\d{12})?:product/[\w/.-]{1,200}"
WORKFLOW_WRITES = (
    WriteShape(
        "securityhub.batch_update_findings",
        {
            "FindingIdentifiers": ({"Id": _ID, "ProductArn": _PRODUCT},),
            "Workflow": {"Status": "NEW|NOTIFIED|RESOLVED|SUPPRESSED"},
            "Note?": {"Text": r"[\x20-\x7e]{1,512}", "UpdatedBy": AUTHOR},
        },
    ),
)
WORKFLOW_READS = ("securityhub.get_findings",)
NO_HUB = frozenset({"InvalidAccessException", "ResourceNotFoundException"})
"""What Security Hub says where it is not enabled."""


def mark_finding(
    reader: Reader, record: Mapping[str, Any], status: WorkflowStatus, note: str
) -> Iterator[Change]:
    """Yield the Change that says in Security Hub how a finding stands; none where it has not it.

    `record` is the finding as its product wrote it: in ASFF, or GuardDuty's own. What a person has
    suppressed or resolved stays so.
    """
    key = _find_key(record)
    if key is None:
        return
    filters = {
        name: [{"Value": value, "Comparison": "EQUALS"}] for name, value in key.items() if value
    }
    try:
        answer = reader.call("securityhub.get_findings", Filters=filters)
    except CallFailed as error:
        if error.is_one_of(NO_HUB):
            return
        raise
    for found in answer.get("Findings", [])[:1]:
        before = found.get("Workflow", {}).get("Status", "NEW")
        if before in ("RESOLVED", "SUPPRESSED", status):
            return
        yield _change(reader, found, before, status, note)


def keep_key(record: Mapping[str, Any]) -> dict[str, str]:
    """Return what of a record is enough to find it in Security Hub again; {} where it is not there.

    `mark_finding` takes it in place of the record.
    """
    key = _find_key(record)
    if key is None:
        return {}
    return key if "ProductArn" in key else {"arn": key["Id"]}


def _change(
    reader: Reader, found: Mapping[str, Any], before: str, status: WorkflowStatus, note: str
) -> Change:
    which = {"Id": found["Id"], "ProductArn": found["ProductArn"]}
    filters = {
        name: [{"Value": value, "Comparison": "EQUALS"}]
        for name, value in (("Id", which["Id"]), ("ProductArn", which["ProductArn"]))
    }
    operation = "securityhub.batch_update_findings"
    text = re.sub(r"[^\x20-\x7e]", "?", note)[:LONGEST_NOTE]
    identifiers = {"FindingIdentifiers": [which]}
    return Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=str(which["Id"]),
        write=Write(
            operation,
            {
                **identifiers,
                "Workflow": {"Status": status},
                "Note": {"Text": text, "UpdatedBy": AUTHOR},
            },
        ),
        probe=Probe(
            "securityhub.get_findings", {"Filters": filters}, "Findings[0].Workflow.Status"
        ),
        before=before,
        after=status,
        why="who looks at the finding sees that a response is at work, and its case",
        layer="response",
        blast="none",
        undo=Write(operation, {**identifiers, "Workflow": {"Status": before}}),
        stage="recover",
    )


def _find_key(record: Mapping[str, Any]) -> dict[str, str] | None:
    """Return by what Security Hub finds a record; of GuardDuty's own, its copy has the ARN."""
    product, name = record.get("ProductArn"), record.get("Id")
    if isinstance(product, str) and isinstance(name, str):
        is_known = re.fullmatch(_PRODUCT, product) and re.fullmatch(_ID, name)
        return {"Id": name, "ProductArn": product} if is_known else None
    arn = record.get("arn")
    if isinstance(arn, str) and re.fullmatch(r"arn:aws[\w-]*:guardduty:[\x21-\x7e]{1,400}", arn):
        return {"Id": arn}
    return None
