"""Policies of Firewall Manager as their write has them: it replaces all of one."""

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
    tags = [{"Key": key, "Value": value} for key, value in names["tags"].items()]
    return {"Policy": _write(names, names), "TagList": tags}


def change_policy(names: Row) -> Row:
    """Return the parameters that change a policy: the token says which version was read."""
    found = names["found"]
    which = {"PolicyId": found["policy_id"], "PolicyUpdateToken": names["now"]["token"]}
    return {"Policy": {**_write(names, found), **which}}


def _write(names: Row, fixed: Row) -> Row:
    scope = {member: names.get(column) for column, member in SCOPE.items()}
    return {
        "PolicyName": fixed["policy_name"],
        "PolicyDescription": names.get("policy_description") or "",
        "SecurityServicePolicyData": {
            "Type": fixed["security_service_type"],
            "ManagedServiceData": write_json(names["managed_service_data"]),
        },
        "ResourceType": fixed["resource_type"],
        "ExcludeResourceTags": bool(names.get("exclude_resource_tags")),
        **{member: value for member, value in scope.items() if value},
        "RemediationEnabled": names["remediation_enabled"],
    }
