"""Has new accounts become members of the behavior graph."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "detective.update_organization_configuration",
        {
            "GraphArn": r"arn:aws[a-z-]*:detective:{region}:{account_id}:graph:[0-9a-f]{32}",
            "AutoEnable": bool,
        },
    ),
)


@answers("detective.new_accounts_are_members", writes=WRITES)
def take_new_accounts(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Take the data of accounts that are created later into the graph."""
    graph = {"GraphArn": finding.resource.rpartition("/")[0]}

    def enable(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        return Write("detective.update_organization_configuration", {**graph, "AutoEnable": state})

    return change_setting(
        finding,
        reader,
        Probe("detective.describe_organization_configuration", graph, "AutoEnable"),
        enable,
        after=True,
        why="an investigation sees new accounts, too; AWS charges for the data that is taken in",
    )
