"""Enables a protection of GuardDuty."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

FEATURES = (
    "S3_DATA_EVENTS|EKS_AUDIT_LOGS|EBS_MALWARE_PROTECTION|RDS_LOGIN_EVENTS|LAMBDA_NETWORK_LOGS"
    "|RUNTIME_MONITORING"
)
WRITES = (
    WriteShape(
        "guardduty.update_detector",
        {
            "DetectorId": "[0-9a-f]{1,300}",
            "Features": ({"Name": FEATURES, "Status": "ENABLED|DISABLED"},),
        },
        also=("iam:CreateServiceLinkedRole",),
    ),
)


@answers(
    "guardduty.eks_audit_logs_are_watched",
    "guardduty.lambda_protection_is_enabled",
    "guardduty.malware_protection_is_enabled",
    "guardduty.rds_protection_is_enabled",
    "guardduty.runtime_monitoring_is_enabled",
    "guardduty.s3_protection_is_enabled",
    writes=WRITES,
)
def enable_feature(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable the protection in this account and Region; its agents stay as they are."""
    *_, detector, _, name = finding.resource.split("/")

    def switch(state: str) -> Write:
        feature = {"Name": name, "Status": state}
        parameters = {"DetectorId": detector, "Features": [feature]}
        return Write("guardduty.update_detector", parameters)

    return change_setting(
        finding,
        reader,
        Probe(
            "guardduty.get_detector",
            {"DetectorId": detector},
            f"Features[?Name=='{name}'] | [0].Status",
        ),
        switch,
        after="ENABLED",
        why=f"GuardDuty watches for what only {name} shows; AWS charges for what it analyzes, "
        "after 30 days for nothing",
    )
