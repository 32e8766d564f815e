"""How the root, OUs and accounts get a configuration policy."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row

_MEMBERS = {"ACCOUNT": "AccountId", "ORGANIZATIONAL_UNIT": "OrganizationalUnitId", "ROOT": "RootId"}


def _associate(names: Row) -> Row:
    return {
        "ConfigurationPolicyIdentifier": names["configuration_policy_id"],
        "Target": {_MEMBERS[names["target_type"]]: names["target_id"]},
    }


_START = Step(
    "securityhub.start_configuration_policy_association",
    build=_associate,
    retry=("ResourceConflictException",),
)


association = Lifecycle(
    table="securityhub_policy_association",
    find=Find(
        "securityhub.list_configuration_policy_associations",
        {"Filters": {"AssociationType": "APPLIED"}},
        items="ConfigurationPolicyAssociationSummaries",
        match={"TargetId": "{target_id}"},
        absent=("InvalidAccessException",),
    ),
    identity=("target_id",),
    ids=("configuration_policy_id", "target_id", "target_type"),
    create=_START,
    creates=("target_id", "target_type", "configuration_policy_id"),
    updates=(Update(("configuration_policy_id",), _START),),
    erase=Step(
        "securityhub.start_configuration_policy_disassociation",
        build=_associate,
        retry=("ResourceConflictException",),
    ),
    serial="securityhub",
    wait=300.0,
)
