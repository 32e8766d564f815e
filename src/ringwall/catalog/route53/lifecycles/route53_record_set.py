"""How records of hosted zones come, change and go. They have no tags: a name is whose it is."""

from collections.abc import Callable

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row


def _write(action: str) -> Callable[[Row], Row]:
    """Return what makes the parameters of a call with one change."""

    def build(names: Row) -> Row:
        records = [{"Value": value} for value in names["resource_records"]]
        changed = {
            "Name": names["name"],
            "Type": names["type"],
            "TTL": names["ttl"],
            "ResourceRecords": records,
        }
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": changed}]}
        return {"HostedZoneId": names["hosted_zone_id"], "ChangeBatch": batch}

    return build


def _step(action: str) -> Step:
    return Step(
        "route53.change_resource_record_sets",
        build=_write(action),
        retry=("PriorRequestNotComplete",),
    )


record_set = Lifecycle(
    table="route53_record_set",
    find=Find(
        "route53.list_resource_record_sets",
        {
            "HostedZoneId": "{hosted_zone_id}",
            "StartRecordName": "{name}",
            "StartRecordType": "{type}",
        },
        items="ResourceRecordSets",
        match={"Name": "{name}", "Type": "{type}"},
        absent=("NoSuchHostedZone",),
    ),
    identity=("hosted_zone_id", "name", "type"),
    ids=("name",),
    create=_step("CREATE"),
    creates=("hosted_zone_id", "name", "type", "ttl", "resource_records"),
    updates=(Update(("ttl", "resource_records"), _step("UPSERT")),),
    erase=_step("DELETE"),
    normal={"resource_records": "set"},
)
