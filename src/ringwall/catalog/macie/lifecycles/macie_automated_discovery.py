"""How automated discovery is turned on and off: the administrator does so for all members."""

from ringwall.catalog.macie.sessions import DENIED
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

discovery = Lifecycle(
    table="macie_automated_discovery",
    find=Find("macie2.get_automated_discovery_configuration", absent=(DENIED,)),
    ids=(),
    updates=(
        Update(
            ("status", "auto_enable_organization_members"),
            Step(
                "macie2.update_automated_discovery_configuration",
                {
                    "status": "{status}",
                    "autoEnableOrganizationMembers": "{auto_enable_organization_members}",
                },
            ),
            whole=True,
        ),
    ),
    serial="macie",
)
