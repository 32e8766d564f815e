"""Public access: whether somebody gets in whom a policy does not name nor hold to a value.

AWS infers from a policy whom it trusts (accounts, organizations, networks named by fixed values)
and calls it public where somebody else is allowed.
https://aws.amazon.com/blogs/storage/understanding-s3-block-public-access/
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html
"""

import re
from collections.abc import Mapping

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.public import CLOSING_KEYS as S3_KEYS
from ringwall.reason.iam.language.comparisons import read_network
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.answer import CheckAnswer
from ringwall.reason.iam.symbolic.boxes.box import Box
from ringwall.reason.iam.symbolic.boxes.key_axis import KeyAxis, KeyTest
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.boxes.space import PRINCIPAL, RequestSpace
from ringwall.reason.iam.symbolic.questions import answer_question, require_principal

CLOSING_KEYS = S3_KEYS | {
    *("aws:federatedprovider", "aws:sourcevpcarn", "aws:principalservicename"),
    *("aws:principalservicenameslist", "aws:principalisawsservice"),
}
"""Keys of every service that, held to fixed values, keep strangers out.

aws:VpcSourceIp is none of them: anybody's VPC can have any private address.
"""
CLOSING_KEYS_OF: Mapping[str, frozenset[str]] = {
    "AWS::KMS::Key": frozenset({"kms:calleraccount"}),
    "AWS::EFS::FileSystem": frozenset(
        {"elasticfilesystem:accesspointarn", "elasticfilesystem:accessedviamounttarget"}
    ),
    "AWS::SNS::Topic": frozenset({"sns:endpoint"}),
    "AWS::Lambda::Function": frozenset({"lambda:eventsourcetoken"}),
}
"""Keys of one service that do so too."""
_TRUTHS = frozenset({"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"})
"""Closing keys that are true or false: held to false, they keep no stranger out."""
RESOURCE_TYPE = re.compile(r"AWS::\w+::\w+")
_ACCOUNT = re.compile(r"\d{12}")
_ACCOUNT_FIELD = 4
_WIDEST = {4: 8, 6: 32}
"""Wider ranges of addresses hold strangers: "values broader than /8 for IPv4 and /32 for IPv6"."""


def check_no_public_access(policy: Policy, resource_type: str) -> CheckAnswer:
    """Return pass where a resource's policy lets no stranger in.

    A type is written as CloudFormation does; a role's trust policy is
    AWS::IAM::AssumeRolePolicyDocument. BadInput where it is no type, or where the policy has no
    Principal.
    """
    if not RESOURCE_TYPE.fullmatch(resource_type):
        raise BadInput(f"{resource_type!r} is no resource type; write AWS::S3::Bucket, for example")

    require_principal(policy)

    def region(space: RequestSpace) -> list[Box]:
        return find_open_region(space, resource_type)

    return answer_question(CheckQuestion(policy, region=region, by_principal=True))


def find_open_region(space: RequestSpace, resource_type: str) -> list[Box]:
    """Return the requests that strangers can make: their keys hold no value that is fixed."""
    closing = CLOSING_KEYS | CLOSING_KEYS_OF.get(resource_type, frozenset())
    masks = list(space.full)
    strangers = 0
    providers: set[str] = set()
    if space.principals is not None:
        strangers = space.principals.strangers
        for at, requester in enumerate(space.principals.requesters):
            # A public identity provider vouches for everyone who has an account there.
            if requester.kind == "federated" and not requester.name.startswith("arn:"):
                strangers |= 1 << at
                providers.add(requester.name)
    masks[PRINCIPAL] = strangers
    for key, axis in space.keys.items():
        if key in closing or key.partition(":")[0] in providers:
            masks[space.at(key)] = _open_atoms(axis)
    return [tuple(masks)] if all(masks) else []


def _open_atoms(axis: KeyAxis) -> int:
    fixed = axis.truth
    for test in axis.tests:
        values = tuple(v for v in test.values if is_fixed(axis.key, v, wild=_has_wildcards(test)))
        fixed |= axis.match(test, values)
    return axis.without(fixed)


def is_fixed(key: str, value: str, *, wild: bool) -> bool:
    """Whether a value names somebody: an account, an organization, a network of one owner."""
    if _names_nobody(key, value):
        return False
    network = read_network(value) if key == "aws:sourceip" else None
    if network is not None:
        return network.prefixlen >= _WIDEST[network.version]
    if not wild or not re.search(r"[*?]", value):
        return True
    if key == "aws:userid":
        return _is_literal(value.partition(":")[0])  # AROAEXAMPLE:* is every session of one role
    if key.endswith("orgpaths"):
        return _is_literal(value.partition("/")[0])  # o-example/* is one organization
    fields = value.split(":")
    return len(fields) > _ACCOUNT_FIELD and bool(_ACCOUNT.fullmatch(fields[_ACCOUNT_FIELD]))


def _names_nobody(key: str, value: str) -> bool:
    if key in _TRUTHS:
        return value.lower() != "true"
    if key == "aws:federatedprovider":
        # A provider of an account has an ARN; anybody can assume a role of his own through another,
        # such as accounts.google.com.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        return "${" in value or not value.startswith("arn:")
    return "${" in value


def _is_literal(text: str) -> bool:
    return bool(text) and not re.search(r"[*?]", text)


def _has_wildcards(test: KeyTest) -> bool:
    return test.operator.family in {"like", "arn"}
