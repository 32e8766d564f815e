"""Whether an AWS service may assume a role that is passed to it."""

from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.evaluation.request import find_account
from ringwall.reason.iam.evaluation.requester import SOURCE_KEYS, read_requester
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.question.caller import Caller
from ringwall.reason.iam.question.context_keys import describe_account
from ringwall.reason.iam.question.question import AccessQuestion
from ringwall.reason.iam.question.target_resource import TargetResource
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer


def ask_as_service(organization: Organization, role: Principal, service: str) -> AccessAnswer:
    """Return whether a service may assume a role on behalf of something in the role's account.

    Cognito's identity pools do so as an identity provider.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
    """
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
        written=(None if role.trust is None else role.trust.compiled,),
    )

    def admits(key: str, values: Values) -> bool:
        return key != "aws:sourcearn" or all(find_account(v, "") in {None, account} for v in values)

    action = "sts:AssumeRoleWithWebIdentity" if requester.kind == "federated" else "sts:AssumeRole"
    return AccessQuestion(caller, action, target).decide_over_contexts(admits)
