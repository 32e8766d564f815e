"""How inline policies of roles come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"RoleName": "{role_name}", "PolicyName": "{policy_name}"}
_PUT = Step(
    "iam.put_role_policy",
    {**_NAME, "PolicyDocument": "{policy_document|json}"},
    blast="availability",
)


policy = Lifecycle(
    table="iam_role_policy",
    find=Find("iam.get_role_policy", _NAME, absent=("NoSuchEntity",)),
    identity=("role_name", "policy_name"),
    named_by=("policy_name",),
    ids=("policy_name",),
    create=_PUT,
    creates=("role_name", "policy_name", "policy_document"),
    updates=(Update(("policy_document",), _PUT),),
    erase=Step("iam.delete_role_policy", _NAME, blast="availability"),
    normal={"policy_document": "policy"},
)
