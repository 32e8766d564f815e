"""What AWS protects: only AWS changes it, whatever policies allow.

AWS refuses such requests without a policy that says so. Here it is written as one: a denial beside
the resource's own policy, so that every answer names what refused it.

[roles] https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html (Errors)
[reserved] https://repost.aws/knowledge-center/identity-center-aws-reserved-sso
[policies] https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
[keys] https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
[aliases] https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
"""

import re
from functools import cache

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import Policies
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.organization.model import Resource

_ROLE = (
    *("iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile"),
    *("iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy", "iam:DeleteRolePolicy"),
    *("iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary"),
    *("iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:DeleteRole"),
)
"""What answers UnmodifiableEntity [roles]. A service-linked role's description can be changed."""
_POLICY = (
    *("iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"),
    *("iam:DeletePolicy", "iam:TagPolicy", "iam:UntagPolicy"),
)
_ALIAS = ("kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias")
_KEY = (
    *("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:EnableKey"),
    *("kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:RotateKeyOnDemand"),
    *("kms:UpdateKeyDescription", "kms:TagResource", "kms:UntagResource", *_ALIAS),
)
_PROTECTED: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"arn:[a-z-]+:iam::\d{12}:role/aws-(service-role|reserved)/"), _ROLE),
    (re.compile(r"arn:[a-z-]+:iam::aws:policy/"), _POLICY),
    (re.compile(r"arn:[a-z-]+:kms:[^:]*:\d{12}:alias/aws/"), _ALIAS),
)


def find_protection(arn: str, resource: Resource | None) -> Policies:
    """Return the policy by which AWS keeps everybody from changing what an ARN names; () for none.

    It does not bind service-linked roles: as these, AWS itself makes the change.
    """
    if resource is not None and resource.facts.get("key_manager") == "AWS":
        return (_deny(_KEY),)
    return next(((_deny(actions),) for names, actions in _PROTECTED if names.match(arn)), ())


@cache
def _deny(actions: tuple[str, ...]) -> CompiledPolicy:
    statement = {
        "Sid": "OnlyAWSChangesIt",
        "Effect": "Deny",
        "Principal": "*",
        "Action": list(actions),
        "Resource": "*",
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return CompiledPolicy(read_policy(document, "AWS", "resource"))
