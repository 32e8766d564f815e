"""The standards that Security Hub checks, one by one."""

from collections.abc import Iterator

from ringwall.catalog.securityhub.hub import read_hub
from ringwall.model.table import Reader, Row, Table, text


def _standards(reader: Reader) -> Iterator[Row]:
    for _ in read_hub(reader):
        yield from reader.items(
            "securityhub.get_enabled_standards", "StandardsSubscriptions", MaxResults=100
        )


standard = Table(
    name="securityhub_standard",
    doc="A standard that Security Hub checks in a Region.",
    cloudformation="AWS::SecurityHub::Standard",
    fetch=_standards,
    arn="StandardsSubscriptionArn",
    columns=(
        text("standards_arn", "StandardsArn", "The standard.", required=True),
        text(
            "standards_subscription_arn",
            "StandardsSubscriptionArn",
            "That the account checks it: an ARN of its own.",
        ),
        text("standards_status", "StandardsStatus", "READY, PENDING, INCOMPLETE, FAILED, ..."),
    ),
)
