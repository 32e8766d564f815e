"""Who acted, as conditions of policies name them: patterns of `aws:PrincipalArn`."""

import re

from ringwall.model.table import Reader

_NAME = r"[\w+=,.@-]{1,128}"
_IDENTITY = re.compile(r"arn:[a-z-]{3,20}:iam::\d{12}:(?:user|role)/[!-~]{1,640}", re.ASCII)
_SESSION = re.compile(
    rf"arn:([a-z-]{{3,20}}):sts::(\d{{12}}):assumed-role/({_NAME})/{_NAME}", re.ASCII
)
_FEDERATED = re.compile(rf"arn:[a-z-]{{3,20}}:sts::\d{{12}}:federated-user/{_NAME}", re.ASCII)
_WILD = re.compile(r"[*?$\s]")


def match_principal(actor: str) -> tuple[str, ...]:
    """Return the patterns that match who acted, for `ArnLike`; () where a policy cannot name it.

    The ARN of a session lacks the path of its role: a second pattern stands for any path. There is
    none for the root user, whom a policy must not shut out, and for services.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    if _WILD.search(actor):
        return ()
    if _IDENTITY.fullmatch(actor) or _FEDERATED.fullmatch(actor):
        return (actor,)
    if found := _SESSION.fullmatch(actor):
        role = f"arn:{found[1]}:iam::{found[2]}:role"
        return f"{role}/{found[3]}", f"{role}/*/{found[3]}"
    return ()


def is_caller(actor: str, reader: Reader) -> bool:
    """Whether who acted is the role, or the user, that we act as: it must not be shut out."""
    caller = str(reader.call("sts.get_caller_identity").get("Arn", ""))
    return _identify(actor) == _identify(caller)


def _identify(arn: str) -> tuple[str, str]:
    """Return the account and the name of a user, or of the role of a session."""
    if found := _SESSION.fullmatch(arn):
        return found[2], f"role/{found[3]}"
    account, _, resource = arn.partition("::")[2].partition(":")
    kind, _, name = resource.partition("/")
    return account, f"{kind}/{name.rpartition('/')[2]}"
