"""The newer Security Hub, which correlates findings; the older one is Security Hub CSPM."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Call, Reader, Row, Table, text


def _hub(reader: Reader) -> Iterator[Row]:
    with unless_gone("ResourceNotFoundException"):
        yield reader.call("securityhub.describe_security_hub_v2")


hub = Table(
    name="securityhub_hub_v2",
    doc="The newer Security Hub (V2) in a Region; without a row it is off there.",
    cloudformation="AWS::SecurityHub::HubV2",
    fetch=_hub,
    arn="HubV2Arn",
    tags="Tags",
    calls=(
        Call(
            "securityhub.list_tags_for_resource", "Tags", {"ResourceArn": "{HubV2Arn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("hub_v2_arn", "HubV2Arn", "Its ARN."),
        text("subscribed_at", "SubscribedAt", "When it was enabled."),
    ),
)
