"""Which findings no playbook answers, and why: all others have one with a threat that it takes.

Each detection is tried by its own examples, each type of GuardDuty by the resources that it names.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from reported_records import GUARDDUTY, change

from ringwall.catalog.loader import load_detections, load_responses, load_watched
from ringwall.collect.findings.recognize import read_report
from ringwall.detect.examples import find_example_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.finding import Finding
from ringwall.respond.threats import make_threats
from ringwall.store.engine.embedded import EmbeddedEngine

WITHOUT: Mapping[str, str] = {
    "It comes from the internet to a service that many use: a person blocks it there (WAF, a "
    "network ACL, a firewall), and looks at what it reached.": """
        ec2.foreign_credentials_come_through_vpc_endpoint
        ec2.vpc_endpoint_policy_refuses_calls
        elasticloadbalancingv2.code_is_injected
        elasticloadbalancingv2.instance_metadata_is_asked_for
        elasticloadbalancingv2.password_is_guessed
        elasticloadbalancingv2.secret_files_are_served
        elasticloadbalancingv2.server_files_are_read
        elasticloadbalancingv2.web_shell_is_used
        networkfirewall.alert_is_severe
        networkfirewall.listed_host_is_reached
        signin.passwords_are_sprayed
        wafv2.attack_passes_in_count_mode
    """,
    "It is low by itself, and mostly somebody at work: a person looks first. A rule of "
    "response.toml may name a playbook all the same.": """
        accessanalyzer.findings_are_archived
        apigateway.api_keys_are_read
        budgets.cost_alarm_is_removed
        cloudformation.stack_protection_is_removed
        cloudwatch.alarm_is_silenced
        codebuild.build_takes_commands_from_outside
        ec2.network_acl_is_opened
        ec2.open_port_is_probed
        ec2.rdp_passwords_are_guessed
        ec2.ssh_passwords_are_guessed
        ec2.way_into_the_network_is_built
        ec2.windows_password_is_read
        ecr.guards_of_images_are_taken_off
        ecr.image_is_pushed_with_long_term_credentials
        elasticloadbalancingv2.access_logs_are_turned_off
        inspectorv2.findings_are_suppressed
        lambda.function_is_stopped
        lightsail.keys_are_downloaded
        macie.macie_reports_later
        rds.data_api_is_enabled
        rds.role_is_added_to_a_database
        rds.security_group_is_opened
        s3.bucket_encryption_is_removed
        s3.bucket_replication_is_removed
        sns.text_messages_are_set_up
        stepfunctions.definition_is_changed_with_long_term_credentials
        sts.session_token_is_made_without_mfa
        transfer.user_of_a_server_is_made
    """,
}
"""Detections that no playbook answers, by the reason."""
IDS = (
    (r"\bi-[0-9a]{1,3}\b", "i-0123456789abcdef0"),
    (r"\b(sg|snap|ami)-1\b", r"\1-0123456789abcdef0"),
    (r"\bAKIA[A-Z0-9]{1,10}\b", "AKIAIOSFODNN7EXAMPLE"),
    (r"^k\d?$|(?<=key/)1$|^p-1$", "11111111-2222-3333-4444-555555555555"),
    (r"^c/t\d$", f"c/{'0' * 32}"),
    (r"^r$", "arn:aws:iam::111111111111:role/r"),
)
"""Ids of examples, which are short, and such as AWS makes."""
EC2 = {"instanceDetails": {"instanceId": "i-0123456789abcdef0"}}
KEY = {"accessKeyDetails": GUARDDUTY["resource"]["accessKeyDetails"]}
BUCKET = {**KEY, "s3BucketDetails": [{"arn": "arn:aws:s3:::invoices", "name": "invoices"}]}
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:shop"
DATABASE = "arn:aws:rds:eu-west-1:111122223333:db:shop"
RESOURCES: Mapping[str, dict[str, Any]] = {
    "EC2": EC2,
    "IAMUser": KEY,
    "IAM": KEY,
    "S3": BUCKET,
    "Lambda": {"lambdaDetails": {"functionArn": FUNCTION}},
    "RDS": {"rdsDbInstanceDetails": {"dbInstanceArn": DATABASE}},
}
"""What findings of GuardDuty name, by the resource in their type."""
TYPES = """
    Backdoor:EC2/C&CActivity.B
    Backdoor:EC2/C&CActivity.B!DNS
    Backdoor:EC2/DenialOfService.Dns
    Backdoor:EC2/DenialOfService.Tcp
    Backdoor:EC2/DenialOfService.Udp
    Backdoor:EC2/DenialOfService.UdpOnTcpPorts
    Backdoor:EC2/DenialOfService.UnusualProtocol
    Backdoor:EC2/Spambot
    Behavior:EC2/NetworkPortUnusual
    Behavior:EC2/TrafficVolumeUnusual
    CryptoCurrency:EC2/BitcoinTool.B
    CryptoCurrency:EC2/BitcoinTool.B!DNS
    DefenseEvasion:EC2/UnusualDNSResolver
    DefenseEvasion:EC2/UnusualDoHActivity
    DefenseEvasion:EC2/UnusualDoTActivity
    Impact:EC2/AbusedDomainRequest.Reputation
    Impact:EC2/BitcoinDomainRequest.Reputation
    Impact:EC2/MaliciousDomainRequest.Reputation
    Impact:EC2/SuspiciousDomainRequest.Reputation
    Impact:EC2/MaliciousDomainRequest.Custom
    Impact:EC2/PortSweep
    Impact:EC2/WinRMBruteForce
    Recon:EC2/Portscan
    Recon:EC2/PortProbeEMRUnprotectedPort
    Recon:EC2/PortProbeUnprotectedPort
    Trojan:EC2/BlackholeTraffic
    Trojan:EC2/DropPoint
    Trojan:EC2/BlackholeTraffic!DNS
    Trojan:EC2/DropPoint!DNS
    Trojan:EC2/DriveBySourceTraffic!DNS
    Trojan:EC2/PhishingDomainRequest!DNS
    Trojan:EC2/DGADomainRequest.B
    Trojan:EC2/DGADomainRequest.C!DNS
    Trojan:EC2/DNSDataExfiltration
    UnauthorizedAccess:EC2/MaliciousIPCaller.Custom
    UnauthorizedAccess:EC2/TorClient
    UnauthorizedAccess:EC2/TorRelay
    UnauthorizedAccess:EC2/MetadataDNSRebind
    UnauthorizedAccess:EC2/RDPBruteForce
    UnauthorizedAccess:EC2/SSHBruteForce
    CredentialAccess:IAMUser/AnomalousBehavior
    DefenseEvasion:IAMUser/AnomalousBehavior
    Discovery:IAMUser/AnomalousBehavior
    Exfiltration:IAMUser/AnomalousBehavior
    Impact:IAMUser/AnomalousBehavior
    InitialAccess:IAMUser/AnomalousBehavior
    Persistence:IAMUser/AnomalousBehavior
    PrivilegeEscalation:IAMUser/AnomalousBehavior
    DefenseEvasion:IAMUser/BedrockLoggingDisabled
    PenTest:IAMUser/KaliLinux
    PenTest:IAMUser/ParrotLinux
    PenTest:IAMUser/PentooLinux
    Policy:IAMUser/RootCredentialUsage
    Policy:IAMUser/ShortTermRootCredentialUsage
    Stealth:IAMUser/CloudTrailLoggingDisabled
    Stealth:IAMUser/PasswordPolicyChange
    Recon:IAMUser/MaliciousIPCaller
    Recon:IAMUser/MaliciousIPCaller.Custom
    Recon:IAMUser/TorIPCaller
    UnauthorizedAccess:IAMUser/MaliciousIPCaller
    UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom
    UnauthorizedAccess:IAMUser/TorIPCaller
    UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B
    UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS
    UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS
    UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS
    Discovery:S3/AnomalousBehavior
    Exfiltration:S3/AnomalousBehavior
    Impact:S3/AnomalousBehavior.Delete
    Impact:S3/AnomalousBehavior.Permission
    Impact:S3/AnomalousBehavior.Write
    Discovery:S3/MaliciousIPCaller
    Discovery:S3/MaliciousIPCaller.Custom
    Discovery:S3/TorIPCaller
    Exfiltration:S3/MaliciousIPCaller
    Impact:S3/MaliciousIPCaller
    UnauthorizedAccess:S3/MaliciousIPCaller.Custom
    UnauthorizedAccess:S3/TorIPCaller
    PenTest:S3/KaliLinux
    PenTest:S3/ParrotLinux
    PenTest:S3/PentooLinux
    Policy:S3/AccountBlockPublicAccessDisabled
    Policy:S3/BucketAnonymousAccessGranted
    Policy:S3/BucketBlockPublicAccessDisabled
    Policy:S3/BucketPublicAccessGranted
    Stealth:S3/ServerAccessLoggingDisabled
    Backdoor:Lambda/C&CActivity.B
    CryptoCurrency:Lambda/BitcoinTool.B
    Trojan:Lambda/BlackholeTraffic
    Trojan:Lambda/DropPoint
    UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom
    UnauthorizedAccess:Lambda/TorClient
    UnauthorizedAccess:Lambda/TorRelay
    CredentialAccess:RDS/AnomalousBehavior.SuccessfulLogin
    CredentialAccess:RDS/AnomalousBehavior.FailedLogin
    CredentialAccess:RDS/AnomalousBehavior.SuccessfulBruteForce
    CredentialAccess:RDS/MaliciousIPCaller.SuccessfulLogin
    CredentialAccess:RDS/MaliciousIPCaller.FailedLogin
    Discovery:RDS/MaliciousIPCaller
    CredentialAccess:RDS/TorIPCaller.SuccessfulLogin
    CredentialAccess:RDS/TorIPCaller.FailedLogin
    Discovery:RDS/TorIPCaller
    AttackSequence:IAM/CompromisedCredentials
    AttackSequence:S3/CompromisedData
    AttackSequence:EC2/CompromisedInstanceGroup
