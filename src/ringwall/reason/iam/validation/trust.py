"""Trust policies that IAM rejects, or that no principal can use.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from ringwall.reason.iam.language.policy import Policy, PrincipalName, Statement
from ringwall.reason.iam.language.problem import Problem
from ringwall.reason.iam.validation.statement import covers, grants, make_problem

_ASSUME = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
_TRUST_ACTIONS = (*_ASSUME, "sts:tagsession", "sts:setsourceidentity", "sts:setcontext")


def check_trust(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield actions that trust policies cannot have, and principals that cannot use the actions."""
    if policy.policy_type != "trust":
        return
    for action in () if statement.action.negated else statement.action.values:
        if not any(covers(action, known) for known in _TRUST_ACTIONS):
            message = f"{action}: a trust policy can only have STS actions such as sts:AssumeRole"
            yield make_problem("error", "unsupported_action", message, statement, "Action")
    granted = [action for action in _ASSUME if grants(statement, action)]
    if statement.effect == "Deny" or statement.principal is None or statement.principal.negated:
        return
    for name in statement.principal.names:
        wanted = _action_of(name)
        if granted and wanted and wanted.lower() not in granted:
            message = f"{name.value} cannot use {granted[0]}: it needs {wanted}"
            code = "mismatched_action_for_principal"
            yield make_problem("error", code, message, statement, "Action")


def _action_of(name: PrincipalName) -> str:
    """Return the action by which a principal assumes roles; '' where it may be any."""
    if "*" in name.value:
        return ""
    if name.kind != "Federated":
        return "sts:AssumeRole"
    if ":saml-provider/" in name.value:
        return "sts:AssumeRoleWithSAML"
    return "sts:AssumeRoleWithWebIdentity"
