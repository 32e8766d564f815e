"""How managed policies are attached to roles, and detached."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_NAMES = {"RoleName": "{role_name}", "PolicyArn": "{policy_arn}"}

attachment = Lifecycle(
    table="iam_role_policy_attachment",
    find=Find(
        "iam.list_attached_role_policies",
        {"RoleName": "{role_name}"},
        items="AttachedPolicies",
        match={"PolicyArn": "{policy_arn}"},
        absent=("NoSuchEntity",),
    ),
    identity=("role_name", "policy_arn"),
    ids=(),
    create=Step("iam.attach_role_policy", _NAMES, blast="availability"),
    creates=("role_name", "policy_arn"),
    erase=Step("iam.detach_role_policy", _NAMES, blast="availability"),
)
