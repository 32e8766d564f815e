"""Write cases as the log files that AWS would have written."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from quality.cases import Case, Event

FLOW_FIELDS = {
    "version": "version", "account": "account-id", "interfaceId": "interface-id",
    "srcAddr": "srcaddr", "dstAddr": "dstaddr", "srcPort": "srcport", "dstPort": "dstport",
    "protocol": "protocol", "packets": "packets", "bytes": "bytes", "start": "start", "end": "end",
    "action": "action", "status": "log-status", "vpcId": "vpc-id", "subNetId": "subnet-id",
    "instanceId": "instance-id", "flowDirection": "flow-direction", "region": "region",
}  # fmt: skip
"""Members of a sample of a flow, and the fields of the record."""
ACCESS = (
    "{bucketowner} {bucket} [{time}] {remoteip} {requester} {eventID} {operation} {key} "
    '"{requesturi}" '
    '{httpstatus} - 10 10 7 6 "-" "{useragent}" - hostid SigV4 {ciphersuite} AuthHeader '
    "{bucket}.s3.us-east-1.amazonaws.com {tlsVersion}"
)
"""A record of S3's access log, with the members that a sample may have."""
AT = datetime(2025, 1, 15, 12, tzinfo=UTC)
"""When what has no time was."""
PER_FILE = 5_000


def write_events(folder: Path, events: Iterable[Event]) -> int:
    """Write CloudTrail's events, a file for each account, Region and day; return how many."""
    waiting: dict[tuple[str, str, str], list[Event]] = defaultdict(list)
    files = count = 0
    for event in events:
        place = (_text(event, "recipientAccountId", "000000000000"), event["awsRegion"],
                 str(event["eventTime"])[:10])  # fmt: skip
        waiting[place].append(event)
        count += 1
        if len(waiting[place]) == PER_FILE:
            files += 1
            _write_trail(folder, place, waiting.pop(place), files)
    for place, left in waiting.items():
        files += 1
        _write_trail(folder, place, left, files)
    return count


def _text(event: Mapping[str, Any], name: str, otherwise: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) and value.isalnum() else otherwise


def _write_trail(folder: Path, place: tuple[str, str, str], events: list[Event], n: int) -> None:
    account, region, day = place
    region = region if isinstance(region, str) and region.replace("-", "").isalnum() else "unknown"
    stamp = day.replace("-", "")
    path = (
        folder / f"AWSLogs/{account}/CloudTrail/{region}/{day.replace('-', '/')}"
        f"/{account}_CloudTrail_{region}_{stamp}T2355Z_Labelled{n:08}.json.gz"
    )
    _write(path, json.dumps({"Records": events}).encode())


def write_cases(folder: Path, cases: Iterable[Case]) -> None:
    """Write all cases, of whatever log they are."""
    write_events(folder, (e for case in cases if case.log == "cloudtrail" for e in case.events))
    for case in cases:
        for event in case.events if case.log != "cloudtrail" else ():
            _write_other(folder, case, event)


def _write_other(folder: Path, case: Case, event: Event) -> None:
    account, day = case.account, f"{AT:%Y/%m/%d}"
    stamp = f"{AT:%Y%m%dT%H%MZ}"
    match case.log:
        case "vpc_flow":
            place = f"vpcflowlogs/us-east-1/{day}/{account}_vpcflowlogs_us-east-1_fl-0_{stamp}.log"
            body = write_flow(account, event)
        case "dns_query":
            place = f"vpcdnsquerylogs/vpc-1/{day}/vpc-1_vpcdnsquerylogs_{account}_{stamp}_0.log"
            body = json.dumps(write_query(account, event)) + "\n"
        case "waf_request":
            place = f"WAFLogs/us-east-1/acl/{day}/{account}_waflogs_us-east-1_acl_{stamp}_0.log"
            body = json.dumps(_write_waf(account, event)) + "\n"
        case "ocsf_flow" | "ocsf_query":
            place = f"security_lake/{account}.json"
            body = json.dumps(write_ocsf(account, event, is_flow=case.log == "ocsf_flow")) + "\n"
        case "model_invocation":
            place = f"BedrockModelInvocationLogs/us-east-1/{day}/12/{stamp}_0.json"
            body = json.dumps(write_invocation(account, event)) + "\n"
        case _:
            place, body = f"s3_access/{AT:%Y-%m-%d-%H-%M-%S}-SAMPLE", _write_access(event)
    _write(folder / f"AWSLogs/{account}/{place}.gz", body.encode())


