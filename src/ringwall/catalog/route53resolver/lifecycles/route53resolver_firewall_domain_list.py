"""How domain lists of DNS Firewall come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("route53resolver.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"})
_ID = {"FirewallDomainListId": "{found.id}"}


domain_list = Lifecycle(
    table="route53resolver_firewall_domain_list",
    find=Find(
        "route53resolver.list_firewall_domain_lists",
        items="FirewallDomainLists[?!ManagedOwnerName]",
        match={"Name": "{name}"},
        known={"Id": "{found.id}"},
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "id"),
    create=Step(
        "route53resolver.create_firewall_domain_list",
        {"Name": "{name}", "Tags": "{tags|pairs}"},
        also=("route53resolver:TagResource",),
    ),
    creates=("name", "tags"),
    updates=(
        Update(
            ("domains",),
            Step(
                "route53resolver.update_firewall_domains",
                {**_ID, "Operation": "REPLACE", "Domains": "{domains}"},
                # An earlier update is not done.
                retry=("ConflictException",),
                blast="availability",
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step(
        "route53resolver.delete_firewall_domain_list",
        _ID,
        # Rules let go of it late.
        retry=("ConflictException",),
    ),
    parts={"route53resolver_firewall_rule": {"firewall_domain_list_id": "id"}},
    normal={"domains": "set"},
    owner="tag",
    retag=_TAG,
    wait=120.0,
)
