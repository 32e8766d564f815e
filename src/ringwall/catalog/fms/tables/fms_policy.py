"""Policies of Firewall Manager."""

from ringwall.catalog.fms.reading import GONE, read_policies
from ringwall.model.table import Call, Table, boolean, document, text

policy = Table(
    name="fms_policy",
    doc="A policy of Firewall Manager: how resources of the organization's accounts are guarded.",
    cloudformation="AWS::FMS::Policy",
    fetch=read_policies,
    arn="PolicyArn",
    tags="Tags",
    calls=(
        Call("fms.get_policy", "Policy", {"PolicyId": "{PolicyId}"}, into="Policy"),
        Call("fms.list_tags_for_resource", "TagList", {"ResourceArn": "{PolicyArn}"}, into="Tags"),
    ),
    gone=(GONE,),
    columns=(
        text("policy_id", "PolicyId", "Its ID.", property="Id"),
        text("policy_name", "PolicyName", "Its name.", required=True, property="PolicyName"),
        text(
            "policy_description",
            "Policy.PolicyDescription",
            "Its description.",
            property="PolicyDescription",
            default="",
        ),
        text(
            "security_service_type",
            "SecurityServiceType",
            "WAFV2, SECURITY_GROUPS_USAGE_AUDIT, SHIELD_ADVANCED, ...",
            property="SecurityServicePolicyData.Type",
        ),
        document(
            "managed_service_data",
            "Policy.SecurityServicePolicyData.ManagedServiceData",
            "What the service is to do.",
            property="SecurityServicePolicyData.ManagedServiceData",
        ),
        text(
            "resource_type",
            "Policy.ResourceType",
            "The type of the resources, as CloudFormation calls it.",
            property="ResourceType",
        ),
        boolean(
            "remediation_enabled",
            "RemediationEnabled",
            "Whether what does not comply is changed.",
            property="RemediationEnabled",
        ),
    ),
)
