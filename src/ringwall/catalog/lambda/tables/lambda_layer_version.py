"""Versions of Lambda layers: code that functions share, each with a policy of its own."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Call, Reader, Row, Table, document, text, texts


def _versions(reader: Reader) -> Iterator[Row | CallFailed]:
    """Yield every version of every layer; layers that were deleted meanwhile have none.

    In place of the versions of a layer that cannot be listed: why they cannot.
    """
    for layer in reader.items("lambda.list_layers", "Layers"):
        name = layer["LayerName"]
        try:
            for version in reader.items(
                "lambda.list_layer_versions", "LayerVersions", LayerName=name
            ):
                yield {**version, "LayerName": name}
        except CallFailed as error:
            if error.code != "ResourceNotFoundException":
                yield error


layer_version = Table(
    name="lambda_layer_version",
    doc="A version of a Lambda layer, with the policy that says which accounts can use its code.",
    cloudformation="AWS::Lambda::LayerVersion",
    fetch=_versions,
    arn="LayerVersionArn",
    calls=(
        Call(
            "lambda.get_layer_version_policy",
            "Policy",
            {"LayerName": "{LayerName}", "VersionNumber": "{Version}"},
            into="Policy",
            absent=("ResourceNotFoundException",),
        ),
    ),
    columns=(
        text("layer_name", "LayerName", "The layer's name."),
        text("description", "Description", "What it says of itself.", default=""),
        texts(
            "compatible_runtimes",
            "CompatibleRuntimes",
            "python3.12, ...: the runtimes that it is for; none for any.",
            default=[],
        ),
        document("policy", "Policy", "Its policy; {} where there is none.", required=True),
    ),
    policy="policy",
)
