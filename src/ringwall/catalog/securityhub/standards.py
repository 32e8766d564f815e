"""The standards of Security Hub CSPM, and how one is enabled, for playbooks."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

FSBP = "aws-foundational-security-best-practices/v/1.0.0"
WRITES = (
    WriteShape(
        "securityhub.batch_enable_standards",
        {
            "StandardsSubscriptionRequests": (
                {"StandardsArn": f"arn:aws[a-z-]*:securityhub:{{region}}::standards/{FSBP}"},
            )
        },
        also=("iam:CreateServiceLinkedRole",),
    ),
    WriteShape(
        "securityhub.batch_disable_standards",
        {
            "StandardsSubscriptionArns": (
                f"arn:aws[a-z-]*:securityhub:{{region}}:{{account_id}}:subscription/{FSBP}",
            )
        },
    ),
)


def enable_standard(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Yield the Change that enables the AWS Foundational Security Best Practices."""
    service = f"arn:{reader.partition}:securityhub:{reader.region}"
    standard = f"{service}::standards/{FSBP}"
    subscription = f"{service}:{finding.account_id}:subscription/{FSBP}"

    def subscribe(state: str | None) -> Write:
        if state is None:
            gone = {"StandardsSubscriptionArns": [subscription]}
            return Write("securityhub.batch_disable_standards", gone)
        wanted = {"StandardsSubscriptionRequests": [{"StandardsArn": standard}]}
        return Write("securityhub.batch_enable_standards", wanted)

    here = f"StandardsArn=='{standard}' && StandardsStatus!='DELETING'"
    return change_setting(
        finding,
        reader,
        Probe(
            "securityhub.get_enabled_standards",
            {},
            f"StandardsSubscriptions[?{here}] | [0].StandardsArn",
            wait=120.0,
        ),
        subscribe,
        after=standard,
        why="Security Hub checks the settings of the account; AWS charges for checks, which read "
        "what AWS Config records",
        blast="none",
    )
