"""How resources come under the protection of Shield Advanced, and out of it."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row

_TAG = Step("shield.tag_resource", {"ResourceARN": "{found.arn}", "Tags": "{tags|pairs}"})


def _name_check(names: Row) -> Row:
    """Return the parameters that give a protection its health check: AWS takes one."""
    (check,) = names["health_check_ids"]
    return {
        "ProtectionId": names["found"]["id"],
        "HealthCheckArn": f"arn:{names['partition']}:route53:::healthcheck/{check}",
    }


protection = Lifecycle(
    table="shield_protection",
    find=Find(
        "shield.list_protections",
        items="Protections",
        match={"ResourceArn": "{resource_arn}"},
        absent=("ResourceNotFoundException",),
        now={"health_check_id": "HealthCheckIds[0]"},
    ),
    identity=("resource_arn",),
    ids=("arn", "id"),
    create=Step(
        "shield.create_protection",
        {"Name": "{name}", "ResourceArn": "{resource_arn}", "Tags": "{tags|pairs}"},
        also=("shield:TagResource",),
    ),
    creates=("name", "resource_arn", "tags"),
    updates=(
        Update(
            ("health_check_ids",),
            Step(
                "shield.associate_health_check",
                build=_name_check,
                also=("route53:GetHealthCheck",),
            ),
            clear=Step(
                "shield.disassociate_health_check",
                {
                    "ProtectionId": "{found.id}",
                    "HealthCheckArn": "arn:{partition}:route53:::healthcheck/{now.health_check_id}",
                },
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("shield.delete_protection", {"ProtectionId": "{found.id}"}),
    owner="tag",
    retag=_TAG,
)
