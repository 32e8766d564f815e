"""Operation: backups, scanners, rotation of secrets, patches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from simulation.infrastructure import TEARDOWN, ContinuousIntegration, Stacks
from simulation.names import TEAMS, make_hex, make_unique_id
from simulation.organization import (
    HOME,
    OFFICES,
    OPENED,
    OPENED_ON,
    SECOND,
    WORKLOADS,
    Organization,
)
from simulation.records import (
    Scene,
    Session,
    as_seen_by_other,
    role_identity,
    service_identity,
    user_identity,
    write_time,
)
from simulation.scripts import Actor, Timed, run

SCANNER = "Boto3/1.35.{v} md/Botocore#1.35 ua/2.0 os/linux#6.1 lang/python#3.12"
VENDOR = "900000000001"
"""The account of a company that watches the workloads."""

SCAN = (
    "iam:GetAccountSummary", "iam:ListUsers", "iam:ListRoles", "iam:ListPolicies",
    "iam:ListAccessKeys", "iam:ListMFADevices", "iam:GetAccountAuthorizationDetails",
    "iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetAccountPasswordPolicy",
    "ec2:DescribeInstances", "ec2:DescribeSecurityGroups", "ec2:DescribeSnapshots",
    "ec2:DescribeImages", "ec2:DescribeVolumes", "ec2:DescribeFlowLogs", "ec2:DescribeNetworkAcls",
    "ec2:DescribeAddresses", "ec2:DescribeInstanceAttribute.user_data",
    "ec2:GetEbsEncryptionByDefault", "s3:ListBuckets", *("s3:GetBucketPolicy",) * 3,
    *("s3:GetBucketAcl",) * 3, *("s3:GetBucketEncryption",) * 3, "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketLogging", "kms:ListKeys", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus",
    "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "rds:DescribeDBSnapshotAttributes",
    "lambda:ListFunctions", "lambda:GetPolicy", "secretsmanager:ListSecrets",
    "secretsmanager:DescribeSecret", "cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus",
    "cloudtrail:GetEventSelectors", "guardduty:ListDetectors", "guardduty:GetDetector",
    "config:DescribeConfigurationRecorders", "logs:DescribeLogGroups", "eks:ListClusters",
    "ecr:DescribeRepositories", "ecr:DescribeImageScanFindings", "dynamodb:ListTables",
    "sqs:ListQueues", "sns:ListTopics", "ses:ListIdentities", "organizations:DescribeOrganization",
    "ssm:DescribeParameters", "ssm:DescribeInstanceInformation", "acm:ListCertificates",
    "wafv2:ListWebACLs", "ec2:DescribeRegions", "iam:ListOpenIDConnectProviders",
    "iam:ListSAMLProviders",
)  # fmt: skip


DISK = ("ec2:CreateSnapshot", "ec2:CreateTags")
SHARE_DISK = ("ec2:DescribeSnapshots", "ec2:ModifySnapshotAttribute")
DATABASE = ("rds:CreateDBSnapshot", "rds:DescribeDBSnapshots")
SHARE_DATABASE = ("rds:ModifyDBSnapshotAttribute",)
OLD_COPIES = (*("ec2:DeleteSnapshot",) * 8, *("rds:DeleteDBSnapshot",) * 3)
COPY = (*("ec2:CopySnapshot",) * 8, *("rds:CopyDBSnapshot",) * 3)
VENDOR_LOOKS = (
    "cloudwatch:ListMetrics", "cloudwatch:GetMetricData", "ec2:DescribeInstances",
    "rds:DescribeDBInstances", "tagging:GetResources", "elb:DescribeLoadBalancers",
)  # fmt: skip
ROTATION = (
    "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue", "rds:ModifyDBInstance",
    "secretsmanager:UpdateSecretVersionStage",
)  # fmt: skip
PATCHES = (
    "ssm:DescribeInstanceInformation", "ssm:SendCommand", "ssm:GetCommandInvocation",
    "ssm:ListCommands",
)  # fmt: skip
IMAGES = (
    "ec2:RunInstances", "ec2:CreateImage", "ec2:ModifyImageAttribute", "ec2:TerminateInstances",
)  # fmt: skip
JOIN = ("sso-directory:CreateUser", "sso:CreateAccountAssignment")
LEAVE = ("sso-directory:DisableUser",)
LEAVE_USER = (*LEAVE, "iam:ListAccessKeys", "iam:DeleteLoginProfile")
NEW_PROGRAM = (
    "iam:CreateUser", "iam:AttachUserPolicy", "iam:CreateAccessKey.new_user", "iam:ListUsers",
)  # fmt: skip
MORE_LOGS = (
    "cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudtrail:PutEventSelectors",
)  # fmt: skip
WEBSITE = (
    "s3:CreateBucket", "s3:PutBucketEncryption", "s3:PutBucketPolicy.website",
    "cloudfront:CreateInvalidation",
)  # fmt: skip
TRAINING = ("ec2:DescribeImages", "ec2:RunInstances", "ec2:CreateTags", "ec2:TerminateInstances")
REORGANIZE = ("organizations:CreateAccount", "organizations:UpdatePolicy")


@dataclass(frozen=True)
class Backups:
    """Nightly: snapshots of disks and databases, shared with the backup account, copied there."""

    name: str
    account: str
    backup_account: str

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield the night's work, at one o'clock."""
        if scene.hour % 24 != 1:
            return
        random, at = scene.random, scene.begin + 60
        service = "backup.amazonaws.com"
        identity = role_identity(
            self.account, "AWSBackupDefaultServiceRole", f"AWSBackup-{make_hex(random, 8)}",
            random, at, path="/service-role/", invoked_by=service,
        )  # fmt: skip
        session = Session(identity, self.account, service, service)
        by_itself = Session(service_identity(service), self.account, service, service)
        given = {"shared_with": self.backup_account}
        lambda_identity = role_identity(
            self.account, "backup-share", "backup-share", random, at, delivery=""
        )
        sharing = Session(lambda_identity, self.account, "18.196.20.7", SCANNER.format(v=20))
        for _ in range(8):
            at += 40
            yield from run(scene, by_itself, ("backup:BackupJobStarted",), at, HOME)
            yield from run(scene, session, DISK, at + 2, HOME)
            yield from run(scene, sharing, SHARE_DISK, at + 9, HOME, given=given)
            yield from run(scene, by_itself, ("backup:RecoveryPointCreated",), at + 20, HOME)
        for _ in range(3):
            at += 30
            yield from run(scene, session, DATABASE, at, HOME)
            yield from run(scene, sharing, SHARE_DATABASE, at + 9, HOME, given=given)
        yield from run(scene, session, OLD_COPIES, at + 60, HOME)
        copier = role_identity(self.backup_account, "backup-copy", "backup-copy", random, at)
        copying = Session(copier, self.backup_account, "18.196.20.8", SCANNER.format(v=20))
        owner = {"owner": self.account}
        yield from run(scene, copying, COPY, at + 200, HOME, gap=4, given=owner)


