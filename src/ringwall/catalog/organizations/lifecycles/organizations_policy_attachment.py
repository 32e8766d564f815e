"""How policies of the organization are attached.

AWS leaves every root, OU and account at least one SCP: what replaces another policy is attached
before that one is detached.
"""

from ringwall.catalog.organizations.organization import BUSY
from ringwall.model.lifecycle import Find, Lifecycle, Step

attachment = Lifecycle(
    table="organizations_policy_attachment",
    find=Find(
        "organizations.list_targets_for_policy",
        {"PolicyId": "{policy_id}"},
        items="Targets",
        match={"TargetId": "{target_id}"},
        absent=("PolicyNotFoundException",),
    ),
    identity=("policy_id", "target_id"),
    ids=(),
    create=Step(
        "organizations.attach_policy",
        {"PolicyId": "{policy_id}", "TargetId": "{target_id}"},
        retry=BUSY,
        blast="availability",
    ),
    creates=("policy_id", "target_id"),
    erase=Step(
        "organizations.detach_policy",
        {"PolicyId": "{policy_id}", "TargetId": "{target_id}"},
        retry=BUSY,
    ),
    serial="organizations",
    blast="availability",
)
