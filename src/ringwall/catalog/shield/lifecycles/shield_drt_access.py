"""How the Shield Response Team gets a role in an account, and loses it."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ASSOCIATE = Step(
    "shield.associate_drt_role",
    {"RoleArn": "{role_arn}"},
    # The role was just made.
    retry=("InvalidParameterException", "AccessDeniedForDependencyException"),
    also=("iam:GetRole", "iam:ListAttachedRolePolicies", "iam:PassRole"),
)


access = Lifecycle(
    table="shield_drt_access",
    find=Find(
        "shield.describe_drt_access",
        take="RoleArn && @",
        absent=("ResourceNotFoundException",),
    ),
    ids=(),
    create=_ASSOCIATE,
    creates=("role_arn",),
    updates=(Update(("role_arn",), _ASSOCIATE),),
    erase=Step("shield.disassociate_drt_role"),
)
