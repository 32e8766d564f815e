"""How it is set which scans new accounts get."""

from ringwall.catalog.inspectorv2.accounts import MEMBERS
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

configuration = Lifecycle(
    table="inspectorv2_organization_configuration",
    find=Find("inspector2.describe_organization_configuration"),
    ids=(),
    updates=(
        Update(
            tuple(f"auto_enable_{name}" for name in MEMBERS),
            Step(
                "inspector2.update_organization_configuration",
                {"autoEnable": {of: f"{{auto_enable_{name}}}" for name, of in MEMBERS.items()}},
            ),
            whole=True,
        ),
    ),
    serial="inspector2",
)
