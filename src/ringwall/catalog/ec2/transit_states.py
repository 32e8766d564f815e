"""What transit gateways, and what is attached to them, count as gone by."""

GONE = ("deleting", "deleted", "failed", "failing", "rejected", "rejecting")
"""States of what AWS still lists."""
IS_THERE = f"!contains(`{list(GONE)}`, State)".replace("'", '"')
"""JMESPath: whether something counts as there."""
NOT_YET = (
    "IncorrectState",
    "InvalidTransitGatewayID.NotFound",
    "InvalidTransitGatewayAttachmentID.NotFound",
    "InvalidRouteTableID.NotFound",
    "InvalidAttachmentID.NotFound",
)
"""What AWS answers where what a call names was made, shared or accepted just now."""
