"""How instance profiles come and go. Their role is a row of its own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"InstanceProfileName": "{instance_profile_name}"}
_TAG = Step("iam.tag_instance_profile", {**_NAME, "Tags": "{tags|pairs}"}, blast="none")


profile = Lifecycle(
    table="iam_instance_profile",
    find=Find("iam.get_instance_profile", _NAME, take="InstanceProfile", absent=("NoSuchEntity",)),
    identity=("instance_profile_name",),
    named_by=("instance_profile_name",),
    ids=("arn", "instance_profile_name"),
    create=Step(
        "iam.create_instance_profile",
        {**_NAME, "Tags": "{tags|pairs}"},
        also=("iam:TagInstanceProfile",),
    ),
    creates=("instance_profile_name", "tags"),
    updates=(Update(("tags",), _TAG),),
    erase=Step(
        "iam.delete_instance_profile", _NAME, retry=("DeleteConflict",), blast="availability"
    ),
    parts={
        "iam_instance_profile_role": {"instance_profile_name": "instance_profile_name"},
    },
    owner="tag",
    retag=_TAG,
)
