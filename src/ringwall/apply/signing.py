"""Signing with a KMS key: the one call besides Changes that goes through a writer.

It leaves AWS as it is, so there is no state to probe, to journal or to undo; a lost answer is asked
for again. But who signs speaks for the owner of the key: a Reader, which every rule and playbook
is handed, must not be able to. So this is in `apply`, and one call alone is made here.
"""

import base64
import hashlib
import re

from ringwall.apply.environment import Connections
from ringwall.model.errors import BadInput, CallFailed
from ringwall.model.evidence import SignatureAlgorithm

KEY = re.compile(
    r"arn:[a-z-]{3,20}:kms:([a-z0-9-]{1,30}):(\d{12}):key/(?:mrk-)?[0-9a-f][0-9a-f-]{7,63}"
)


def find_key_place(key_arn: str) -> tuple[str, str]:
    """Return the account and Region of a KMS key; BadInput for what is not the ARN of one."""
    if not (found := KEY.fullmatch(key_arn)):
        raise BadInput(f"{key_arn!r}: not the ARN of a KMS key; an alias may lead to another key")
    return found[2], found[1]


def sign_with_kms(
    connections: Connections, key_arn: str, message: bytes, algorithm: SignatureAlgorithm
) -> str:
    """Return the signature (base64) of a message by a KMS key. Its digest alone is sent.

    Raises CallFailed and its kin; BadInput for what is not the ARN of a key.
    """
    account, region = find_key_place(key_arn)
    caller = connections.caller(account, region)
    if f":{account}:" not in caller:
        raise CallFailed(f"AWS says that the caller is {caller}, which is not in {account}")
    answer = connections.writer(account, region).call(
        "kms.sign",
        {
            "KeyId": key_arn,
            "Message": hashlib.sha256(message).digest(),
            "MessageType": "DIGEST",
            "SigningAlgorithm": algorithm,
        },
    )
    if answer.get("KeyId") != key_arn:
        raise CallFailed(f"kms.sign: AWS signed with {answer.get('KeyId')}, not with {key_arn}")
    return base64.b64encode(answer["Signature"]).decode()
