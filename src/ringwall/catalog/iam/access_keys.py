"""Access keys of users: switched off, and on again by the undo."""

import re
from collections.abc import Iterator

from ringwall.catalog.iam.principal_names import KEY, NAME
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Reader, Row
from ringwall.model.text import make_visible
from ringwall.model.threat import Threat
from ringwall.model.write_shape import WriteShape

KEY_WRITES = (
    WriteShape(
        "iam.update_access_key",
        {"UserName": NAME, "AccessKeyId": KEY, "Status": "Inactive|Active"},
    ),
)


def list_keys(user: str, reader: Reader) -> list[Row]:
    """Return the access keys of a user; CallFailed with NoSuchEntity where there is none."""
    found = reader.items("iam.list_access_keys", "AccessKeyMetadata", UserName=user)
    return [key for key in found if re.fullmatch(KEY, key["AccessKeyId"], re.ASCII)]


def probe_key(user: str, key: str) -> Probe:
    """Return the read of whether a key is on: Active, Inactive, or None where it is gone."""
    return Probe(
        "iam.list_access_keys",
        {"UserName": user},
        f"AccessKeyMetadata[?AccessKeyId=='{key}'] | [0].Status",
        absent=("NoSuchEntity",),
    )


def switch_off(user: str, key: str, threat: Threat, reader: Reader, why: str) -> Change:
    """Return the Change that deactivates an active key."""
    which = {"UserName": user, "AccessKeyId": key}
    return Change(
        account_id=threat.account_id,
        region=reader.region,
        resource=threat.resource,
        write=Write("iam.update_access_key", {**which, "Status": "Inactive"}),
        probe=probe_key(user, key),
        before="Active",
        after="Inactive",
        why=why,
        layer="response",
        blast="availability",
        undo=Write("iam.update_access_key", {**which, "Status": "Active"}),
        stage="contain",
    )


def tell_last_use(key: str, threat: Threat, reader: Reader) -> Iterator[HumanStep]:
    """Yield where a key was used last, which is no reason to wait where AWS does not say."""
    try:
        used = reader.call("iam.get_access_key_last_used", AccessKeyId=key)["AccessKeyLastUsed"]
    except CallFailed as error:
        yield HumanStep(threat.resource, f"Find out where {key} was used last", str(error))
        return
    when = used.get("LastUsedDate")
    if when is None:
        return
    where = make_visible(f"{used.get('ServiceName')} in {used.get('Region')}")
    what = f"Look at what {key} was used for: last by {where} at {when:%Y-%m-%d %H:%M} UTC"
    yield HumanStep(threat.resource, what, "who has the key may have left something behind")
