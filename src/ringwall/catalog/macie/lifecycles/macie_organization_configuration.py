"""How it is set whether Macie is turned on in new accounts of the organization."""

from ringwall.catalog.macie.sessions import DENIED
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

configuration = Lifecycle(
    table="macie_organization_configuration",
    find=Find("macie2.describe_organization_configuration", absent=(DENIED,)),
    ids=(),
    updates=(
        Update(
            ("auto_enable",),
            Step("macie2.update_organization_configuration", {"autoEnable": "{auto_enable}"}),
        ),
    ),
    serial="macie",
)