"""
"""https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html"""
NO_TYPE: Mapping[str, str] = {}
"""Types of GuardDuty that no playbook answers, and why."""


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as engine:
        yield engine


def spell_out(value: Any) -> Any:
    """Return what an example has, with ids as AWS makes them."""
    if isinstance(value, str):
        for short, long in IDS:
            value = re.sub(short, long, value)
        return value
    if isinstance(value, list | tuple):
        return [spell_out(one) for one in value]
    return value


def make_finding(rule: DetectionRule, hit: Hit) -> Finding:
    """Return the finding that is made of a hit."""
    names = ("actor", "session", "access_key", "address")
    evidence = {**{name: getattr(hit, name) for name in names}, "entities": list(hit.entities)}
    resource = hit.resource or hit.actor or hit.address or hit.account_id or "unknown"
    named = dict.fromkeys(filter(None, (resource, hit.actor)))
    kept = {name: spell_out(value) for name, value in evidence.items() if value}
    return Finding(
        uid="0" * 32,
        rule=rule.id,
        title=rule.title,
        severity=rule.severity,
        layer="detection",
        account_id=hit.account_id,
        region=hit.region or "global",
        resources=tuple(map(spell_out, named)),
        reason=hit.reason,
        first_seen=1,
        last_seen=1,
        class_uid=2004,
        evidence=kept,
    )


def is_answered(finding: Finding) -> bool:
    """Whether a playbook answers a finding, and takes one of its threats."""
    kinds = {threat.kind for threat in make_threats(finding)}
    books = load_responses().values()
    return any(book.takes(finding.rule) and kinds.intersection(book.kinds) for book in books)


@pytest.mark.slow
def test_every_detection_is_answered_by_a_playbook_or_there_is_a_reason_why_not(
    engine: EmbeddedEngine,
) -> None:
    tables, missing = load_watched(), set()
    for rule in load_detections().values():
        if rule.is_context:
            continue  # it makes no finding
        shown = (one for one in rule.examples if one.expect == "hit")
        hits = (
            hit for one in shown for hit in find_example_hits(rule, one, tables, engine).values()
        )
        if not any(is_answered(make_finding(rule, hit)) for hit in hits):
            missing.add(rule.id)
    told = {rule for rules in WITHOUT.values() for rule in rules.split()}
    assert sorted(missing - told) == [], (
        "no playbook takes a threat of it: add a line to respond/resource_kinds.py and to answers= "
        "of a playbook, or name it in WITHOUT"
    )
    assert sorted(told - missing) == [], "a playbook answers it now: take it out of WITHOUT"


@pytest.mark.parametrize("type_", TYPES.split())
def test_every_type_of_guardduty_is_answered_by_a_playbook_or_there_is_a_reason_why_not(
    type_: str,
) -> None:
    resource = type_.partition(":")[2].partition("/")[0]
    report = read_report(change(GUARDDUTY, type=type_, resource=RESOURCES[resource]))
    assert report is not None
    assert is_answered(report.finding) != (type_ in NO_TYPE)


def test_an_account_whose_block_is_taken_off_is_closed_by_the_account() -> None:
    finding = change(GUARDDUTY, type="Policy:S3/AccountBlockPublicAccessDisabled", resource=KEY)
    report = read_report(finding)
    assert report is not None
    kinds = load_responses()["s3.close_bucket"].kinds
    assert [one.resource for one in make_threats(report.finding) if one.kind in kinds] == [
        "111122223333"
    ]