def write_flow(account: str, event: Event) -> str:
    """Return a file of flow logs with one record: what the sample leaves out is `-`.

    Its interface is one of the case's account, as no two accounts have one in common.
    """
    begin = int(AT.timestamp())
    known = {
        "version": 5, "account": account, "interfaceId": "eni-1", "protocol": 6, "packets": 10,
        "bytes": 1000, "start": begin, "end": begin + 59, "action": "ACCEPT", "status": "OK",
    }  # fmt: skip
    known |= {name: value for name, value in event.items() if name in FLOW_FIELDS}
    known["account"], known["start"], known["end"] = account, begin, begin + 59
    known["interfaceId"] = f"eni-0{account}"
    values = (str(known.get(name) or "-") for name in FLOW_FIELDS)
    return f"{' '.join(FLOW_FIELDS.values())}\n{' '.join(values)}\n"


def write_query(account: str, event: Event) -> Event:
    """Return a record of the Resolver as it writes it, of a VPC of the case's account."""
    answers = event.get("answers") or []
    record = {name: value for name, value in event.items() if not name.startswith("p_")}
    return record | {
        "version": "1.100000",
        "account_id": account,
        "vpc_id": f"vpc-0{account}",
        "query_timestamp": f"{AT:%Y-%m-%dT%H:%M:%SZ}",
        "answers": answers if isinstance(answers, list) else [answers],
    }


def write_ocsf(account: str, event: Event, *, is_flow: bool) -> Event:
    """Return a record of Security Lake, of an interface or a VPC of the case's account."""
    record = {name: value for name, value in event.items() if not name.startswith("p_")}
    kept = {"class_uid": 4001, "traffic": {"bytes": 1000, "packets": 10}, "action": "Allowed"}
    near, own = "dst_endpoint", {"interface_uid": f"eni-0{account}"}
    if not is_flow:
        kept, near, own = {"class_uid": 4003}, "src_endpoint", {"vpc_uid": f"vpc-0{account}"}
    product = "Amazon VPC" if is_flow else "Route 53"
    return {"status_code": "OK", "connection_info": {"protocol_num": 6}} | record | kept | {
        "metadata": {"product": {"name": product, "vendor_name": "AWS"}},
        "cloud": {"provider": "AWS", "region": "us-east-1", "account": {"uid": account}},
        "time": int(AT.timestamp() * 1000),
        near: (record.get(near) or {}) | own,
    }  # fmt: skip


def write_invocation(account: str, event: Event) -> Event:
    """Return a record of a model's invocation, by a principal of the case's account.

    Its ID is one of the case's own: calls that share one would be one call.
    """
    own = str(event.get("accountId") or "-")
    record: Event = json.loads(json.dumps(event).replace(own, account))
    return record | {
        "accountId": account,
        "requestId": f"{event.get('requestId', '')}-{account}",
        "timestamp": f"{AT:%Y-%m-%dT%H:%M:%SZ}",
    }


def _write_waf(account: str, event: Event) -> Event:
    arn = f"arn:aws:wafv2:us-east-1:{account}:regional/webacl/acl/1"
    at = int(AT.timestamp() * 1000)
    return event | {"webaclId": arn, "timestamp": at, "formatVersion": 1}


def _write_access(event: Event) -> str:
    known = defaultdict(lambda: "-", {name: str(value or "-") for name, value in event.items()})
    known["time"] = f"{AT:%d/%b/%Y:%H:%M:%S} +0000"
    known["bucketowner"] = sha256(known["bucketowner"].encode()).hexdigest()
    return ACCESS.format_map(known) + "\n"


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(body, mtime=0))
