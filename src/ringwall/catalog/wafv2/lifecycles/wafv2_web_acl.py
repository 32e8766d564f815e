"""How web ACLs come, change and go; their logs and their resources are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("wafv2.tag_resource", {"ResourceARN": "{found.arn}", "Tags": "{tags|pairs}"})
_SETTINGS = {
    "DefaultAction": "{default_action}",
    "Description": "{description}",
    "Rules": "{rules}",
    "VisibilityConfig": "{visibility_config}",
    "CustomResponseBodies": "{custom_response_bodies}",
    "CaptchaConfig": "{captcha_config}",
    "ChallengeConfig": "{challenge_config}",
    "TokenDomains": "{token_domains}",
    "AssociationConfig": "{association_config}",
    "DataProtectionConfig": "{data_protection_config}",
}
_COLUMNS = (
    "default_action",
    "description",
    "rules",
    "visibility_config",
    "custom_response_bodies",
    "captcha_config",
    "challenge_config",
    "token_domains",
    "association_config",
    "data_protection_config",
)
_WHICH = {
    "Name": "{name}",
    "Scope": "{scope}",
    "Id": "{found.id}",
    "LockToken": "{now.lock_token}",
}
_NOT_YET = ("WAFOptimisticLockException", "WAFUnavailableEntityException")


web_acl = Lifecycle(
    table="wafv2_web_acl",
    find=Find(
        "wafv2.list_web_acls",
        {"Scope": "{scope}"},
        items="WebACLs",
        match={"Name": "{name}"},
        known={"Id": "{found.id}"},
        members={"Scope": "{scope}"},
        now={"lock_token": "LockToken"},
    ),
    identity=("name", "scope"),
    ids=("arn", "id", "name", "scope"),
    create=Step(
        "wafv2.create_web_acl",
        {"Name": "{name}", "Scope": "{scope}", **_SETTINGS, "Tags": "{tags|pairs}"},
        retry=_NOT_YET,
        also=("wafv2:TagResource",),
    ),
    creates=("name", "scope", *_COLUMNS, "tags"),
    updates=(
        Update(
            _COLUMNS,
            Step(
                "wafv2.update_web_acl",
                {**_WHICH, **_SETTINGS},
                retry=_NOT_YET,
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "wafv2.delete_web_acl",
        {
            "Name": "{found.name}",
            "Scope": "{found.scope}",
            "Id": "{found.id}",
            "LockToken": "{now.lock_token}",
        },
        # Resources let go of it late.
        retry=(*_NOT_YET, "WAFAssociatedItemException"),
    ),
    parts={
        "wafv2_logging_configuration": {"resource_arn": "arn"},
        "wafv2_web_acl_association": {"web_acl_arn": "arn"},
    },
    normal={name: "json" for name in _COLUMNS if name not in ("description", "token_domains")},
    owner="tag",
    retag=_TAG,
    wait=120.0,
)
