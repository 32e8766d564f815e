"""How subscribers of a lake come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step(
    "securitylake.tag_resource", {"resourceArn": "{found.arn}", "tags": "{tags|lower_pairs}"}
)
_BUSY = ("ConflictException",)


subscriber = Lifecycle(
    table="securitylake_subscriber",
    find=Find(
        "securitylake.list_subscribers",
        items="subscribers",
        match={"subscriberName": "{subscriber_name}"},
    ),
    identity=("subscriber_name",),
    given=("external_id",),
    ids=("arn", "subscriber_id"),
    create=Step(
        "securitylake.create_subscriber",
        {
            "subscriberName": "{subscriber_name}",
            "subscriberIdentity": {
                "principal": "{subscriber_principal}",
                "externalId": "{external_id}",
            },
            "accessTypes": "{access_types}",
            "sources": "{sources}",
            "tags": "{tags|lower_pairs}",
        },
        retry=_BUSY,
        also=("securitylake:TagResource",),
    ),
    creates=("subscriber_name", "subscriber_principal", "access_types", "sources", "tags"),
    updates=(
        Update(
            ("sources",),
            Step(
                "securitylake.update_subscriber",
                {"subscriberId": "{found.subscriber_id}", "sources": "{sources}"},
                retry=_BUSY,
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "securitylake.delete_subscriber", {"subscriberId": "{found.subscriber_id}"}, retry=_BUSY
    ),
    replaced_by=("subscriber_principal", "access_types"),
    normal={"access_types": "set", "sources": "json"},
    owner="tag",
    retag=_TAG,
)
