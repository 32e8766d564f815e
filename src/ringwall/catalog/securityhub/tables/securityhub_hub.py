"""Security Hub in each Region, and the standards that it checks."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Call, Reader, Row, Table, boolean, document, moment, text, texts


def _hub(reader: Reader) -> Iterator[Row]:
    try:
        yield reader.call("securityhub.describe_hub")
    except CallFailed as error:
        # "Not subscribed" and "access denied" have the same code, and differ only in the message.
        is_off = error.code == "InvalidAccessException" and "not subscribed" in str(error)
        if not is_off and error.code != "ResourceNotFoundException":
            raise


hub = Table(
    name="securityhub_hub",
    doc="Security Hub in one Region; without a row it is off there.",
    cloudformation="AWS::SecurityHub::Hub",
    fetch=_hub,
    arn="HubArn",
    calls=(
        Call(
            "securityhub.get_enabled_standards",
            "StandardsSubscriptions",
            {"MaxResults": 100},
            into="Standards",
        ),
    ),
    columns=(
        moment("subscribed_at", "SubscribedAt", "When it was enabled."),
        boolean(
            "auto_enable_controls",
            "AutoEnableControls",
            "New controls are enabled automatically.",
            default=True,
        ),
        text(
            "control_finding_generator",
            "ControlFindingGenerator",
            "SECURITY_CONTROL for one finding per control, STANDARD_CONTROL for one per standard.",
        ),
        texts(
            "enabled_standards",
            "Standards[].StandardsArn",
            "The standards that are enabled.",
            required=True,
        ),
        document("standards", "Standards", "The standards, with their status.", absent=[]),
    ),
)
