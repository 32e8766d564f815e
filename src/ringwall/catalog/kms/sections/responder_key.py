"""The key that seals the cases and the journal of the function that responds."""

from collections.abc import Iterator

from ringwall.catalog.policy_statements import administer_key, write_policy
from ringwall.catalog.responder_keys import (
    SECTION,
    SHARED,
    find_responder,
    responder_account,
    seal_key,
)
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted


@wants(SECTION)
def want_seal_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have an HMAC key, which never leaves AWS KMS, and its alias. AWS rotates no such key."""
    if find_responder(landscape) is None:
        return
    key = seal_key(landscape)
    yield Wanted(
        key=key,
        columns={
            "description": f"{landscape.name}: seals the journal and the cases of responses",
            "key_policy": write_policy(administer_key(landscape, responder_account(landscape))),
            "key_spec": "HMAC_256",
            "key_usage": "GENERATE_VERIFY_MAC",
            "enabled": True,
        },
        why="who may write to the table cannot forge a case or a run without the key",
        **SHARED,
    )
    yield Wanted(
        key=key._replace(table="kms_alias"),
        columns={
            "alias_name": f"alias/{landscape.name}/{key.name}",
            "target_key_id": Ref(key, "key_id"),
        },
        why="a key without a name is hard to tell from others",
        **SHARED,
    )
