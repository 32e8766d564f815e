"""Route 53: the records of zones change as AWS lets them, all of a batch or none.

moto keeps names as they were written, lets a CNAME stand beside other records, and deletes by the
identifier alone.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
"""

import ast
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random
from moto.route53.models import RecordSet

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

STAR = "\\052"
"""How an asterisk is written in answers.
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html"""
Key = tuple[str, str, str]


def _find_zone(call: EmulatedCall) -> Any:
    wanted = str(call.parameters["HostedZoneId"]).rpartition("/")[2]
    zone = moto_backend("route53", call.account_id).zones.get(wanted)
    if zone is None:
        raise Fault("NoSuchHostedZone", f"No hosted zone found with ID: {wanted}", 404)
    return zone


def _read_name(name: str) -> str:
    """Return a name as it is kept: in small letters, with a dot at its end."""
    return f"{name.rstrip('.')}.".lower().replace(STAR, "*")


def _key(kept: Any) -> Key:
    return kept.name, str(kept.type), str(kept.set_identifier or "")


@emulates("route53", "ChangeResourceRecordSets")
def change_records(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make all changes of a batch, or none of them."""
    zone = _find_zone(call)
    kept = {_key(one): one for one in zone.rrsets}
    for change in call.parameters["ChangeBatch"]["Changes"]:
        _change(zone, kept, change["Action"], change["ResourceRecordSet"])
    _check_names(zone, kept)
    zone.rrsets = [*kept.values()]
    return {
        "ChangeInfo": {
            "Id": f"/change/C{mock_random.get_random_hex(19).upper()}",
            "Status": "INSYNC",
            "SubmittedAt": datetime.now(UTC),
        }
    }


def _change(zone: Any, kept: dict[Key, Any], action: str, given: Mapping[str, Any]) -> None:
    name, apex = _read_name(given["Name"]), _read_name(zone.name)
    if name != apex and not name.endswith(f".{apex}"):
        raise _refuse(f"RRSet with DNS name {name} is not permitted in zone {apex}")
    has_records = "TTL" in given and "ResourceRecords" in given
    if not has_records and "AliasTarget" not in given:
        message = (
            "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and "
            "ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with "
            f"[Action={action}, Name={name}, Type={given['Type']}, SetIdentifier=null]"
        )
        raise Fault("InvalidInput", message)
    values = [one["Value"] for one in given.get("ResourceRecords", ())]
    made = _make({**given, "Name": name, "ResourceRecords": values})
    if made.alias_target:
        made.alias_target = {
            **made.alias_target,
            "DNSName": _read_name(made.alias_target["DNSName"]),
        }
    key, which = _key(made), f"resource record set [name='{name}', type='{given['Type']}']"
    if action == "CREATE" and key in kept:
        raise _refuse(f"Tried to create {which} but it already exists")
    if action == "DELETE":
        if key not in kept:
            raise _refuse(f"Tried to delete {which} but it was not found")
        if _content(kept[key]) != _content(made):
            message = f"Tried to delete {which} but the values provided do not match"
            raise _refuse(f"{message} the current values")
        if name == apex and given["Type"] in ("NS", "SOA"):
            raise _refuse("A HostedZone must contain at least one NS record for the zone itself.")
        del kept[key]
        return
    kept[key] = made


def _make(given: Mapping[str, Any]) -> Any:
    kind: Any = RecordSet  # its base class is abstract, as moto never asks for
    return kind(given)


def _content(one: Any) -> Any:
    records = sorted(map(str, one.records or ()))
    alias = dict(one.alias_target or {})
    if alias:
        alias["EvaluateTargetHealth"] = str(alias["EvaluateTargetHealth"]).lower()
    return records, str(one.ttl), alias, str(one.weight)


def _check_names(zone: Any, kept: Mapping[Key, Any]) -> None:
    """Fault where a CNAME stands beside other records of its name, or at the top of the zone."""
    types: dict[str, set[str]] = {}
    for name, kind, _ in kept:
        types.setdefault(name, set()).add(kind)
    apex = _read_name(zone.name)
    for name, found in types.items():
        if "CNAME" in found and (len(found) > 1 or name == apex):
            message = f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts"
            raise _refuse(f"{message} with other records with the same DNS name in zone {apex}")


def _refuse(message: str) -> Fault:
    return Fault("InvalidChangeBatch", f"[{message}]")


@emulates("route53", "ListResourceRecordSets")
def list_records(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the records, with asterisks and values as AWS writes them."""
    answer = state.ask_moto(call)
    for each in answer["ResourceRecordSets"]:
        each["Name"] = each["Name"].replace("*", STAR)
        for record in each.get("ResourceRecords", ()):
            record["Value"] = _read_value(record["Value"])
    return answer


def _read_value(value: str) -> str:
    """Return a value; moto writes that of SOA as a Python dictionary."""
    return str(ast.literal_eval(value)["Value"]) if value.startswith("{'Value'") else value
