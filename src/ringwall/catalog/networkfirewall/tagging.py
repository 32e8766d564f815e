"""How Network Firewall tags what is there."""

from ringwall.model.lifecycle import Step

TAG = Step(
    "network-firewall.tag_resource",
    {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"},
    blast="none",
)
"""The call that adds tags to a resource of it."""
IN_USE = ("InvalidOperationException",)
"""What AWS answers where a firewall that is being deleted still uses what is to be deleted."""
