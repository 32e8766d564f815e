"""Statements that allow too much: PassRole on every role, open principals.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
"""

from collections.abc import Iterator

from ringwall.reason.iam.evaluation.public import limits_on_identities
from ringwall.reason.iam.language.policy import Policy, Statement
from ringwall.reason.iam.language.problem import Problem, ProblemSeverity
from ringwall.reason.iam.validation.statement import grants, make_problem, name_of

_SOURCES = frozenset({
    *("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"),
    *("aws:sourceowner", "kms:calleraccount"),
})  # fmt: skip
_GRANTS_NOTHING = frozenset({"scp", "rcp", "endpoint", "boundary", "session"})
"""Policy types whose Allow grants nothing: it limits what other policies grant.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
"""
_TRUST_POLICY = "AWS::IAM::AssumeRolePolicyDocument"
_OF_ONE_ORGANIZATION = "vstoken.dev.azure.com"
"""A provider with an issuer for each organization, whose pipelines all get in nevertheless."""


def check_grants(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield the problems of a statement that allows too much."""
    if statement.effect == "Deny":
        return
    yield from _check_principal(statement)
    if policy.policy_type in _GRANTS_NOTHING:
        return
    if not _is_limited(statement, "iam:passedtoservice"):
        yield from _check_everywhere(statement, "iam:passrole", "pass_role", "security_warning")
    if not _is_limited(statement, "iam:awsservicename"):
        action = "iam:createservicelinkedrole"
        yield from _check_everywhere(statement, action, "create_slr", "warning")
    if policy.policy_type != "trust":
        yield from _check_source(statement)
    yield from _check_provider(statement)


def _is_limited(statement: Statement, key: str) -> bool:
    return any(condition.key == key for condition in statement.conditions)


def _check_everywhere(
    statement: Statement, action: str, code: str, severity: ProblemSeverity
) -> Iterator[Problem]:
    resource = statement.resource
    if resource is None or not grants(statement, action):
        return
    if not resource.negated and "*" not in resource.values:
        return
    where = "not_resource" if resource.negated else "star_in_resource"
    if statement.action.negated:
        suffix = f"not_action_and_{where}"
    elif action in statement.action.values:
        suffix = where
    else:
        suffix = f"star_in_action_and_{where.removeprefix('star_in_')}"
    message = f"this allows {action} on every role: name the roles in Resource"
    element = name_of(resource, "Resource")
    yield make_problem(severity, f"{code}_with_{suffix}", message, statement, element)


def _check_principal(statement: Statement) -> Iterator[Problem]:
    if statement.principal and statement.principal.negated:
        message = "Allow with NotPrincipal allows everyone else: use Principal"
        yield make_problem(
            "security_warning", "allow_with_not_principal", message, statement, "NotPrincipal"
        )


def _check_source(statement: Statement) -> Iterator[Problem]:
    names = statement.principal.names if statement.principal else ()
    services = [name.value for name in names if name.kind == "Service"]
    keys = {condition.key for condition in statement.conditions}
    if services and not keys & _SOURCES:
        message = (
            f"{services[0]} can do this on behalf of any account (confused deputy): "
            "add aws:SourceArn, aws:SourceAccount or aws:SourceOrgID"
        )
        code = "restrict_access_to_service_principal"
        yield make_problem("security_warning", code, message, statement, "Principal")


def _check_provider(statement: Statement) -> Iterator[Problem]:
    names = statement.principal.names if statement.principal else ()
    keys = {condition.key for condition in statement.conditions}
    for name in names:
        provider = name.value.rpartition("oidc-provider/")[2]
        if name.kind != "Federated" or name.value == "*":
            continue
        is_shared = limits_on_identities(name.value, _TRUST_POLICY) is not None
        if not is_shared and not provider.startswith(_OF_ONE_ORGANIZATION):
            continue
        if not any(key.startswith(f"{provider.lower()}:") for key in keys):
            message = (
                f"everyone with an account at {provider} can use this: limit {provider}:sub or :aud"
            )
            code = "missing_condition_key_for_oidc_principal"
            yield make_problem("security_warning", code, message, statement, "Condition")
