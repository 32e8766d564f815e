"""Whether an AWS service may assume a role that is passed to it."""

from collections.abc import Iterator

from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.policy_set import UNKNOWN_POLICY
from ringwall.reason.iam.evaluation.request import find_account
from ringwall.reason.iam.evaluation.requester import SOURCE_KEYS, read_requester
from ringwall.reason.iam.language.service_principal import drop_region, read_service
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import Caller
from ringwall.reason.iam.question.context_keys import describe_account
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer


def ask_as_service(organization: Organization, role: Principal, service: str) -> AccessAnswer:
    """Return whether a service may assume a role on behalf of something in the role's account.

    The trust policy may name it as its partition does, or in one region. Cognito's identity pools
    do so as an identity provider.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
    """
    names = dict.fromkeys((service, *_find_spellings(role, service)))
    return max((_ask(organization, role, name) for name in names), key=lambda found: found.rank)


def _find_spellings(role: Principal, service: str) -> Iterator[str]:
    """Yield the names by which the trust policy of a role means a service."""
    trust = role.trust and role.trust.compiled
    for compiled in trust.statements if trust else ():
        principals = compiled.statement.principal
        for name in principals.names if principals else ():
            if name.kind == "Service" and drop_region(read_service(name.value)) == service:
                yield name.value


def _ask(organization: Organization, role: Principal, service: str) -> AccessAnswer:
    account, requester = role.account_id, read_requester(service)
    if requester.kind == "federated":
        keys = {"aws:federatedprovider": service, **dict.fromkeys(SOURCE_KEYS, ())}
    else:
        source = describe_account(organization, account, "source")
        keys = {**source, "aws:sourceaccount": account}
    caller = Caller(requester, keys)
    target = TargetResource(
        organization,
        role.arn,
        owner=account,
        keys=describe_account(organization, account, "resource"),
        written=UNKNOWN_POLICY if role.trust is None else (role.trust.compiled,),
    )

    def admits(key: str, values: Values) -> bool:
        return key != "aws:sourcearn" or all(find_account(v, "") in {None, account} for v in values)

    action = "sts:AssumeRoleWithWebIdentity" if requester.kind == "federated" else "sts:AssumeRole"
    return AccessQuestion(caller, action, target).decide_over_contexts(admits)
