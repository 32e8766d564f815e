"""RCPs that AWS Organizations refuses.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from ringwall.reason.iam.language.elements import EVERYONE
from ringwall.reason.iam.language.policy import Patterns, Policy, Principals, Statement
from ringwall.reason.iam.language.problem import Problem
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.validation.statement import make_problem


def check_rcp(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield the problems of a statement of an RCP; RCPFullAWSAccess, which AWS made, has none."""
    if policy.policy_type != "rcp" or _is_full_access(statement):
        return
    for code, message, element in _check(statement):
        yield make_problem("error", f"rcp_syntax_error_{code}", message, statement, element)


def _is_full_access(statement: Statement) -> bool:
    everything = Patterns(("*",))
    is_whole = statement.action == statement.resource == everything
    everyone = statement.principal == Principals((EVERYONE,))
    return statement.effect == "Allow" and is_whole and everyone and not statement.conditions


def _check(statement: Statement) -> Iterator[tuple[str, str, str]]:
    if statement.effect == "Allow":
        yield "allow", "an RCP can only deny; RCPFullAWSAccess is the one that allows", "Effect"
    if statement.principal not in (None, Principals((EVERYONE,))):
        message = 'the Principal of an RCP must be "*": limit principals in its Condition'
        yield "principal", message, "Principal"
    if statement.action.negated:
        yield "notaction", "an RCP cannot have NotAction: name the actions", "NotAction"
        return
    for action in statement.action.values:
        if action.partition(":")[0] not in load_universe().rcp_services:
            message = (
                f"{action}: RCPs do not support this service; use a supported one, such as s3:*"
            )
            yield "action", message, "Action"
