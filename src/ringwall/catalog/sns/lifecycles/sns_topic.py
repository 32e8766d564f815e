"""How topics come, change and go. The topic's name is the end of its ARN."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ARN = "arn:{partition}:sns:{region}:{account_id}:{topic_name}"
_TAG = Step("sns.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"})


def _set(column: str, attribute: str, form: str = "") -> Update:
    return Update(
        (column,),
        Step(
            "sns.set_topic_attributes",
            {
                "TopicArn": "{found.arn}",
                "AttributeName": attribute,
                "AttributeValue": f"{{{column}{form}}}",
            },
            retry=("InvalidParameter",) if form else (),
        ),
    )


topic = Lifecycle(
    table="sns_topic",
    find=Find(
        "sns.list_topics",
        items="Topics",
        match={"TopicArn": _ARN},
        known={"TopicArn": "{found.arn}"},
        direct={"TopicArn": "{found.arn}"},
    ),
    given=("topic_name",),
    create=Step(
        "sns.create_topic",
        {"Name": "{topic_name}", "Tags": "{tags|pairs}"},
        also=("sns:TagResource",),
    ),
    creates=("tags",),
    updates=(
        _set("kms_master_key_id", "KmsMasterKeyId"),
        _set("display_name", "DisplayName"),
        _set("policy", "Policy", "|json"),
        Update(("tags",), _TAG),
    ),
    erase=Step("sns.delete_topic", {"TopicArn": "{found.arn}"}),
    normal={"policy": "policy"},
    by_tag_alone=True,
    owner="tag",
    retag=_TAG,
)
