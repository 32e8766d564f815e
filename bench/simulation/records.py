"""CloudTrail's records of made-up calls, in the shape that AWS writes.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from time import gmtime, strftime
from typing import Any

from simulation.apis import APIS, Api
from simulation.names import Estate, Picked, make_unique_id, make_uuid

Record = dict[str, Any]
VERSION = "1.11"
CIPHER = "TLS_AES_128_GCM_SHA256"
HOMES = {
    "iam": "us-east-1", "organizations": "us-east-1", "cloudfront": "us-east-1",
    "route53": "us-east-1", "account": "us-east-1", "support": "us-east-1", "ce": "us-east-1",
}  # fmt: skip
DENIED = ("AccessDenied", "Client.UnauthorizedOperation")


@dataclass(frozen=True, slots=True)
class Session:
    """Who calls, and from where."""

    identity: Mapping[str, Any]
    account: str
    address: str
    agent: str
    endpoint: str = ""
    is_console: bool = False


def write_time(at: float) -> str:
    """Return a time as records have it."""
    return strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(at))


def make_record(
    session: Session,
    api: Api,
    at: float,
    region: str,
    picked: Picked,
    *,
    error: tuple[str, str] = ("", ""),
) -> Record:
    """Return the record of one call."""
    home = HOMES.get(api.service, region)
    picked.setdefault("account", session.account)  # a role of another account may be asked for
    picked["region"], picked["at"] = home, write_time(at)
    code, message = error
    is_refused = code in DENIED
    record: Record = {
        "eventVersion": VERSION,
        "userIdentity": session.identity,
        "eventTime": picked["at"],
        "eventSource": api.source,
        "eventName": api.name,
        "awsRegion": home,
        "sourceIPAddress": session.identity.get("invokedBy") or session.address,
        "userAgent": session.identity.get("invokedBy") or session.agent,
    }
    if code:
        record |= {"errorCode": code, "errorMessage": message}
    keeps = not is_refused or api.service in ("ec2", "s3")
    record |= {
        "requestParameters": api.request(picked) if keeps else None,
        "responseElements": None if code or api.response is None else api.response(picked),
    }
    if api.more is not None:
        record["additionalEventData"] = api.more(picked)
    record |= {
        "requestID": make_uuid(picked.random),
        "eventID": make_uuid(picked.random),
        "readOnly": api.is_read,
    }
    if api.resources is not None and keeps:
        record["resources"] = api.resources(picked)
    record |= {
        "eventType": api.kind,
        "managementEvent": not api.is_data,
        "recipientAccountId": session.account,
        "eventCategory": "Data" if api.is_data else "Management",
    }
    if session.endpoint:
        record |= {"vpcEndpointId": session.endpoint, "vpcEndpointAccountId": session.account}
    if "invokedBy" not in session.identity and api.kind == "AwsApiCall":
        record["tlsDetails"] = {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": CIPHER,
            "clientProvidedHostHeader": f"{api.service}.{home}.amazonaws.com",
        }
    if session.is_console:
        record["sessionCredentialFromConsole"] = "true"
    return record


def user_identity(account: str, name: str, user_id: str, access_key: str) -> Record:
    """Return the identity of an IAM user."""
    return {
        "type": "IAMUser",
        "principalId": user_id,
        "arn": f"arn:aws:iam::{account}:user/{name}",
        "accountId": account,
        "accessKeyId": access_key,
        "userName": name,
    }


def role_identity(
    account: str,
    role: str,
    session_name: str,
    random: Random,
    created: float,
    **more: Any,
) -> Record:
    """Return the identity of a role's session.

    `more`: `path` of the role, `mfa`, `provider` (a web identity's), `delivery` (an instance's),
    `invoked_by`.
    """
    role_id = make_unique_id(Random(f"{account}/{role}"), "AROA")
    context: dict[str, Any] = {
        "sessionIssuer": {
            "type": "Role",
            "principalId": role_id,
            "arn": f"arn:aws:iam::{account}:role{more.get('path', '/')}{role}",
            "accountId": account,
            "userName": role,
        }
    }
    if more.get("provider"):
        web = {"federatedProvider": more["provider"], "attributes": {}}
        context["webIdFederationData"] = web
    context["attributes"] = {
        "creationDate": write_time(created),
        "mfaAuthenticated": "true" if more.get("mfa") else "false",
    }
    if more.get("delivery"):
        context["ec2RoleDelivery"] = more["delivery"]
    identity = {
        "type": "AssumedRole",
        "principalId": f"{role_id}:{session_name}",
        "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{session_name}",
        "accountId": account,
        "accessKeyId": make_unique_id(random, "ASIA"),
        "sessionContext": context,
    }
    return identity | ({"invokedBy": more["invoked_by"]} if more.get("invoked_by") else {})


def service_identity(service: str) -> Record:
    """Return the identity of an AWS service that calls by itself."""
    return {"type": "AWSService", "invokedBy": service}


def as_seen_by_other(record: Record, account: str, random: Random) -> Record:
    """Return the copy of a record that the account of the resource gets; both share an ID."""
    identity = record["userIdentity"]
    record.setdefault("sharedEventID", make_uuid(random))
    return record | {
        "userIdentity": {
            "type": "AWSAccount",
            "principalId": identity["principalId"],
            "accountId": identity["accountId"],
        },
        "eventID": make_uuid(random),
        "recipientAccountId": account,
    }


class Scene:
    """What an actor works with in one hour: its own chance, the time, and the estates."""

    def __init__(
        self, seed: str, actor: str, hour: int, start: int, estates: dict[str, Estate]
    ) -> None:
        self.random = Random(f"{seed}/{actor}/{hour}")
        self.hour = hour
        """Hours since the simulation began."""
        self.begin = start + hour * 3600
        self.estates = estates
        self._seed = seed

    @property
    def day(self) -> int:
        """Days since the simulation began."""
        return self.hour // 24

    def at(self) -> float:
        """Return a time in this hour."""
        return self.begin + self.random.random() * 3600

    def estate(self, account: str) -> Estate:
        """Return the resources of an account."""
        if account not in self.estates:
            self.estates[account] = Estate(self._seed, account)
        return self.estates[account]

    def record(
        self,
        session: Session,
        key: str,
        at: float,
        region: str,
        given: Mapping[str, str] | None = None,
        *,
        error: tuple[str, str] = ("", ""),
    ) -> Record:
        """Return the record of a call: `key` is one of `APIS`."""
        picked = Picked(self.estate(session.account), self.random, given or {})
        return make_record(session, APIS[key], at, region, picked, error=error)
