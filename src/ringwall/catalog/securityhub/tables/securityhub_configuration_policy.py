"""Configuration policies of Security Hub."""

from collections.abc import Iterator

from ringwall.catalog.securityhub.hub import is_home
from ringwall.model.table import Call, Reader, Row, Table, boolean, text, texts

_CONTROLS = "SecurityControlsConfiguration"
_HUB, _PROPERTY = "Policy.SecurityHub", "ConfigurationPolicy.SecurityHub"


def _policies(reader: Reader) -> Iterator[Row]:
    if is_home(reader):
        yield from reader.items(
            "securityhub.list_configuration_policies", "ConfigurationPolicySummaries"
        )


policy = Table(
    name="securityhub_configuration_policy",
    doc="What Security Hub does in the accounts that the policy is associated with.",
    cloudformation="AWS::SecurityHub::ConfigurationPolicy",
    fetch=_policies,
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "securityhub.get_configuration_policy",
            "ConfigurationPolicy",
            {"Identifier": "{Id}"},
            into="Policy",
        ),
        Call("securityhub.list_tags_for_resource", "Tags", {"ResourceArn": "{Arn}"}, into="Tags"),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("id", "Id", "The policy's ID."),
        text("name", "Name", "The policy's name."),
        text("description", "Description", "Its description.", default=""),
        boolean(
            "service_enabled",
            f"{_HUB}.ServiceEnabled",
            "Security Hub is on.",
            property=f"{_PROPERTY}.ServiceEnabled",
            required=True,
        ),
        texts(
            "enabled_standard_identifiers",
            f"{_HUB}.EnabledStandardIdentifiers",
            "The standards that are checked.",
            property=f"{_PROPERTY}.EnabledStandardIdentifiers",
            default=[],
        ),
        texts(
            "disabled_security_control_identifiers",
            f"{_HUB}.{_CONTROLS}.DisabledSecurityControlIdentifiers",
            "The controls that are off, where all others are on.",
            property=f"{_PROPERTY}.{_CONTROLS}.DisabledSecurityControlIdentifiers",
            default=[],
        ),
        texts(
            "enabled_security_control_identifiers",
            f"{_HUB}.{_CONTROLS}.EnabledSecurityControlIdentifiers",
            "The controls that are on, where all others are off.",
            property=f"{_PROPERTY}.{_CONTROLS}.EnabledSecurityControlIdentifiers",
            default=[],
        ),
    ),
)
