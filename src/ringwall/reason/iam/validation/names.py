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
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")
_LIKELY = 0.7
MAX_SUGGESTED = 200
"""The most unknown names that get a suggestion: each takes time to find."""


def check_names(policy: Policy, universe: Universe | None = None) -> tuple[Problem, ...]:
    """Return a warning for every action and condition key that AWS does not have."""
    known = universe or load_universe()
    problems: list[Problem] = []
    for statement in policy.statements:
        for action in dict.fromkeys(statement.action.values):
            if not known.expand(action) and action != "*":
                hint = len(problems) < MAX_SUGGESTED
                problems.append(_unknown_action(action, statement, known, has_hint=hint))
        problems.extend(_unknown_keys(statement, known))
    return tuple(problems)


def _unknown_action(
    action: str, statement: Statement, universe: Universe, *, has_hint: bool
) -> Problem:
    prefix, _, _ = action.partition(":")
    service = universe.services.get(prefix)
    near = ""
    if has_hint and service:
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
