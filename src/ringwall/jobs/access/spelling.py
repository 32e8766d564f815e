"""Actions, principals and resources as somebody wrote them, held against those that there are."""

from collections.abc import Iterable, Iterator

from ringwall.model.errors import BadInput
from ringwall.model.spelling import find_likely
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.validation.names import GLOBAL_KEYS, is_known_key

_FIELDS = 5
"""How many fields of an ARN are before the resource itself."""


def describe_unknown_action(action: str) -> Iterator[str]:
    """Yield a sentence about an action that AWS is not known to have: it may be a new one.

    BadInput for one that is much like one that AWS has, and for what names no single action.
    """
    universe = load_universe()
    if universe.find(action):
        return
    if set(action) & {"*", "?"}:
        raise BadInput(f"{action}: name one action, such as s3:GetObject; a pattern is none")
    service, _, name = action.partition(":")
    if not (service and name):
        raise BadInput(f"{action}: an action is a service and a name, such as s3:GetObject")
    found = universe.services.get(service.lower())
    if found is None:
        doubt = f"{action}: no service of AWS is known to have the prefix {service}"
        meant = find_likely(service, universe.services)
        likely = f"{meant}:{name}" if meant else ""
    else:
        doubt = f"{action}: AWS is not known to have this action"
        names = {each.partition(":")[2]: each for each in found.action_names}
        likely = names.get(find_likely(name, names), "")
    if likely:
        raise BadInput(f"{doubt}; did you mean {likely}?")
    yield doubt


def describe_unknown_keys(keys: Iterable[str], action: str = "") -> Iterator[str]:
    """Yield a sentence about each condition key that requests for an action cannot have.

    AWS is not known to have it, or only for other services. Nothing is said of the keys of
    identity providers, which begin with the provider's name. BadInput for what can be no key.
    """
    services = load_universe().services
    asked = services.get(action.partition(":")[0].lower())
    for key in map(str.lower, keys):
        prefix, colon, name = key.partition(":")
        if not (prefix and colon and name):
            raise BadInput(f"{key}: a condition key has a prefix and a name, such as aws:SourceIp")
        service = services.get(prefix)
        if prefix == "saml" or "." in prefix:
            continue
        # Some keys of a service have a prefix of their own: identitycenter:UserId.
        both = [each.keys for each in (service, asked) if each]
        known = [*GLOBAL_KEYS.values(), *(name for keys in both for name in keys)]
        if not is_known_key(key, known):
            meant = find_likely(key, known)
            hint = f"; did you mean {meant}?" if meant else ""
            yield f"{key}: AWS is not known to have this condition key{hint}"
        elif asked and prefix != "aws" and not is_known_key(key, asked.keys):
            yield f"{key}: requests for {asked.name} are not known to have this condition key"


def describe_missing(organization: Organization, arns: Iterable[str]) -> Iterator[str]:
    """Yield a sentence about each ARN that the snapshot does not have; `*` is no ARN."""
    for arn in arns:
        is_known = arn in organization.principals or organization.find_resource(arn) is not None
        if arn != "*" and not is_known:
            meant = find_similar(organization, arn)
            hint = f"; did you mean {meant}?" if meant else ""
            yield f"{arn}: not in the snapshot; its policies are not known{hint}"


def find_similar(organization: Organization, arn: str) -> str:
    """Return what the snapshot has whose name is most like that of an ARN; '' for nothing.

    Only what is of the same kind is compared: all that an ARN has before its last name. An object
    is looked for by its bucket.
    """
    start, name = _split(arn)
    every = {*organization.resources, *organization.principals}
    alike = {own: known for known in every for kind, own in [_split(known)] if kind == start}
    return alike.get(find_likely(name, alike), "")


def _split(arn: str) -> tuple[str, str]:
    """Return what ARNs of one kind have in common, and the name: of a bucket for an object."""
    *fields, rest = arn.split(":", _FIELDS)
    if fields[2:3] == ["s3"]:
        return ":".join(fields), rest.partition("/")[0]
    kind, slash, name = rest.rpartition("/")
    return ":".join([*fields, kind]), name if slash else rest