@dataclass(frozen=True)
class Scanner:
    """A role of the security account (or of a vendor) that lists everything in each account."""

    name: str
    role: str
    owner: str
    targets: tuple[str, ...]
    address: str
    hours: tuple[int, ...]
    script: Sequence[str]
    repeats: int
    is_external: bool = False

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield the scans of one hour: the accounts in turn."""
        if scene.hour % 24 not in self.hours:
            return
        random, agent = scene.random, SCANNER.format(v=20)
        for number, account in enumerate(self.targets):
            at = scene.begin + 20 + number * 3400 / len(self.targets)
            own = role_identity(self.owner, f"{self.role}-runner", "runner", random, at - 60)
            identity = role_identity(account, self.role, self.role, random, at)
            given = {"role": self.role, "session_name": self.role, "account": account,
                     "key_of_session": identity["accessKeyId"]}  # fmt: skip
            asker = Session(own, account, self.address, agent)
            key = "sts:AssumeRole.external" if self.is_external else "sts:AssumeRole"
            asked = scene.record(asker, key, at - 1, SECOND, given)
            copy = as_seen_by_other(asked, account, random)
            if not self.is_external:
                yield at - 1, asked | {"recipientAccountId": self.owner}
            yield at - 1, copy
            session = Session(identity, account, self.address, agent)
            for region in (HOME, SECOND):
                script = (*self.script,) * self.repeats
                for when, record in run(scene, session, script, at, region, gap=0.25):
                    chance = random.random()
                    if chance < 0.01 and record["managementEvent"]:
                        record |= {"errorCode": "AccessDenied", "errorMessage": "Access Denied"}
                    elif chance < 0.02:
                        record |= {
                            "errorCode": "Client.RequestLimitExceeded",
                            "errorMessage": "Request limit exceeded.",
                        }
                    yield when, record


@dataclass(frozen=True)
class Routine:
    """Work of one role at fixed hours: a patch day, rotation of secrets, a cleaning job."""

    name: str
    account: str
    role: str
    script: Sequence[str]
    hours: tuple[int, ...]
    weekdays: tuple[int, ...] = tuple(range(7))
    repeats: int = 1
    gap: float = 5.0
    given: tuple[tuple[str, str], ...] = ()

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield the work of one hour."""
        weekday = (scene.begin // 86400 + 3) % 7
        if scene.hour % 24 not in self.hours or weekday not in self.weekdays:
            return
        at = scene.begin + 120
        identity = role_identity(self.account, self.role, self.role, scene.random, at - 30)
        session = Session(identity, self.account, "18.196.30.9", SCANNER.format(v=20))
        for number in range(self.repeats):
            begin = at + number * self.gap * len(self.script)
            yield from run(scene, session, self.script, begin, HOME, gap=self.gap,
                           given=dict(self.given))  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """What happens once: new starters, leavers, a new Region, a new account, break-glass."""

    name: str
    organization: Organization

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield what the day has, at ten o'clock."""
        if scene.hour % 24 != 10:
            return
        management, day = self.organization.account("management"), scene.day
        admin = next(p for p in self.organization.people if p.job == "administrator")
        identity = role_identity(
            management, f"AWSReservedSSO_AdministratorAccess_{management[:8]}", admin.name,
            scene.random, scene.begin, path="/aws-reserved/sso.amazonaws.com/",
        )  # fmt: skip
        session = Session(identity, management, OFFICES[admin.country], "Mozilla/5.0 (X11)",
                          is_console=True)  # fmt: skip
        for person in self.organization.people:
            if 0 < person.first_day == day:
                yield from run(scene, session, JOIN, scene.at(), HOME, gap=40)
            if person.last_day == day:
                script = LEAVE_USER if person.user else LEAVE
                given = {"user": person.user or "nobody"}
                yield from run(scene, session, script, scene.at(), HOME, gap=40, given=given)
        if day == OPENED_ON - 1:
            given = {"opened_region": OPENED}
            yield from run(scene, session, ("account:EnableRegion",), scene.at(), HOME, given=given)
        if day == 16:
            yield from run(scene, session, REORGANIZE, scene.at(), HOME, gap=60)
        if day == 13:
            yield from run(scene, session, NEW_PROGRAM, scene.at(), HOME, gap=30)
        if day == 18:
            yield from run(scene, session, MORE_LOGS, scene.at(), HOME, gap=30)
        if day in (6, 22):
            yield from self._break_glass(scene, is_root=day == 22)

    def _break_glass(self, scene: Scene, *, is_root: bool) -> Iterator[Timed]:
        account, at = self.organization.account("management"), scene.at()
        user = user_identity(account, "break-glass", make_unique_id(Random(0), "AIDA"), "")
        root = {
            "type": "Root", "principalId": account, "arn": f"arn:aws:iam::{account}:root",
            "accountId": account, "accessKeyId": "",
        }  # fmt: skip
        identity = root if is_root else user
        session = Session(identity, account, OFFICES["DE"], "Mozilla/5.0 (X11; Linux x86_64)")
        yield at, scene.record(session, "signin:CheckMfa", at, SECOND)
        yield at + 4, scene.record(session, "signin:ConsoleLogin", at + 4, SECOND, {"mfa": "Yes"})
        attributes = {"creationDate": write_time(at), "mfaAuthenticated": "true"}
        held = identity | {
            "accessKeyId": make_unique_id(scene.random, "ASIA"),
            "sessionContext": {"attributes": attributes},
        }
        later = Session(held, account, session.address, session.agent, is_console=True)
        names = ("iam:ListRoles", "organizations:ListAccounts", "sso:ListInstances")
        yield from run(scene, later, names, at + 10, HOME, gap=20)


def make_operations(organization: Organization) -> Iterator[Actor]:
    """Yield all of the organization's operation."""
    account = organization.account
    for number, team in enumerate(TEAMS):
        targets = tuple(account(name) for name in WORKLOADS[number % 3 :: 2])
        yield ContinuousIntegration(f"ci-{team}", team, targets, 1.2)
    for name in ("development", "staging", "sandbox"):
        yield Stacks(f"stacks-{name}", account(name))
    for name in ("production-a", "production-b", "data"):
        yield Backups(f"backups-{name}", account(name), account("backup"))
    everywhere = tuple(organization.accounts.values())
    watched = tuple(account(name) for name in ("production-a", "production-b", "data"))
    yield Scanner(
        "posture", "posture-audit", account("security"), everywhere, "18.196.7.41", (2, 14), SCAN, 2
    )
    yield Scanner(
        "vendor", "vendor-monitoring", VENDOR, watched, "34.198.20.11", tuple(range(0, 24, 2)),
        VENDOR_LOOKS, 1, is_external=True,
    )  # fmt: skip
    for name in ("production-a", "production-b"):
        owner = account(name)
        yield Routine(f"rotation-{name}", owner, "secret-rotation", ROTATION, (3,), (0, 3), 6)
        yield Routine(f"patches-{name}", owner, "patching", PATCHES, (22,), (2,), 5)
        shared = (("shared_with", account("staging")), ("size", "c6i.large"))
        yield Routine(f"images-{name}", owner, "image-builder", IMAGES, (4,), (1,), 2, given=shared)
    yield Routine(
        "training", account("data"), "model-training", TRAINING, (20,), (1, 3), gap=30.0,
        given=(("size", "g5.2xlarge"),),
    )  # fmt: skip
    yield Routine("website", account("sandbox"), "website", WEBSITE, (11,), (4,))
    workdays, development = tuple(range(5)), account("development")
    stop, start = ("ec2:DescribeInstances", "ec2:StopInstances"), ("ec2:StartInstances",)
    yield Routine("night", development, "office-hours", stop, (18,), workdays, 6)
    yield Routine("morning", development, "office-hours", start, (6,), workdays, 6)
    yield Routine("cleaning", account("sandbox"), "sandbox-cleaner", TEARDOWN, (5,), (6,), 6, 2.0)
    yield Routine("costs", account("management"), "cost-report", ("ce:GetCostAndUsage",), (6,))
    yield Calendar("calendar", organization)
