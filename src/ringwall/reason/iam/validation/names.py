"""Names in a policy that AWS does not have, each with the name that may be meant.

AWS accepts such a policy, and the name never matches.
"""

import difflib
import re
from collections.abc import Iterable, Iterator

from ringwall.reason.iam.language.policy import Policy, Statement
from ringwall.reason.iam.language.problem import Problem
from ringwall.reason.iam.language.universe import Universe, load_universe

GLOBAL_KEYS = {
    name.lower(): name
    for name in (
        *("aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"),
        *("aws:ChatbotSourceArn", "aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4"),
        *("aws:Ec2InstanceSourceVpc", "aws:EpochTime", "aws:FederatedProvider"),
        *("aws:IsMcpServiceAction", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthPresent"),
        *("aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService"),
        *("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName"),
        *("aws:PrincipalServiceNamesList", "aws:PrincipalTag/${TagKey}", "aws:PrincipalType"),
        *("aws:Referer", "aws:RequestTag/${TagKey}", "aws:RequestedRegion"),
        *("aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths"),
        *("aws:ResourceTag/${TagKey}", "aws:SecureTransport", "aws:SourceAccount"),
        *("aws:SourceArn", "aws:SourceIdentity", "aws:SourceIp", "aws:SourceOrgID"),
        *("aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce"),
        *("aws:SourceOwner", "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent"),
        *("aws:ViaAWSMCPService", "aws:ViaAWSService", "aws:VpceAccount", "aws:VpceOrgID"),
        *("aws:VpceOrgPaths", "aws:VpcSourceIp", "aws:userid", "aws:username"),
        *("aws:SignInSessionArn",),
    )
}
"""Global condition keys, by their names in lower case.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""
MEANT = {
    operation.lower(): action
    for action, operations in {
        "s3:ListBucket": ("s3:HeadBucket", "s3:ListObjects", "s3:ListObjectsV2"),
        "s3:ListBucketVersions": ("s3:ListObjectVersions",),
        "s3:ListAllMyBuckets": ("s3:ListBuckets",),
        "s3:GetObject": ("s3:HeadObject", "s3:SelectObjectContent", "s3:DownloadObject"),
        "s3:PutObject": (
            *("s3:CopyObject", "s3:CreateMultipartUpload", "s3:UploadPart", "s3:UploadObject"),
            *("s3:CompleteMultipartUpload", "s3:UploadPartCopy", "s3:PostObject"),
        ),
        "s3:DeleteObject": ("s3:DeleteObjects",),
        "s3:ListBucketMultipartUploads": ("s3:ListMultipartUploads",),
        "s3:ListMultipartUploadParts": ("s3:ListParts",),
        "s3:GetEncryptionConfiguration": ("s3:GetBucketEncryption",),
        "s3:PutEncryptionConfiguration": ("s3:PutBucketEncryption", "s3:DeleteBucketEncryption"),
        "s3:GetLifecycleConfiguration": ("s3:GetBucketLifecycleConfiguration",),
        "s3:PutLifecycleConfiguration": (
            *("s3:PutBucketLifecycleConfiguration", "s3:DeleteBucketLifecycle"),
        ),
        "s3:GetReplicationConfiguration": ("s3:GetBucketReplication",),
        "s3:PutReplicationConfiguration": ("s3:PutBucketReplication", "s3:DeleteBucketReplication"),
        "s3:GetBucketPublicAccessBlock": ("s3:GetPublicAccessBlock",),
        "s3:PutBucketPublicAccessBlock": ("s3:PutPublicAccessBlock", "s3:DeletePublicAccessBlock"),
        "lambda:InvokeFunction": ("lambda:Invoke", "lambda:InvokeAsyncFunction"),
        "lambda:GetFunctionConfiguration": ("lambda:GetConfiguration",),
        "dynamodb:PartiQLSelect": ("dynamodb:ExecuteStatement",),
        "bedrock:InvokeModel": ("bedrock:Converse", "bedrock:InvokeModelWithBidirectionalStream"),
        "bedrock:InvokeModelWithResponseStream": ("bedrock:ConverseStream",),
    }.items()
    for operation in operations
}
"""Operations of APIs that an action of another name allows.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""
_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}|<[^<>]*>")
_LIKELY = 0.7
MAX_SUGGESTED = 200
"""The most unknown names that get a suggestion: each takes time to find."""


def check_names(policy: Policy, universe: Universe | None = None) -> tuple[Problem, ...]:
    """Return a warning for every action and condition key that AWS does not have."""
    known = universe or load_universe()
    problems: list[Problem] = []
    for statement in policy.statements:
        for action in dict.fromkeys(statement.action.values):
            if ":" not in action and action != "*":
                problems.append(_invalid_action(action, statement, known))
            elif not known.expand(action) and action != "*":
                hint = len(problems) < MAX_SUGGESTED
                problems.append(_unknown_action(action, statement, known, has_hint=hint))
        problems.extend(_unknown_keys(statement, known))
    return tuple(problems)


def _invalid_action(action: str, statement: Statement, universe: Universe) -> Problem:
    """Return the error of an action without a service, which AWS refuses."""
    names = (name for name in universe.actions if name.replace(":", "") == action)
    found = universe.find(next(names, ""))
    hint = f"; did you mean {found.name}?" if found else ""
    message = f"{action}: an action must be * or begin with a service, such as s3:GetObject{hint}"
    path = f"Statement[{statement.index}].Action"
    return Problem("error", "invalid_action", message, path, statement.position)


def _unknown_action(
    action: str, statement: Statement, universe: Universe, *, has_hint: bool
) -> Problem:
    prefix, _, _ = action.partition(":")
    service = universe.services.get(prefix)
    near = f"; did you mean {MEANT[action]}?" if action in MEANT else ""
    if near:
        pass
    elif has_hint and service:
        near = _nearest(action, service.action_names)
    elif has_hint:
        near = _nearest(prefix, universe.services)
    what = "action" if service else "service"
    message = f"unknown {what}: {action}{near}"
    path = f"Statement[{statement.index}].Action"
    return Problem("warning", f"unknown_{what}", message, path, statement.position)


def _unknown_keys(statement: Statement, universe: Universe) -> Iterator[Problem]:
    for condition in statement.conditions:
        prefix = condition.key.partition(":")[0]
        service = universe.services.get(prefix)
        if not service and prefix != "aws":
            continue  # keys of identity providers begin with the provider's name
        keys = [*GLOBAL_KEYS.values(), *(service.keys if service else ())]
        if not is_known_key(condition.key, keys):
            message = f"unknown condition key: {condition.key}{_nearest(condition.key, keys)}"
            path = f"Statement[{statement.index}].Condition.{condition.operator.name}"
            yield Problem("warning", "unknown_condition_key", message, path, condition.position)


def is_known_key(key: str, names: Iterable[str]) -> bool:
    """Whether a condition key, in lower case, is one of the names as AWS writes them."""
    # aws:RequestTag/${TagKey} is for every tag, s3:ExistingObjectTag/<key> likewise.
    for name in map(str.lower, names):
        fixed, varying, _ = _PLACEHOLDER.sub("\0", name, count=1).partition("\0")
        if key == name or (varying and len(key) > len(fixed) and key.startswith(fixed)):
            return True
    return False


def _nearest(name: str, known: Iterable[str]) -> str:
    lower = {text.lower(): text for text in known}
    near = difflib.get_close_matches(name, lower, n=1, cutoff=_LIKELY)
    return f"; did you mean {lower[near[0]]}?" if near else ""
