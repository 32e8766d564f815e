"""Grants of keys: revoked, and made again by the undo."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from ringwall.model.change import Change, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Reader, Row
from ringwall.model.text import make_visible
from ringwall.model.write_shape import WriteShape

PRINCIPAL = r"[\w+=,.@:/-]{1,256}"
KEY_ID = r"[\w-]{1,128}"
GRANT_ID = r"\w{1,128}"
OPERATION = r"[A-Za-z]{1,64}"
COPIED = ("GranteePrincipal", "RetiringPrincipal", "Operations", "Constraints", "Name")
_ACCOUNT = re.compile(r"arn:[\w-]{1,20}:(?:iam|sts)::(\d{12}):[!-~]{1,200}", re.ASCII)
GRANT_WRITES = (
    WriteShape("kms.revoke_grant", {"KeyId": KEY_ID, "GrantId": GRANT_ID}),
    WriteShape(
        "kms.create_grant",
        {
            "KeyId": KEY_ID,
            "GranteePrincipal": PRINCIPAL,
            "RetiringPrincipal?": PRINCIPAL,
            "Operations": [OPERATION],
            "Constraints?": object,
            "Name?": r"[a-zA-Z0-9:/_-]{1,256}",
        },
    ),
)


def revoke_grants(
    key_id: str,
    arn: str,
    reader: Reader,
    suspects: AbstractSet[str],
    since: datetime | None,
    *,
    needs: tuple[str, ...] = (),
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that revoke grants to principals of other accounts.

    Those to `suspects` (accounts known to be foreign, principals), and those that were made since
    the threat began; others are told. A grant to a service of AWS has no account, and stays.
    `needs` is what enables a disabled key: nobody uses its grants before, and an undo has to give
    them back while it is enabled.
    """
    grants = [*reader.items("kms.list_grants", "Grants", KeyId=key_id)]
    for grant in grants:
        grantee = str(grant.get("GranteePrincipal") or "")
        found = _ACCOUNT.fullmatch(grantee)
        if found is None:
            continue
        is_suspect = not suspects.isdisjoint({grantee, found[1]})
        is_foreign = found[1] != reader.account_id
        is_new = since is not None and (made := grant.get("CreationDate")) and made >= since
        if is_suspect or (is_foreign and is_new):
            yield replace(_revoke(grant, grants, key_id, arn, reader), needs=needs)
        elif is_foreign and "*" in suspects:
            what = f"See that {make_visible(grantee)} is to have the grant {grant['GrantId']}"
            yield HumanStep(arn, what, "it is of another account, and older than the threat")


def _revoke(grant: Row, grants: list[Row], key_id: str, arn: str, reader: Reader) -> Change:
    """Return the Change that revokes a grant; there is no undo where there are several such."""
    match = {name: grant.get(name) for name in COPIED if name != "Operations"}
    is_alone = sum(all(one.get(n) == v for n, v in match.items()) for one in grants) == 1
    again = {name: grant[name] for name in COPIED if grant.get(name)}
    return Change(
        account_id=reader.account_id,
        region=reader.region,
        resource=f"{arn}/{grant['GrantId']}",
        write=Write("kms.revoke_grant", {"KeyId": key_id, "GrantId": grant["GrantId"]}),
        probe=Probe(
            "kms.list_grants",
            {"KeyId": key_id},
            "{operations: Operations}",
            items="Grants",
            # One that the undo makes has another id.
            match=match if is_alone else {"GrantId": grant["GrantId"]},
            normal={"operations": "set"},
        ),
        before={"operations": list(grant["Operations"])},
        after=None,
        why=f"{make_visible(grant['GranteePrincipal'])} does nothing with the key any more",
        layer="response",
        blast="availability",
        undo=Write("kms.create_grant", {"KeyId": key_id, **again}) if is_alone else None,
        irreversible="" if is_alone else "several such grants cannot be told apart",
        stage="contain",
    )
