"""Security Lake: data lakes, the logs that they take, and who subscribes to them.

https://docs.aws.amazon.com/security-lake/latest/userguide/multi-account-management.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import (
    DelegatedService,
    DelegationRefused,
    deregister,
    find_accounts,
)
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.state import EmulatorState

SECURITY_LAKE = DelegatedService("securitylake.amazonaws.com")
EVERYWHERE = ""
"""The Region of what an account has once, whichever Region a call goes to."""


@dataclass
class LakeAccount:
    """The data lakes of an account."""

    lakes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Lakes by Region."""
    sources: set[tuple[str, str, str, str]] = field(default_factory=set)
    """Account, Region, name and version of each log source."""
    subscribers: dict[str, dict[str, Any]] = field(default_factory=dict)
    auto_enable: list[dict[str, Any]] = field(default_factory=list)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)


def _denied() -> Fault:
    message = "The account is not the delegated administrator of Security Lake."
    return Fault("AccessDeniedException", message, 403)


def _bad(message: str) -> Fault:
    return Fault("BadRequestException", message, 400)


def _missing(what: str) -> Fault:
    return Fault("ResourceNotFoundException", f"The {what} was not found.", 404)


def _find(state: EmulatorState, call: EmulatedCall) -> LakeAccount:
    """Return the lakes of a caller that may have some: no member but the administrator."""
    organization = find_organization(call.account_id)
    if organization is not None:
        SECURITY_LAKE.settle(state, call.account_id, EVERYWHERE)
        if SECURITY_LAKE.find(state, call.account_id, EVERYWHERE).admin != call.account_id:
            raise _denied()
    key = (call.account_id, EVERYWHERE, "securitylake.account")
    found: LakeAccount = state.settings.setdefault(key, LakeAccount())
    return found


@emulates(
    "securitylake",
    "RegisterDataLakeDelegatedAdministrator",
    "DeregisterDataLakeDelegatedAdministrator",
)
def delegate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose or dismiss the administrator, for all Regions."""
    account_id = str(call.parameters.get("accountId") or "")
    try:
        if call.operation.startswith("Register"):
            SECURITY_LAKE.appoint(state, call, account_id, EVERYWHERE)
        else:
            admin = SECURITY_LAKE.find(state, call.account_id, EVERYWHERE).admin
            SECURITY_LAKE.dismiss(state, call, admin or call.account_id, EVERYWHERE)
            deregister(find_organization(call.account_id), SECURITY_LAKE.principal)
    except DelegationRefused as error:
        if error.reason in {"no_organization", "not_management"}:
            message = "The account is not the management account of an organization."
            raise Fault("AccessDeniedException", message, 403) from error
        if error.reason in {"unknown_account", "not_admin"}:
            raise _missing("account") from error
        message = "The organization already has a delegated administrator."
        raise Fault("ConflictException", message, 409) from error
    return {}


def show_lake_status(_lake: Mapping[str, Any]) -> str:
    """Return the status of a lake: it is complete at once."""
    return "COMPLETED"


def _show_lake(lake: Mapping[str, Any]) -> dict[str, Any]:
    return {**lake, "createStatus": show_lake_status(lake)}


LONGEST_NAME = 63
"""Letters that the name of a bucket may have: less of it is random in a Region with a long name."""


@emulates("securitylake", "CreateDataLake")
def create_lakes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a lake in each Region, with a bucket; the role of its tables must exist."""
    found, given = _find(state, call), call.parameters["configurations"]
    role = str(call.parameters["metaStoreManagerRoleArn"])
    if role not in {held.arn for held in moto_backend("iam", call.account_id).get_roles()}:
        raise _bad(f"The role {role} does not exist.")
    for wanted in given:
        if wanted["region"] in found.lakes:
            message = f"A data lake already exists in {wanted['region']}."
            raise Fault("ConflictException", message, 409)
    made = []
    for wanted in given:
        region = str(wanted["region"])
        bucket = f"aws-security-data-lake-{region}-{mock_random.get_random_hex(30)}"[:LONGEST_NAME]
        moto_backend("s3", call.account_id).create_bucket(bucket, region)
        arn = f"arn:{call.partition}:securitylake:{region}:{call.account_id}:data-lake/default"
        kept = {n: v for n, v in wanted.items() if v is not None}
        kept.setdefault("encryptionConfiguration", {"kmsKeyId": "S3_MANAGED_KEY"})
        found.lakes[region] = kept | {
            "dataLakeArn": arn,
            "s3BucketArn": f"arn:{call.partition}:s3:::{bucket}",
        }
        found.tags[arn] = {t["key"]: t["value"] for t in call.parameters.get("tags") or ()}
        made.append(_show_lake(found.lakes[region]))
    return {"dataLakes": made}


@emulates("securitylake", "UpdateDataLake")
def update_lakes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change lakes."""
    found, made = _find(state, call), []
    for wanted in call.parameters["configurations"]:
        lake = found.lakes.get(wanted["region"])
        if lake is None:
            raise _missing("data lake")
        lake.update({n: v for n, v in wanted.items() if v is not None})
        made.append(_show_lake(lake))
    return {"dataLakes": made}


@emulates("securitylake", "ListDataLakes")
def list_lakes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the lakes."""
    wanted = call.parameters.get("regions")
    held = _find(state, call).lakes.items()
    return {"dataLakes": [_show_lake(v) for region, v in held if not wanted or region in wanted]}


