"""What is called, by kind of work; and what runs a script of calls one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from simulation.records import Record, Scene, Session

Timed = tuple[float, Record]
"""A record, and when it was (seconds since 1970)."""


class Actor(Protocol):
    """Someone or something that calls."""

    @property
    def name(self) -> str:
        """The name, by which chance is drawn: what one does never changes what another does."""
        ...

    def work(self, scene: Scene) -> Iterator[Timed]:
        """Yield what is done in one hour."""
        ...


_CONSOLE = (
    "ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeVpcs",
    "ec2:DescribeRegions",
    "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVolumes",
    "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics",
    "health:DescribeEventAggregates", "iam:ListAccountAliases", "logs:DescribeLogGroups",
)  # fmt: skip
LOOKS: Mapping[str, Sequence[str]] = {
    "developer": (
        *_CONSOLE, "lambda:ListFunctions", "lambda:GetFunction", "lambda:ListVersionsByFunction",
        "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:StartQuery",
        "logs:GetQueryResults",
        "dynamodb:ListTables", "dynamodb:DescribeTable", "sqs:ListQueues", "sqs:GetQueueAttributes",
        "ecs:ListServices", "ecs:DescribeServices", "ecs:DescribeTasks",
        "cloudformation:DescribeStacks",
        "cloudformation:DescribeStackEvents", "s3:ListBuckets", "s3:GetBucketLocation",
        "ecr:DescribeRepositories", "sts:GetCallerIdentity", "iam:ListRoles", "iam:GetRole",
        "rds:DescribeDBInstances", "elb:DescribeLoadBalancers", "elb:DescribeTargetHealth",
        "secretsmanager:ListSecrets", "secretsmanager:DescribeSecret", "ssm:DescribeParameters",
        "ssm:GetParameter", "kms:ListAliases", "sns:ListTopics", "s3:ListObjects", "s3:GetObject",
    ),
    "administrator": (
        *_CONSOLE, "iam:ListRoles", "iam:GetRole", "iam:GetPolicy", "iam:GetPolicyVersion",
        "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:GetRolePolicy",
        "iam:ListUsers",
        "iam:SimulatePrincipalPolicy", "iam:GetAccountSummary", "organizations:ListAccounts",
        "organizations:DescribeOrganization", "organizations:ListPolicies", "sso:ListInstances",
        "sso:ListAccountAssignments", "ec2:DescribeRouteTables", "ec2:DescribeNetworkAcls",
        "ec2:DescribeNatGateways", "ec2:DescribeAddresses", "ec2:DescribeFlowLogs",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSnapshots", "ec2:DescribeImages",
        "rds:DescribeDBInstances", "rds:DescribeDBSnapshots", "elb:DescribeLoadBalancers",
        "cloudtrail:DescribeTrails", "cloudtrail:LookupEvents", "cloudtrail:GetTrailStatus",
        "cloudformation:ListStacks", "cloudformation:DescribeStacks", "kms:ListKeys",
        "kms:DescribeKey", "kms:GetKeyPolicy", "ssm:DescribeInstanceInformation",
        "ssm:ListCommands",
        "s3:ListBuckets", "s3:GetBucketPolicy", "backup:ListBackupJobs", "route53:ListHostedZones",
        "servicequotas:ListServiceQuotas", "eks:ListClusters", "eks:DescribeCluster",
        "ce:GetCostAndUsage", "wafv2:ListWebACLs", "ec2:GetConsoleOutput",
    ),
    "analyst": (
        "athena:ListQueryExecutions", "athena:GetQueryExecution", "athena:GetQueryResults",
        "athena:StartQueryExecution", "glue:GetDatabases", "glue:GetTable", "glue:GetPartitions",
        "s3:ListBuckets", "s3:ListObjects", "s3:GetObject", "s3:HeadObject",
        "logs:DescribeLogGroups",
        "cloudwatch:GetDashboard", "health:DescribeEventAggregates", "sts:GetCallerIdentity",
    ),
    "security": (
        "guardduty:ListDetectors", "guardduty:ListFindings", "guardduty:GetFindings",
        "securityhub:GetFindings", "securityhub:DescribeHub", "cloudtrail:LookupEvents",
        "cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "config:DescribeConfigRules",
        "config:SelectResourceConfig", "access-analyzer:ListFindings", "iam:ListUsers",
        "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed", "iam:GetCredentialReport",
        "iam:GetAccountAuthorizationDetails", "inspector2:ListFindings", "macie2:ListFindings",
        "athena:StartQueryExecution", "athena:GetQueryResults", "ec2:DescribeInstances",
        "ec2:DescribeSecurityGroups", "s3:GetBucketPolicyStatus", "kms:ListKeys",
        "iam:ListMFADevices", "iam:GetAccountPasswordPolicy", "organizations:ListAccounts",
    ),
    "support": (
        *_CONSOLE, "logs:FilterLogEvents", "rds:DescribeDBInstances", "ecs:DescribeServices",
        "elb:DescribeTargetHealth", "lambda:ListFunctions",
    ),
}  # fmt: skip
WORK: Mapping[str, Sequence[str]] = {
    "developer": (
        "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "ecs:UpdateService",
        "ecs:RunTask", "s3:PutObject", "ssm:PutParameter", "ec2:StartInstances",
        "ec2:StopInstances",
        "logs:PutRetentionPolicy", "cloudformation:CreateChangeSet",
        "cloudformation:ExecuteChangeSet", "sqs:SetQueueAttributes", "sns:Subscribe",
        "dynamodb:UpdateTable", "ec2:CreateTags", "ec2-instance-connect:SendSSHPublicKey",
        "secretsmanager:GetSecretValue", "lambda:Invoke", "glue:StartJobRun",
    ),
    "administrator": (
        "ec2:CreateTags", "ec2:AuthorizeSecurityGroupIngress",
        "ec2:AuthorizeSecurityGroupIngress.office", "ec2:RevokeSecurityGroupIngress",
        "ssm:StartSession", "ssm:TerminateSession", "iam:TagRole", "iam:CreatePolicyVersion",
        "iam:DetachRolePolicy", "sso:CreateAccountAssignment", "rds:ModifyDBInstance.size",
        "autoscaling:UpdateAutoScalingGroup", "route53:ChangeResourceRecordSets",
        "ec2:CreateVolume",
        "ec2:AttachVolume", "ec2:CreateSnapshot", "ec2:CreateImage", "elb:ModifyListener",
        "cloudwatch:PutMetricAlarm", "servicequotas:RequestServiceQuotaIncrease",
        "s3:PutBucketLifecycle", "wafv2:UpdateWebACL", "ec2:CreateNetworkAclEntry",
        "acm:RequestCertificate", "ssm:SendCommand.shell", "kms:PutKeyPolicy",
        "ec2:StopInstances", "ec2:StartInstances", "ec2:TerminateInstances",
        "ec2:ModifyInstanceAttribute", "ec2:DetachVolume", "ec2:GetPasswordData",
    ),
    "analyst": ("athena:StartQueryExecution", "glue:StartJobRun", "s3:PutObject"),
    "security": ("securityhub:BatchUpdateFindings", "guardduty:ArchiveFindings"),
}  # fmt: skip
NIGHT = (
    "ssm:StartSession", "logs:FilterLogEvents", "ecs:UpdateService", "rds:RebootDBInstance",
    "autoscaling:UpdateAutoScalingGroup", "ssm:TerminateSession",
)  # fmt: skip
"""What someone on call does at night."""
DRIFT: Mapping[str, Sequence[str]] = {
    "developer": (
        "bedrock:ListFoundationModels", "bedrock:InvokeModel",
        "bedrock:GetModelInvocationLoggingConfiguration", "opensearch:DescribeDomains",
    ),
    "analyst": ("bedrock:InvokeModel", "bedrock:ListFoundationModels"),
}  # fmt: skip
"""What teams begin to use in the last third of the month."""
DENIED = {
    "developer": 0.025, "administrator": 0.003, "analyst": 0.02, "security": 0.008, "support": 0.03,
}  # fmt: skip
"""How often a call is refused."""


def run(
    scene: Scene,
    session: Session,
    names: Sequence[str],
    at: float,
    region: str,
    *,
    gap: float = 1.0,
    given: Mapping[str, str] | None = None,
) -> Iterator[Timed]:
    """Yield the records of calls, one after the other, `gap` seconds apart on average."""
    for name in names:
        at += scene.random.expovariate(1 / gap)
        yield at, scene.record(session, name, at, region, given)
