"""Removes what lets anyone use a version of a layer."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.lambda_statements import SID, StatementCalls, policy_probe, remove_public
from ringwall.model.change import Change, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import Shape, WriteShape

VERSION: Mapping[str, Shape] = {
    "LayerName": r"[\w-]{1,140}",
    "VersionNumber": range(1, 10**9),
    "StatementId": SID,
}
GET = "lambda:GetLayerVersion"
WRITES = (
    WriteShape("lambda.remove_layer_version_permission", VERSION),
    WriteShape(
        "lambda.add_layer_version_permission", {**VERSION, "Action": GET, "Principal": r"\*"}
    ),
)


@answers("lambda.layer_version_policy_is_not_public", writes=WRITES)
def close_layer_version(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Remove each statement that lets anyone read the layer; functions that use it keep it."""
    _, _, name = finding.resource.partition(":layer:")
    version = {"LayerName": name.partition(":")[0], "VersionNumber": int(name.rpartition(":")[2])}

    def remove(sid: str) -> Write:
        parameters = {**version, "StatementId": sid}
        return Write("lambda.remove_layer_version_permission", parameters)

    def add(statement: Row) -> Write | None:
        if statement.get("Condition") or statement.get("Action") != GET:
            return None
        who = {"StatementId": statement["Sid"], "Action": GET, "Principal": "*"}
        return Write("lambda.add_layer_version_permission", {**version, **who})

    probe = policy_probe("lambda.get_layer_version_policy", version)
    return remove_public(finding, reader, StatementCalls(probe, remove, add))
