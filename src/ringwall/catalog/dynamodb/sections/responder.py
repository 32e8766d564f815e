"""The table of the function that responds: its cases, its journal and its leases."""

from collections.abc import Iterator

from ringwall.catalog.responder_keys import SECTION, SHARED, find_responder, responder_key
from ringwall.catalog.responder_template import NAME
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted

KEYS = (("pk", "HASH"), ("sk", "RANGE"))
WHY = "without its journal, what a response has changed cannot be undone"


@wants(SECTION)
def want_responder_table(landscape: Landscape) -> Iterator[Wanted]:
    """Have the table, encrypted, recoverable to a point in time, and protected from deletion."""
    if find_responder(landscape) is None:
        return
    key = responder_key(landscape, "dynamodb_table", NAME)
    yield Wanted(
        key=key,
        columns={
            "table_name": NAME,
            "billing_mode": "PAY_PER_REQUEST",
            "sse_enabled": True,
            "point_in_time_recovery_enabled": True,
            "time_to_live_attribute_name": "ttl",
        },
        given={
            "attribute_definitions": [
                {"AttributeName": name, "AttributeType": "S"} for name, _ in KEYS
            ],
            "key_schema": [{"AttributeName": name, "KeyType": kind} for name, kind in KEYS],
        },
        why=WHY,
        **SHARED,
    )
    yield Wanted(
        key=key._replace(table="dynamodb_table_protection"),
        columns={"table_name": Ref(key, "table_name"), "deletion_protection_enabled": True},
        why=WHY,
        **SHARED,
    )
