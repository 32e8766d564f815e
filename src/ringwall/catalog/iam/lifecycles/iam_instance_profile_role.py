"""How roles are put into instance profiles, and taken out."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

_NAMES = {"InstanceProfileName": "{instance_profile_name}", "RoleName": "{role_name}"}


profile_role = Lifecycle(
    table="iam_instance_profile_role",
    find=Find(
        "iam.get_instance_profile",
        {"InstanceProfileName": "{instance_profile_name}"},
        items="InstanceProfile.Roles",
        match={"RoleName": "{role_name}"},
        absent=("NoSuchEntity",),
    ),
    identity=("instance_profile_name", "role_name"),
    ids=(),
    create=Step(
        "iam.add_role_to_instance_profile", _NAMES, blast="availability", also=("iam:PassRole",)
    ),
    creates=("instance_profile_name", "role_name"),
    erase=Step("iam.remove_role_from_instance_profile", _NAMES, blast="availability"),
)
