"""The actions of Organizations that a resource policy can give to members.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
"""

from fnmatch import fnmatchcase

DELEGABLE = frozenset(
    {
        "AttachPolicy",
        "CreatePolicy",
        "DeletePolicy",
        "DescribeAccount",
        "DescribeCreateAccountStatus",
        "DescribeEffectivePolicy",
        "DescribeHandshake",
        "DescribeOrganization",
        "DescribeOrganizationalUnit",
        "DescribePolicy",
        "DescribeResourcePolicy",
        "DetachPolicy",
        "DisablePolicyType",
        "EnablePolicyType",
        "ListAWSServiceAccessForOrganization",
        "ListAccounts",
        "ListAccountsForParent",
        "ListAccountsWithInvalidEffectivePolicy",
        "ListChildren",
        "ListCreateAccountStatus",
        "ListDelegatedAdministrators",
        "ListDelegatedServicesForAccount",
        "ListEffectivePolicyValidationErrors",
        "ListHandshakesForAccount",
        "ListHandshakesForOrganization",
        "ListOrganizationalUnitsForParent",
        "ListParents",
        "ListPolicies",
        "ListPoliciesForTarget",
        "ListRoots",
        "ListTagsForResource",
        "ListTargetsForPolicy",
        "TagResource",
        "UntagResource",
        "UpdatePolicy",
    }
)


def is_undelegable(action: str) -> bool:
    """Whether a pattern of actions names any that cannot be delegated, or none at all."""
    service, _, name = action.partition(":")
    if service.lower() != "organizations":
        return True
    if "*" in name or "?" in name:
        prefixes = ("list", "describe")
        is_read = name.lower().startswith(prefixes)
        return not (is_read and any(fnmatchcase(d.lower(), name.lower()) for d in DELEGABLE))
    return name.lower() not in {delegable.lower() for delegable in DELEGABLE}
