"""Policies of Firewall Manager."""

from ringwall.catalog.fms.reading import GONE, read_policies
from ringwall.model.table import Call, Table, boolean, document, text, texts

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
        document(
            "resource_tags",
            "Policy.ResourceTags",
            "The tags by which resources are what it is about, or are not.",
            [],
            property="ResourceTags",
            default=[],
        ),
        boolean(
            "exclude_resource_tags",
            "Policy.ExcludeResourceTags",
            "Whether resources with these tags are left out; else it is about them alone.",
            property="ExcludeResourceTags",
        ),
        text(
            "resource_tag_operator",
            "Policy.ResourceTagLogicalOperator",
            "Whether a resource needs all of several tags (AND), or one of them (OR).",
            property="ResourceTagLogicalOperator",
            default="",
        ),
        document(
            "include_map",
            "Policy.IncludeMap",
            "The accounts and units that it is about alone.",
            property="IncludeMap",
            default={},
        ),
        document(
            "exclude_map",
            "Policy.ExcludeMap",
            "The accounts and units that it leaves out.",
            property="ExcludeMap",
            default={},
        ),
        texts(
            "resource_set_ids",
            "Policy.ResourceSetIds",
            "The sets of resources that it is about.",
            property="ResourceSetIds",
            default=[],
        ),
        boolean(
            "deletes_unused_resources",
            "Policy.DeleteUnusedFMManagedResources",
            "Whether what it made is deleted where it is not about a resource any more.",
            property="ResourcesCleanUp",
            default=False,
        ),
    ),
)
