"""Machines at work: functions, containers, instances, pipelines, and services of AWS."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from simulation.names import make, make_hex, make_unique_id
from simulation.organization import HOME, OPENED, OPENED_ON, SECOND, WORKLOADS, Organization
from simulation.records import (
    Scene,
    Session,
    role_identity,
    service_identity,
    user_identity,
)
from simulation.scripts import Timed, run

EVEN = (1.0,) * 24
BUSY = (0.3, 0.2, 0.2, 0.2, 0.3, 0.5, 0.8, 1.2, 1.6, 1.8, 1.8, 1.7, 1.5, 1.6, 1.7, 1.7, 1.6, 1.4,
        1.2, 1.0, 0.9, 0.7, 0.5, 0.4)  # fmt: skip
NIGHTLY = (0, 6, 8, 8, 4, 1, *(0.1,) * 17, 0)
"""How much is done in each hour of the day, UTC."""
SDK_JAVA = "aws-sdk-java/2.{v}.4 Linux/6.1 OpenJDK_64-Bit_Server_VM/21 Java/21"
SDK_PYTHON = "Boto3/1.{v}.10 md/Botocore#1.{v}.10 ua/2.0 os/linux#6.1 lang/python#3.12"
SDK_GO = "aws-sdk-go-v2/1.{v}.0 os/linux lang/go#1.23 md/GOOS#linux md/GOARCH#arm64"
IN_LAMBDA = "Boto3/1.{v}.10 md/Botocore#1.{v}.10 exec-env/AWS_Lambda_python3.12"


@dataclass(frozen=True)
class Kind:
    """A kind of machine: where its sessions come from, and what it calls how often."""

    word: str
    share: float
    """Which part of the machines is of this kind."""
    service: str
    """Who opens its sessions."""
    script: Sequence[str]
    per_hour: float
    """How often the script runs in an hour, on average."""
    shape: Sequence[float] = EVEN
    agent: str = SDK_PYTHON
    accounts: Sequence[str] = WORKLOADS
    session_hours: int = 6
    where: str = "cloud"
    """Where its addresses are: at an address of NAT (cloud), or in the VPC (endpoint)."""
    is_scaled: bool = True
    """Whether a larger simulation has more of it."""


KINDS = (
    Kind("function", 0.22, "lambda.amazonaws.com", (
        "logs:CreateLogStream", "dynamodb:GetItem", "dynamodb:PutItem", "s3:GetObject",
    ), 0.8, BUSY, IN_LAMBDA),
    Kind("secret-reader", 0.14, "ecs-tasks.amazonaws.com", (
        "secretsmanager:GetSecretValue", "kms:Decrypt", "ssm:GetParameters",
        "kms:Decrypt.parameter",
    ), 1.5, EVEN, SDK_JAVA, session_hours=6, where="endpoint"),
    Kind("service", 0.14, "ecs-tasks.amazonaws.com", (
        "ssm:GetParametersByPath", "sqs:GetQueueAttributes", "s3:PutObject", "s3:GetObject",
        "dynamodb:GetItem", "dynamodb:PutItem",
    ), 0.8, BUSY, SDK_JAVA, where="endpoint"),
    Kind("instance", 0.12, "ec2.amazonaws.com", (
        "ssm:UpdateInstanceInformation", "s3:GetObject", "ec2:DescribeTags",
        "ssm:GetParameter", "ssm:ListInventoryEntries",
    ), 1, EVEN, SDK_GO, where="endpoint"),
    Kind("pipeline", 0.09, "glue.amazonaws.com", (
        "s3:ListObjects", *("s3:GetObject",) * 12, *("s3:PutObject",) * 4, "s3:DeleteObject",
        "glue:GetTable", "glue:GetPartitions", "glue:BatchCreatePartition",
    ), 0.6, NIGHTLY, SDK_JAVA, accounts=("data", "production-b")),
    Kind("secret-operator", 0.02, "eks.amazonaws.com", (
        "secretsmanager:ListSecrets", *("secretsmanager:GetSecretValue",) * 20,
        "ssm:DescribeParameters", *("ssm:GetParameters",) * 4,
    ), 1, EVEN, SDK_GO, where="endpoint", is_scaled=False),
    Kind("node", 0.06, "ec2.amazonaws.com", (
        "ec2:DescribeInstances", "ecr:GetAuthorizationToken", "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer", "ec2:DescribeVolumes", "eks:DescribeCluster",
        "ec2:DescribeNetworkInterfaces",
    ), 0.6, BUSY, SDK_GO, where="endpoint"),
    Kind("scheduler", 0.05, "states.amazonaws.com", (
        "glue:StartJobRun", "glue:GetJobRun", "ecs:RunTask", "ecs:DescribeTasks", "lambda:Invoke",
    ), 0.5),
    Kind("metrics", 0.04, "lambda.amazonaws.com", (
        "cloudwatch:ListMetrics", "cloudwatch:GetMetricData", "tagging:GetResources",
        "ec2:DescribeInstances",
    ), 1.5, EVEN, IN_LAMBDA, accounts=("security", "network", *WORKLOADS)),
)  # fmt: skip


@dataclass
class Machine:
    """One role of machines, with the session that is open."""

    name: str
    kind: Kind
    account: str
    region: str
    first_day: int
    address: str
    endpoint: str
    scale: float
    session: Session | None = None
    until: float = 0.0
    errors: tuple[tuple[str, str, float], ...] = field(
        default=(
            ("ThrottlingException", "Rate exceeded", 0.004),
            ("AccessDenied", "not authorized to perform this action", 0.001),
        )
    )

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield what the machine does in one hour."""
        if scene.day < self.first_day:
            return
        random, kind = scene.random, self.kind
        rate = kind.per_hour * kind.shape[scene.hour % 24] * (self.scale if kind.is_scaled else 1)
        count = int(rate) + (random.random() < rate % 1)
        for number in range(count):
            at = scene.begin + (number + random.random()) * 3600 / count
            if self.session is None or at > self.until:
                yield self._open(scene, at - 1)
            session = self.session
            if session is None:
                return
            given = {"caller_instance": session.identity["principalId"].rpartition(":")[2]}
            for when, record in run(
                scene, session, kind.script, at, self.region, gap=0.4, given=given
            ):
                for code, message, share in self.errors:
                    if random.random() < share and record["managementEvent"]:
                        record |= {"errorCode": code, "errorMessage": message}
                        record["responseElements"] = None
                yield when, record

    def _open(self, scene: Scene, at: float) -> Timed:
        random, kind = scene.random, self.kind
        name = self._session_name(random)
        delivery = "2.0" if kind.service == "ec2.amazonaws.com" else ""
        identity = role_identity(self.account, self.name, name, random, at, delivery=delivery)
        endpoint = self.endpoint if kind.where == "endpoint" else ""
        address = make("private", Random(name)) if endpoint else self.address
        agent = kind.agent.format(v=30 + scene.day // 12)
        self.session = Session(identity, self.account, address, agent, endpoint)
        self.until = at + kind.session_hours * 3600
        service = Session(service_identity(kind.service), self.account, kind.service, kind.service)
        given = {"role": self.name, "session_name": name,
                 "key_of_session": identity["accessKeyId"]}  # fmt: skip
        return at, scene.record(service, "sts:AssumeRole", at, self.region, given)

    def _session_name(self, random: Random) -> str:
        match self.kind.service:
            case "ec2.amazonaws.com":
                return Random(f"{self.name}/{random.randrange(4)}").choice(
                    [make("instance", Random(f"{self.name}/{n}")) for n in range(4)]
                )
            case "lambda.amazonaws.com":
                return self.name
            case _:
                return make_hex(random, 32)


def make_machines(organization: Organization, scale: float) -> Iterator[Machine]:
    """Yield the roles of machines: as many as the organization has."""
    random = Random(f"{organization.seed}/machines")
    kinds = random.choices(KINDS, [kind.share for kind in KINDS], k=organization.machines)
    for number, kind in enumerate(kinds):
        account = random.choice(kind.accounts)
        is_new = random.random() < 0.08
        region = random.choices((HOME, SECOND), (4, 1))[0]
        first_day = random.randrange(2, 25) if is_new else 0
        if is_new and first_day > OPENED_ON:
            region = OPENED
        yield Machine(
            name=f"{account}-{kind.word}-{number}",
            kind=kind,
            account=organization.account(account),
            region=region,
            first_day=first_day,
            address=f"18.19{number % 8}.{random.randrange(1, 255)}.{random.randrange(1, 255)}",
            endpoint=make("endpoint", random),
            scale=scale,
        )


LINKED: Sequence[tuple[str, str, float, Sequence[float], Sequence[str]]] = (
    ("AWSServiceRoleForConfig", "config.amazonaws.com", 0.5, EVEN, (
        "ec2:DescribeInstances", "ec2:DescribeSecurityGroups", "ec2:DescribeVolumes",
        "s3:GetBucketPolicy", "s3:GetBucketEncryption", "iam:ListRolePolicies", "iam:GetRole",
        "rds:DescribeDBInstances", "kms:DescribeKey", "kms:GetKeyPolicy", "lambda:GetPolicy",
        "config:DescribeConfigurationRecorders", "sns:GetTopicAttributes",
    )),
    ("AWSServiceRoleForSecurityHub", "securityhub.amazonaws.com", 0.25, EVEN, (
        "config:DescribeConfigurationRecorders", "config:DescribeConfigRules",
        "cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors", "cloudwatch:DescribeAlarms",
        "iam:GetAccountSummary", "iam:GenerateCredentialReport", "iam:GetCredentialReport",
    )),
    ("AWSServiceRoleForAmazonGuardDuty", "guardduty.amazonaws.com", 0.2, EVEN, (
        "ec2:DescribeInstances", "ec2:DescribeImages", "organizations:ListAccounts",
        "ec2:DescribeVpcEndpoints", "ec2:DescribeSubnets",
    )),
    ("AWSServiceRoleForAutoScaling", "autoscaling.amazonaws.com", 0.5, BUSY, (
        "ec2:DescribeInstanceStatus", "ec2:RunInstances", "ec2:CreateTags", "elb:RegisterTargets",
        "kms:CreateGrant", "elb:DescribeTargetHealth", "ec2:TerminateInstances",
    )),
    ("AWSServiceRoleForECS", "ecs.amazonaws.com", 0.5, BUSY, (
        "elb:DescribeTargetHealth", "elb:RegisterTargets", "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
    )),
    ("AWSServiceRoleForAccessAnalyzer", "access-analyzer.amazonaws.com", 0.2, EVEN, (
        "s3:GetBucketPolicyStatus", "s3:GetBucketAcl", "iam:GetRole", "kms:GetKeyPolicy",
        "lambda:GetPolicy", "sqs:GetQueueAttributes", "secretsmanager:GetResourcePolicy",
    )),
)  # fmt: skip
"""Service-linked roles: the role, the service, runs an hour, their shape, the script."""
SERVICES: Sequence[tuple[str, str, str, float, Sequence[str]]] = (
    ("s3.amazonaws.com", "", "", 0.5, ("kms:GenerateDataKey", "kms:Decrypt")),
    ("cloudtrail.amazonaws.com", "log-archive", "synthetic-trail", 12.0,
     ("s3:GetBucketAcl", "kms:GenerateDataKey")),
    ("delivery.logs.amazonaws.com", "log-archive", "synthetic-flow-logs", 6.0,
     ("s3:GetBucketAcl", "s3:PutObject")),
    ("config.amazonaws.com", "log-archive", "synthetic-config", 1.0,
     ("s3:GetBucketAcl", "s3:PutObject")),
    ("rds.amazonaws.com", "", "", 0.05, ("kms:CreateGrant", "kms:RetireGrant")),
    ("kms.amazonaws.com", "", "", 0.01, ("kms:RotateKey",)),
)  # fmt: skip
"""Services that call by themselves: the service, the account ('': each one), the bucket, runs an
hour, the script."""


@dataclass(frozen=True)
class LinkedService:
    """What services of AWS do in one account."""

    name: str
    account: str
    is_workload: bool

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield what they do in one hour."""
        random = scene.random
        for role, service, rate, shape, script in LINKED:
            is_scaling = role in ("AWSServiceRoleForAutoScaling", "AWSServiceRoleForECS")
            if is_scaling and not self.is_workload:
                continue
            wanted = rate * shape[scene.hour % 24]
            for _ in range(int(wanted) + (random.random() < wanted % 1)):
                word = "AutoScaling" if "AutoScaling" in role else make_hex(random, 12)
                at = scene.at()
                identity = role_identity(
                    self.account, role, word, random, at - 60,
                    path=f"/aws-service-role/{service}/", invoked_by=service,
                )  # fmt: skip
                session = Session(identity, self.account, service, service)
                given = {"size": random.choice(("m6i.large", "c6i.xlarge", "t3.medium"))}
                yield from run(scene, session, script, at, HOME, gap=0.5, given=given)
        for service, only, bucket, rate, calls in SERVICES:
            if only and only not in self.name:
                continue
            given = {"bucket": bucket} if bucket else {}
            for _ in range(int(rate) + (random.random() < rate % 1)):
                session = Session(service_identity(service), self.account, service, service)
                yield from run(scene, session, calls, scene.at(), HOME, gap=0.2, given=given)


DAILY = ("sts:GetCallerIdentity", "s3:PutObject", "s3:ListObjects")
NEW_KEY = ("iam:ListAccessKeys", "iam:CreateAccessKey")
OLD_KEY = ("iam:ListAccessKeys", "iam:UpdateAccessKey", "iam:DeleteAccessKey")


@dataclass(frozen=True)
class OldKey:
    """An IAM user with an access key, for a program that cannot have a role; its key is rotated."""

    name: str
    account: str
    address: str
    rotates_on: int
    script: Sequence[str] = DAILY
    per_hour: float = 3

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield what is done with the key in one hour."""
        random = scene.random
        number = scene.day >= self.rotates_on
        keys = [make_unique_id(Random(f"{self.name}/{n}"), "AKIA") for n in range(2)]
        user_id = make_unique_id(Random(self.name), "AIDA")
        identity = user_identity(self.account, self.name, user_id, keys[number])
        session = Session(identity, self.account, self.address, SDK_PYTHON.format(v=26))
        for _ in range(int(self.per_hour) + (random.random() < self.per_hour % 1)):
            yield from run(scene, session, self.script, scene.at(), HOME)
        given = {"user": self.name, "old_key": keys[0], "new_access_key": keys[1]}
        if scene.hour == self.rotates_on * 24 + 9:
            old = user_identity(self.account, self.name, user_id, keys[0])
            before = replace(session, identity=old)
            yield from run(scene, before, NEW_KEY, scene.at(), HOME, given=given)
        if scene.hour == (self.rotates_on + 1) * 24 + 10:
            yield from run(scene, session, OLD_KEY, scene.at(), HOME, gap=400, given=given)
        if random.random() < 0.01:
            error = ("AccessDenied", "Access Denied")
            at = scene.at()
            yield at, scene.record(session, "s3:ListBuckets", at, HOME, error=error)
