"""Whether Macie is turned on in new accounts of the organization."""

from ringwall.catalog.macie.sessions import read_configuration
from ringwall.model.table import Table, boolean

configuration = Table(
    name="macie_organization_configuration",
    doc="What Macie's administrator of a Region has turned on in new accounts; others have no row.",
    fetch=read_configuration,
    arn="arn:{partition}:macie2:{region}:{account_id}:organization-configuration",
    columns=(
        boolean("auto_enable", "autoEnable", "New accounts have Macie turned on.", required=True),
        boolean(
            "max_account_limit_reached",
            "maxAccountLimitReached",
            "It has as many members as AWS lets it have.",
        ),
    ),
)
