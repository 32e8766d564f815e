"""What Amazon Inspector scans in new accounts of the organization."""

from ringwall.catalog.inspectorv2.accounts import MEMBERS, SCANS, read_configuration
from ringwall.model.table import Table, boolean

configuration = Table(
    name="inspectorv2_organization_configuration",
    doc="What Inspector's administrator of a Region has scanned in new accounts; others have no "
    "row.",
    fetch=read_configuration,
    arn="arn:{partition}:inspector2:{region}:{account_id}:organization-configuration",
    columns=tuple(
        boolean(
            f"auto_enable_{name}",
            f"autoEnable.{MEMBERS[name]}",
            f"New accounts have their {of.removeprefix('the ')} scanned.",
            required=name in {"ec2", "ecr"},
        )
        for name, (_, of) in SCANS.items()
    ),
)
