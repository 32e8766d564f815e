"""How entries of network ACLs come, change and go: those about IPv4 blocks."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.catalog.ec2.protocols import write_entry
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_RULE = ("rule_action", "protocol", "from_port", "to_port", "cidr_block")

entry = Lifecycle(
    table="ec2_network_acl_entry",
    find=Find(
        "ec2.describe_network_acls",
        {"NetworkAclIds": ["{network_acl_id}"]},
        items="NetworkAcls[].Entries[]",
        match={"RuleNumber": "{rule_number}", "Egress": "{is_egress}"},
        absent=("InvalidNetworkAclID.NotFound",),
    ),
    identity=("network_acl_id", "rule_number", "is_egress"),
    ids=(),
    create=Step(
        "ec2.create_network_acl_entry", build=write_entry, retry=NOT_YET, blast="availability"
    ),
    creates=("network_acl_id", "rule_number", "is_egress", *_RULE),
    updates=(
        Update(
            _RULE,
            Step("ec2.replace_network_acl_entry", build=write_entry, blast="availability"),
            whole=True,
        ),
    ),
    erase=Step(
        "ec2.delete_network_acl_entry",
        {
            "NetworkAclId": "{network_acl_id}",
            "RuleNumber": "{rule_number}",
            "Egress": "{is_egress}",
        },
        blast="availability",
    ),
)
