"""How configuration policies come, change and go, in the home Region."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row

_COLUMNS = (
    "service_enabled",
    "enabled_standard_identifiers",
    "disabled_security_control_identifiers",
    "enabled_security_control_identifiers",
)


def _settings(names: Row) -> Row:
    """Return what the policy does; one that turns Security Hub off says nothing else."""
    if not names["service_enabled"]:
        return {"SecurityHub": {"ServiceEnabled": False}}
    enabled = names.get("enabled_security_control_identifiers")
    controls: Row = (
        {"EnabledSecurityControlIdentifiers": enabled}
        if enabled
        else {
            "DisabledSecurityControlIdentifiers": names.get("disabled_security_control_identifiers")
            or []
        }
    )
    return {
        "SecurityHub": {
            "ServiceEnabled": True,
            "EnabledStandardIdentifiers": names.get("enabled_standard_identifiers") or [],
            "SecurityControlsConfiguration": controls,
        }
    }


def _create(names: Row) -> Row:
    given = {"Description": names["description"]} if names.get("description") else {}
    return {
        "Name": names["name"],
        **given,
        "ConfigurationPolicy": _settings(names),
        "Tags": names["tags"],
    }


def _update(names: Row) -> Row:
    return {"Identifier": names["found"]["id"], "ConfigurationPolicy": _settings(names)}


_TAG = Step("securityhub.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})


policy = Lifecycle(
    table="securityhub_configuration_policy",
    find=Find(
        "securityhub.list_configuration_policies",
        items="ConfigurationPolicySummaries",
        match={"Name": "{name}"},
        known={"Id": "{found.id}"},
        absent=("InvalidAccessException",),
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "id"),
    create=Step(
        "securityhub.create_configuration_policy",
        build=_create,
        # Central configuration takes a while to be in force.
        retry=("AccessDeniedException", "InvalidAccessException", "ResourceConflictException"),
        also=("securityhub:TagResource",),
    ),
    creates=("name", "description", *_COLUMNS, "tags"),
    updates=(
        Update(
            _COLUMNS, Step("securityhub.update_configuration_policy", build=_update), whole=True
        ),
        Update(
            ("description",),
            Step(
                "securityhub.update_configuration_policy",
                {"Identifier": "{found.id}", "Description": "{description}"},
            ),
        ),
        Update(
            ("name",),
            Step(
                "securityhub.update_configuration_policy",
                {"Identifier": "{found.id}", "Name": "{name}"},
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("securityhub.delete_configuration_policy", {"Identifier": "{found.id}"}),
    normal=dict.fromkeys(_COLUMNS[1:], "set"),
    owner="tag",
    retag=_TAG,
    serial="securityhub",
)
