"""The features of GuardDuty as its writes have them, with all that belongs to them."""

from ringwall.model.table import Row

AGENTS = {
    "RUNTIME_MONITORING": (
        "EKS_ADDON_MANAGEMENT",
        "ECS_FARGATE_AGENT_MANAGEMENT",
        "EC2_AGENT_MANAGEMENT",
    ),
    "EKS_RUNTIME_MONITORING": ("EKS_ADDON_MANAGEMENT",),
}
"""The features that manage agents, and which.
https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorAdditionalConfiguration.html
"""


def write_feature(names: Row) -> Row:
    """Return the parameters that turn a feature of a detector on or off."""
    enabled = names.get("enabled_configurations")
    feature: Row = {"Name": names["name"], "Status": names["status"]}
    if enabled is not None and (agents := AGENTS.get(names["name"])):
        feature["AdditionalConfiguration"] = [
            {"Name": agent, "Status": "ENABLED" if agent in enabled else "DISABLED"}
            for agent in agents
        ]
    return {"DetectorId": names["detector_id"], "Features": [feature]}


def write_organization_feature(names: Row) -> Row:
    """Return the parameters that turn a feature on or off in accounts of the organization.

    AWS wants to be told with each which accounts have GuardDuty turned on.
    """
    enabled = names.get("auto_enable_configurations")
    feature: Row = {"Name": names["name"], "AutoEnable": names["auto_enable"]}
    if enabled is not None and (agents := AGENTS.get(names["name"])):
        feature["AdditionalConfiguration"] = [
            {"Name": agent, "AutoEnable": names["auto_enable"] if agent in enabled else "NONE"}
            for agent in agents
        ]
    return {
        "DetectorId": names["detector_id"],
        "AutoEnableOrganizationMembers": names["auto_enable_organization_members"],
        "Features": [feature],
    }
