"""How a resource comes to have a web ACL, in place of the one that it has; it has one at most."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ASSOCIATE = Step(
    "wafv2.associate_web_acl",
    {"WebACLArn": "{web_acl_arn}", "ResourceArn": "{resource_arn}"},
    # The web ACL was just made.
    retry=("WAFUnavailableEntityException",),
    also=("elasticloadbalancing:SetWebACL",),
    blast="availability",
)


association = Lifecycle(
    table="wafv2_web_acl_association",
    find=Find(
        "wafv2.get_web_acl_for_resource",
        {"ResourceArn": "{resource_arn}"},
        take="WebACL",
        absent=("WAFNonexistentItemException",),
    ),
    identity=("resource_arn",),
    ids=(),
    create=_ASSOCIATE,
    creates=("resource_arn", "web_acl_arn"),
    updates=(Update(("web_acl_arn",), _ASSOCIATE),),
    erase=Step(
        "wafv2.disassociate_web_acl",
        {"ResourceArn": "{resource_arn}"},
        also=("elasticloadbalancing:SetWebACL",),
    ),
    wait=120.0,
)
