"""Has new accounts of the organization scanned by Amazon Inspector."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

SCANS = ("ec2", "ecr", "lambda", "lambdaCode", "codeRepository")
WRITES = (
    WriteShape(
        "inspector2.update_organization_configuration",
        {"autoEnable": {"ec2": bool, "ecr": bool} | {f"{name}?": bool for name in SCANS[2:]}},
    ),
)


@answers("inspectorv2.new_accounts_are_scanned", writes=WRITES)
def scan_new_accounts(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Have instances, images and functions of new accounts scanned; other scans stay."""
    read = "inspector2.describe_organization_configuration"
    found = reader.call(read)["autoEnable"]
    scans = {name: found[name] for name in SCANS if name in found}

    def enable(state: Row) -> Write:
        return Write("inspector2.update_organization_configuration", {"autoEnable": state})

    return change_setting(
        finding,
        reader,
        Probe(read, {}, "autoEnable"),
        enable,
        after={**scans, "ec2": True, "ecr": True, "lambda": True},
        why="known vulnerabilities are seen in accounts of tomorrow; AWS charges for what is "
        "scanned",
    )
