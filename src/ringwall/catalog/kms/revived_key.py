"""A KMS key that is kept from deletion, and can be used again: what needs it goes on."""

import re
from collections.abc import Iterator
from functools import partial

from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied, CallFailed
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

KEY = r"arn:[a-z-]{3,20}:kms:{region}:{account_id}:key/[\w-]{1,64}"
KEY_WRITES = (
    WriteShape("kms.cancel_key_deletion", {"KeyId": KEY}),
    WriteShape("kms.enable_key", {"KeyId": KEY}),
    WriteShape("kms.disable_key", {"KeyId": KEY}),
)
PENDING, DISABLED = "PendingDeletion", "Disabled"
"""https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"""


def revive_key(
    reader: Reader, account_id: str, named: str, user: str
) -> Iterator[Change | HumanStep]:
    """Yield the Changes by which a key of the account is there and enabled.

    `named` is its id, ARN or alias, `user` the ARN of what needs it: of a key that is another
    account's, or gone, a person is told.
    """
    owner = re.fullmatch(r"arn:[\w-]+:kms:[\w-]+:(\d{12}):[^\n]*", named)
    if owner and owner[1] != account_id:
        what = f"Find out whose key {named} is, which encrypts this"
        yield HumanStep(user, what, f"account {owner[1]} can take it away")
        return
    try:
        key = reader.call("kms.describe_key", KeyId=named)["KeyMetadata"]
    except AccessDenied as error:
        what = f"Look whether the key {named} is disabled or is to be deleted"
        yield HumanStep(user, what, f"that could not be read: {error}")
        return
    except CallFailed as error:
        if not error.is_one_of(("NotFoundException",)):
            raise
        what = f"Restore copies, and choose another key: {named} is gone"
        yield HumanStep(user, what, "what it encrypts cannot be read any more")
        return
    if key["KeyState"] == "PendingReplicaDeletion":
        what = f"Cancel the deletion of the key {named} where its replicas are"
        yield HumanStep(user, what, "it is deleted after them")
    elif key.get("KeyManager") == "CUSTOMER":
        yield from _revive(reader, account_id, key["Arn"], key["KeyState"])


def _revive(reader: Reader, account_id: str, arn: str, state: str) -> Iterator[Change]:
    make = partial(
        Change,
        account_id=account_id,
        region=reader.region,
        resource=arn,
        probe=Probe("kms.describe_key", {"KeyId": arn}, "KeyMetadata.KeyState"),
        layer="response",
    )
    needs: tuple[str, ...] = ()
    if state == PENDING:
        cancel = make(
            write=Write("kms.cancel_key_deletion", {"KeyId": arn}),
            before=PENDING,
            after=DISABLED,
            why="without the key, nobody can read what it encrypts: it is not deleted",
            irreversible="its deletion is not scheduled again",
            stage="contain",
        )
        needs = (cancel.id,)
        yield cancel
    if state in (PENDING, DISABLED):
        yield make(
            write=Write("kms.enable_key", {"KeyId": arn}),
            before=DISABLED,
            after="Enabled",
            why="what the key encrypts can be read and written again",
            undo=Write("kms.disable_key", {"KeyId": arn}),
            needs=needs,
            stage="recover",
        )
