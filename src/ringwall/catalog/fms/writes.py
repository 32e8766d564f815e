"""Policies of Firewall Manager as the call has them that makes one."""

from ringwall.model.reference import write_json
from ringwall.model.table import Row

SCOPE = {
    "resource_tags": "ResourceTags",
    "resource_tag_operator": "ResourceTagLogicalOperator",
    "include_map": "IncludeMap",
    "exclude_map": "ExcludeMap",
    "resource_set_ids": "ResourceSetIds",
    "deletes_unused_resources": "DeleteUnusedFMManagedResources",
}


def create_policy(names: Row) -> Row:
    """Return the parameters that make a policy: without a scope, it is about all resources."""
    scope = {member: names.get(column) for column, member in SCOPE.items()}
    policy = {
        "PolicyName": names["policy_name"],
        "PolicyDescription": names["policy_description"],
        "SecurityServicePolicyData": {
            "Type": names["security_service_type"],
            "ManagedServiceData": write_json(names["managed_service_data"]),
        },
        "ResourceType": names["resource_type"],
        "ExcludeResourceTags": bool(names.get("exclude_resource_tags")),
        **{member: value for member, value in scope.items() if value},
        "RemediationEnabled": names["remediation_enabled"],
    }
    tags = [{"Key": key, "Value": value} for key, value in names["tags"].items()]
    return {"Policy": policy, "TagList": tags}
