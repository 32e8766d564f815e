"""CI and infrastructure as code: deployments, Terraform, and stacks of CloudFormation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from simulation.names import make_hex
from simulation.organization import (
    HOME,
    ISSUER,
    OPENED,
    OPENED_ON,
)
from simulation.records import (
    Scene,
    Session,
    role_identity,
    service_identity,
)
from simulation.scripts import Timed, run

TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.9.{v} aws-sdk-go-v2/1.30 os/linux lang/go#1.22"
CI_TOOL = "aws-cli/2.{v}.0 md/awscrt#0.23 ua/2.0 os/linux#6.8 exec-env/GitHubActions"
CI_NETWORKS = ("4.175", "20.61", "20.105", "172.183", "52.142")
"""How addresses of machines begin on which jobs of CI run."""
CLOUDFORMATION = "cloudformation.amazonaws.com"
WORKING = range(6, 18)
SATURDAY = 5
READ_STATE = (
    "sts:GetCallerIdentity", "s3:GetObject", "ec2:DescribeVpcs", "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups", "ec2:DescribeRouteTables", "iam:GetRole", "iam:GetPolicy",
    "iam:GetPolicyVersion", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies",
    "s3:GetBucketPolicy", "s3:GetBucketAcl", "s3:GetBucketVersioning", "s3:GetBucketEncryption",
    "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "lambda:GetFunction",
    "lambda:GetPolicy", "rds:DescribeDBInstances", "sqs:GetQueueAttributes",
    "sns:GetTopicAttributes", "elb:DescribeLoadBalancers", "logs:DescribeLogGroups",
)  # fmt: skip
NETWORK = (
    "ec2:CreateVpc", "ec2:CreateSubnet", "ec2:CreateInternetGateway", "ec2:AttachInternetGateway",
    "ec2:CreateRouteTable", "ec2:CreateRoute", "ec2:AssociateRouteTable", "ec2:AllocateAddress",
    "ec2:CreateNatGateway", "ec2:CreateFlowLogs",
)  # fmt: skip
APPLICATION = (
    "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:CreatePolicy",
    "iam:CreateRole.account", "iam:CreateRole.oidc",
    "ec2:CreateSecurityGroup", "ec2:AuthorizeSecurityGroupIngress.world",
    "ec2:AuthorizeSecurityGroupIngress", "elb:CreateLoadBalancer", "kms:CreateKey",
    "kms:CreateAlias", "kms:EnableKeyRotation", "s3:CreateBucket", "s3:PutBucketEncryption",
    "s3:PutBucketVersioning", "s3:PutBucketPublicAccessBlock", "s3:PutBucketPolicy",
    "s3:PutBucketLogging", "lambda:CreateFunction", "lambda:AddPermission", "logs:CreateLogGroup",
    "logs:PutRetentionPolicy", "sqs:CreateQueue", "sns:CreateTopic", "sns:Subscribe",
    "secretsmanager:CreateSecret", "rds:CreateDBInstance", "dynamodb:CreateTable",
    "ecs:RegisterTaskDefinition", "cloudwatch:PutMetricAlarm", "route53:ChangeResourceRecordSets",
    "iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile", "ec2:RunInstances",
)  # fmt: skip
CHANGES = (
    "iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:UpdateAssumeRolePolicy",
    "kms:PutKeyPolicy", "s3:PutBucketPolicy", "lambda:UpdateFunctionConfiguration",
    "ec2:AuthorizeSecurityGroupIngress", "sqs:SetQueueAttributes", "rds:ModifyDBInstance.size",
    "ecs:UpdateService", "ec2:CreateLaunchTemplateVersion", "cloudwatch:PutMetricAlarm",
    "elb:ModifyListener", "s3:PutBucketLifecycle", "iam:TagRole", "iam:PutRolePolicy",
)  # fmt: skip
TEARDOWN = (
    "ec2:TerminateInstances", "rds:DeleteDBInstance", "lambda:DeleteFunction", "s3:DeleteObjects",
    "s3:DeleteBucket", "logs:DeleteLogGroup", "cloudwatch:DeleteAlarms", "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy", "iam:DeleteRole", "kms:ScheduleKeyDeletion",
    "secretsmanager:DeleteSecret", "ec2:DeleteFlowLogs", "ec2:DeleteSecurityGroup",
    "ec2:DeleteSubnet", "ec2:DeleteVpc",
)  # fmt: skip
DEPLOY = (
    "sts:GetCallerIdentity", "ecr:GetAuthorizationToken", "ecr:InitiateLayerUpload",
    "ecr:CompleteLayerUpload", "ecr:PutImage", "ecs:DescribeTaskDefinition",
    "ecs:RegisterTaskDefinition", "ecs:UpdateService", "ecs:DescribeServices", "s3:PutObject",
    "lambda:UpdateFunctionCode", "lambda:GetFunction", "cloudfront:CreateInvalidation",
    "ssm:GetParameter",
)  # fmt: skip


def is_weekend(scene: Scene) -> bool:
    """Whether an hour is one of a weekend."""
    return (scene.begin // 86400 + 3) % 7 >= SATURDAY


@dataclass(frozen=True)
class ContinuousIntegration:
    """Jobs of CI of one team: sessions by OIDC; deployments, and Terraform in between."""

    name: str
    team: str
    accounts: Sequence[str]
    per_hour: float

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield the jobs of one hour."""
        random = scene.random
        rate = self.per_hour * (1 if scene.hour % 24 in WORKING else 0.1)
        rate *= 0.1 if is_weekend(scene) else 1
        for _ in range(int(rate) + (random.random() < rate % 1)):
            at, account = scene.at(), random.choice(self.accounts)
            is_terraform = random.random() < 0.25
            role = f"{self.team}-{'terraform' if is_terraform else 'deploy'}"
            agent = TERRAFORM if is_terraform else CI_TOOL
            session, opened = self._open(scene, account, role, agent, at)
            yield opened
            region = HOME
            if scene.day >= OPENED_ON and self.team in ("search", "web"):
                region = random.choice((HOME, OPENED))
            if not is_terraform:
                yield from run(scene, session, DEPLOY, at + 2, region, gap=8)
                continue
            yield from run(
                scene, session, READ_STATE * random.randrange(1, 3), at + 2, region, gap=0.3
            )
            writes = _plan(random, scene.day, region)
            given = {
                "trusted": random.choice(("lambda", "ecs-tasks", "ec2")), "size": "m6i.large",
                "trusted_account": random.choice(self.accounts),
            }  # fmt: skip
            yield from run(scene, session, writes, at + 40, region, gap=1.5, given=given)

    def _open(
        self, scene: Scene, account: str, role: str, agent: str, at: float
    ) -> tuple[Session, Timed]:
        random = scene.random
        provider = f"arn:aws:iam::{account}:oidc-provider/{ISSUER}"
        subject = f"repo:synthetic/{self.team}:ref:refs/heads/main"
        name = f"GitHubActions-{make_hex(random, 8)}"
        address = f"{random.choice(CI_NETWORKS)}.{random.randrange(256)}.{random.randrange(256)}"
        asker = {
            "type": "WebIdentityUser",
            "principalId": f"{provider}:sts.amazonaws.com:{subject}",
            "userName": subject,
            "identityProvider": provider,
        }
        identity = role_identity(account, role, name, random, at, provider=provider)
        given = {
            "role": role, "session_name": name, "subject": subject, "provider": provider,
            "key_of_session": identity["accessKeyId"],
        }  # fmt: skip
        text = agent.format(v=17 + scene.day // 10)
        before = Session(asker, account, address, text)
        opened = scene.record(before, "sts:AssumeRoleWithWebIdentity", at, HOME, given)
        return Session(identity, account, address, text), (at, opened)


def _plan(random: Random, day: int, region: str) -> list[str]:
    """Return the writes of one Terraform run: mostly few, and now and then hundreds."""
    if region == OPENED and day < OPENED_ON + 3:
        return [*NETWORK, *APPLICATION * 2]
    match random.random():
        case chance if chance < 0.45:  # nothing to change
            return []
        case chance if chance < 0.85:
            return random.choices(CHANGES, k=random.randrange(1, 6))
        case chance if chance < 0.95:
            return [*APPLICATION, *random.choices(CHANGES, k=5)]
        case _:
            return [*NETWORK, *APPLICATION * random.randrange(2, 6)]


@dataclass(frozen=True)
class Stacks:
    """CloudFormation: ephemeral environments that come and go, and stacks that are updated."""

    name: str
    account: str

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield the work of one hour."""
        random = scene.random
        if scene.hour % 24 not in WORKING or is_weekend(scene) or random.random() > 0.25:
            return
        at = scene.at()
        role = "cloudformation-execution"
        identity = role_identity(self.account, role, "AWSCloudFormation", random, at,
                                 invoked_by=CLOUDFORMATION)  # fmt: skip
        service = Session(
            service_identity(CLOUDFORMATION), self.account, CLOUDFORMATION, CLOUDFORMATION
        )
        yield at, scene.record(service, "sts:AssumeRole", at, HOME, {
            "role": role, "session_name": "AWSCloudFormation",
            "key_of_session": identity["accessKeyId"]})  # fmt: skip
        session = Session(identity, self.account, CLOUDFORMATION, CLOUDFORMATION)
        script = random.choice((NETWORK + APPLICATION, APPLICATION, TEARDOWN, TEARDOWN, CHANGES))
        given = {
            "trusted": random.choice(("lambda", "states", "events")), "size": "t3.medium",
            "trusted_account": self.account,
        }  # fmt: skip
        yield from run(scene, session, script, at + 1, HOME, gap=3, given=given)