@emulates("securitylake", "DeleteDataLake")
def delete_lakes(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Stop the lakes of Regions; their buckets stay."""
    found, regions = _find(state, call), call.parameters["regions"]
    if set(regions) - found.lakes.keys():
        raise _missing("data lake")
    for region in regions:
        found.tags.pop(found.lakes.pop(region)["dataLakeArn"], None)
        found.sources = {source for source in found.sources if source[1] != region}
    return {}


@emulates("securitylake", "CreateAwsLogSource", "DeleteAwsLogSource")
def change_sources(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take logs of AWS from accounts, or no longer; accounts of others fail."""
    found = _find(state, call)
    organization = find_organization(call.account_id)
    known = set(find_accounts(organization)) if organization is not None else {call.account_id}
    failed: set[str] = set()
    for source in call.parameters["sources"]:
        if set(source["regions"]) - found.lakes.keys():
            raise _missing("data lake of a Region")
        accounts = source.get("accounts") or sorted(known)
        failed |= set(accounts) - known
        version = source.get("sourceVersion") or "2.0"
        entries = {
            (account, region, str(source["sourceName"]), version)
            for account in accounts
            for region in source["regions"]
            if account in known
        }
        creates = call.operation.startswith("Create")
        found.sources = found.sources | entries if creates else found.sources - entries
    return {"failed": sorted(failed)}


@emulates("securitylake", "ListLogSources")
def list_sources(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the sources by account and Region."""
    accounts, regions = (call.parameters.get(n) for n in ("accounts", "regions"))
    if call.parameters.get("sources"):
        raise Fault("UnknownOperationException", "filters of log sources are not emulated", 501)
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for account, region, name, version in sorted(_find(state, call).sources):
        if (not accounts or account in accounts) and (not regions or region in regions):
            shown = {"awsLogSource": {"sourceName": name, "sourceVersion": version}}
            grouped.setdefault((account, region), []).append(shown)
    found = [{"account": a, "region": r, "sources": held} for (a, r), held in grouped.items()]
    page, more = cut_page(call, found, 100, fault="BadRequestException")
    return {"sources": page} | more


def show_subscriber_status(_subscriber: Mapping[str, Any]) -> str:
    """Return the status of a subscriber: it is active at once."""
    return "ACTIVE"


@emulates("securitylake", "CreateSubscriber")
def create_subscriber(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let somebody read logs of the lake in the Region."""
    found, given = _find(state, call), call.parameters
    lake = found.lakes.get(call.region)
    if lake is None:
        raise _missing("data lake")
    if any(s["subscriberName"] == given["subscriberName"] for s in found.subscribers.values()):
        raise Fault("ConflictException", "A subscriber with this name already exists.", 409)
    made, now = str(mock_random.uuid4()), datetime.now(UTC)
    arn = f"arn:{call.partition}:securitylake:{call.region}:{call.account_id}:subscriber/{made}"
    names = ("subscriberName", "subscriberDescription", "subscriberIdentity", "sources")
    found.subscribers[made] = {n: given[n] for n in names if given.get(n) is not None} | {
        "subscriberId": made,
        "subscriberArn": arn,
        "accessTypes": given.get("accessTypes") or ["S3"],
        "s3BucketArn": lake["s3BucketArn"],
        "createdAt": now,
        "updatedAt": now,
    }
    found.tags[arn] = {t["key"]: t["value"] for t in given.get("tags") or ()}
    return {"subscriber": _show_subscriber(found.subscribers[made])}


def _show_subscriber(subscriber: Mapping[str, Any]) -> dict[str, Any]:
    return {**subscriber, "subscriberStatus": show_subscriber_status(subscriber)}


@emulates("securitylake", "GetSubscriber", "UpdateSubscriber", "DeleteSubscriber")
def keep_subscriber(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read, change or delete a subscriber."""
    found = _find(state, call)
    kept = found.subscribers.get(str(call.parameters["subscriberId"]))
    if kept is None:
        raise _missing("subscriber")
    if call.operation.startswith("Delete"):
        del found.subscribers[kept["subscriberId"]]
        return {}
    if call.operation.startswith("Update"):
        names = ("subscriberName", "subscriberDescription", "subscriberIdentity", "sources")
        given = {n: call.parameters[n] for n in names if call.parameters.get(n) is not None}
        kept.update(given, updatedAt=datetime.now(UTC))
    return {"subscriber": _show_subscriber(kept)}


@emulates("securitylake", "ListSubscribers")
def list_subscribers(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the subscribers."""
    found = [_show_subscriber(s) for s in _find(state, call).subscribers.values()]
    page, more = cut_page(call, found, 100, fault="BadRequestException")
    return {"subscribers": page} | more


@emulates(
    "securitylake",
    "CreateDataLakeOrganizationConfiguration",
    "GetDataLakeOrganizationConfiguration",
    "DeleteDataLakeOrganizationConfiguration",
)
def configure(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose, read or take back which logs new accounts send."""
    found = _find(state, call)
    given = [dict(entry) for entry in call.parameters.get("autoEnableNewAccount") or ()]
    if call.operation.startswith("Get"):
        return {"autoEnableNewAccount": found.auto_enable}
    if call.operation.startswith("Create"):
        regions = {entry["region"] for entry in given}
        kept = [entry for entry in found.auto_enable if entry["region"] not in regions]
        found.auto_enable = kept + given
    else:
        found.auto_enable = [entry for entry in found.auto_enable if entry not in given]
    return {}


@emulates("securitylake", "TagResource", "UntagResource", "ListTagsForResource")
def tag_lake(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a lake or a subscriber."""
    tags = _find(state, call).tags.get(str(call.parameters["resourceArn"]))
    if tags is None:
        raise _missing("resource")
    return answer_tags(call, tags)
