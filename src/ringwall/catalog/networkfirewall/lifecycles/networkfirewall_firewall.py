"""How firewalls come, change and go: both take AWS minutes.

Their protections, logs and endpoints are rows of their own.
"""

from ringwall.catalog.networkfirewall.tagging import TAG
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

firewall = Lifecycle(
    table="networkfirewall_firewall",
    find=Find(
        "network-firewall.list_firewalls",
        items="Firewalls",
        match={"FirewallName": "{firewall_name}"},
    ),
    identity=("firewall_name",),
    create=Step(
        "network-firewall.create_firewall",
        {
            "FirewallName": "{firewall_name}",
            "FirewallPolicyArn": "{firewall_policy_arn}",
            "VpcId": "{vpc_id}",
            "SubnetMappings": "{subnet_mappings}",
            "Tags": "{tags|pairs}",
        },
        poll=Poll(
            "network-firewall.describe_firewall",
            {"FirewallArn": {"$answer": "Firewall.FirewallArn"}},
            "FirewallStatus.Status",
            ("READY",),
            ("FAILED",),
        ),
        also=("network-firewall:TagResource", "iam:CreateServiceLinkedRole"),
    ),
    creates=("firewall_name", "firewall_policy_arn", "vpc_id", "tags"),
    given=("subnet_mappings",),
    updates=(
        Update(
            ("firewall_policy_arn",),
            Step(
                "network-firewall.associate_firewall_policy",
                {"FirewallArn": "{found.arn}", "FirewallPolicyArn": "{firewall_policy_arn}"},
                blast="availability",
            ),
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "network-firewall.delete_firewall",
        {"FirewallArn": "{found.arn}"},
        blast="availability",
    ),
    by_hand={"vpc_id": "AWS cannot change it: make another firewall, and send the traffic there"},
    wait=900,
    owner="tag",
    retag=TAG,
)
