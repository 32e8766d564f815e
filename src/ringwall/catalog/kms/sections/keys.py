"""The keys of accounts, one for each purpose: who manages them does not use them."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.data_keys import purpose_key
from ringwall.catalog.detection_keys import join
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import write_policy
from ringwall.model.blueprint.encryption import KeyPurpose, PurposeKeys
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Join, Wanted
from ringwall.model.partition import find_domain
from ringwall.model.table import Row

SECTION = "data.keys"
SERVICES: dict[KeyPurpose, str] = {
    "dynamodb": "dynamodb",
    "ebs": "ec2",
    "efs": "elasticfilesystem",
    "lambda": "lambda",
    "logs": "logs",
    "rds": "rds",
    "s3": "s3",
    "secrets": "secretsmanager",
    "sns": "sns",
    "sqs": "sqs",
    "ssm": "ssm",
}
"""The services that the keys are used through, as `kms:ViaService` calls them."""
MANAGE = (
    "kms:CancelKeyDeletion",
    "kms:Describe*",
    "kms:Disable*",
    "kms:Enable*",
    "kms:Get*",
    "kms:List*",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:Update*",
    "kms:CreateAlias",
    "kms:DeleteAlias",
)
"""All that there is to manage, and no use: neither to decrypt, nor to grant that to others."""
USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
SCALING = "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
"""The service-linked role that starts instances with encrypted volumes."""


@wants(SECTION)
def want_keys(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key with an alias for each purpose, in each account and Region that wants it."""
    for account in landscape.accounts:
        wanted = account.settings.data.keys
        for region in landscape.regions_of("kms", account):
            for purpose in dict.fromkeys(wanted.purposes):
                yield from _want_key(landscape, account, region, purpose)


def _want_key(
    landscape: Landscape, account: LandscapeAccount, region: str, purpose: KeyPurpose
) -> Iterator[Wanted]:
    wanted = account.settings.data.keys
    policy = _KeyPolicy(landscape, account, region, wanted)
    yield from want_named_key(
        landscape,
        purpose_key(account, region, purpose),
        SECTION,
        "who may read the data still needs the key, and a key can be taken away at once",
        write_policy(*policy.write(purpose)),
        rotation_period_in_days=wanted.rotation_period_in_days,
    )


class _KeyPolicy:
    """The statements of one key's policy."""

    def __init__(
        self, landscape: Landscape, account: LandscapeAccount, region: str, wanted: PurposeKeys
    ) -> None:
        self.account = account
        self.region = region
        self.wanted = wanted
        self.iam = f"arn:{landscape.partition}:iam::"
        self.logs = f"arn:{landscape.partition}:logs:{region}:"
        self.domain = find_domain(landscape.partition)

    def write(self, purpose: KeyPurpose) -> Iterator[Row]:
        """Yield who manages the key, and who uses it through which service."""
        root = join(self.iam, self.account.id, ":root")
        managers = {
            "ArnLike": {"aws:PrincipalArn": [root, *self._roles(self.wanted.administrators)]}
        }
        yield {
            "Sid": "Manage",
            "Effect": "Allow",
            "Principal": {"AWS": root},
            "Action": list(MANAGE),
            "Resource": "*",
            **({"Condition": managers} if self.wanted.administrators else {}),
        }
        if purpose == "logs":
            yield self._let_logs_use_it()
            return
        yield self._use("Use", USE, purpose, self._users())
        of_service = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
        yield self._use("Grant", ("kms:CreateGrant",), purpose, {**self._users(), **of_service})
        if purpose == "ebs":
            yield from self._let_instances_scale()

    def _roles(self, names: tuple[str, ...]) -> list[str | Join]:
        return [join(self.iam, self.account.id, f":role/{name}") for name in names]

    def _users(self) -> Row:
        """Return the condition of who uses the key: not who manages it."""
        tests: Row = {}
        if self.wanted.users:
            tests["ArnLike"] = {"aws:PrincipalArn": self._roles(self.wanted.users)}
        if self.wanted.administrators:
            managers = self._roles(self.wanted.administrators)
            tests["ArnNotLike"] = {"aws:PrincipalArn": managers}
        return tests

    def _use(self, sid: str, actions: tuple[str, ...], purpose: KeyPurpose, tests: Row) -> Row:
        through = f"{SERVICES[purpose]}.{self.region}.{self.domain}"
        equal = {"kms:CallerAccount": self.account.id, "kms:ViaService": through}
        return self._allow(sid, actions, {"StringEquals": equal, **tests})

    def _allow(self, sid: str, actions: tuple[str, ...], condition: Any) -> Row:
        return {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": list(actions),
            "Resource": "*",
            "Condition": condition,
        }

    def _let_logs_use_it(self) -> Row:
        """Return the statement for CloudWatch Logs, which uses keys by itself.

        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        """
        groups = join(self.logs, self.account.id, ":*")
        return {
            "Sid": "Use",
            "Effect": "Allow",
            "Principal": {"Service": f"logs.{self.region}.{self.domain}"},
            "Action": [action for action in USE if action != "kms:DescribeKey"] + ["kms:Describe*"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": self.account.id},
                "ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups},
            },
        }

    def _let_instances_scale(self) -> Iterator[Row]:
        """Yield the statements for EC2 Auto Scaling, whose role may not be there yet.

        https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
        """
        role = join(self.iam, self.account.id, f":role/aws-service-role/{SCALING}*")
        ours: Row = {
            "StringEquals": {"kms:CallerAccount": self.account.id},
            "ArnLike": {"aws:PrincipalArn": role},
        }
        of_service = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
        yield self._allow("Scale", USE, ours)
        yield self._allow("ScaleGrant", ("kms:CreateGrant",), {**ours, **of_service})
