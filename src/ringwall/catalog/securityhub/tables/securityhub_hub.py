"""Security Hub in each Region, and the standards that it checks."""

from ringwall.catalog.securityhub.hub import read_hub
from ringwall.model.table import Call, Table, boolean, document, moment, text, texts

hub = Table(
    name="securityhub_hub",
    doc="Security Hub in one Region; without a row it is off there.",
    cloudformation="AWS::SecurityHub::Hub",
    fetch=read_hub,
    arn="HubArn",
    tags="Tags",
    calls=(
        Call(
            "securityhub.get_enabled_standards",
            "StandardsSubscriptions",
            {"MaxResults": 100},
            into="Standards",
        ),
        Call(
            "securityhub.list_tags_for_resource", "Tags", {"ResourceArn": "{HubArn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
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
