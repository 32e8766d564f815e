"""What in a text is a credential in plain sight: which kind, under which name, never its value.

A credential is known by its looks (`credential_patterns`), or by the name of the variable that it
is the value of. detect-secrets (Apache-2.0) was the library to take, but its last release is of
May 2024, it brings requests along, and it is made for files.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ringwall.catalog.credential_patterns import PATTERNS

BY_NAME = "password_like_name"
"""The kind of a value that only its name gives away."""
LONGEST = 1024 * 1024
"""Letters of a text; a longer one cannot be told of."""
_PASSWORDS = frozenset({"password", "passwd", "passphrase"})
_SHORT = frozenset({"pass", "pwd"})
"""The same as the last word: DB_PASS, but not PASS_THROUGH."""
_SECRETS = frozenset({"secret", "secrets", "token", "apikey", "credential", "credentials"})
_CALLED = frozenset({"secret", "secrets", "credential", "credentials"})
_KEYS = frozenset({"api", "access", "private", "secret", "auth", "encryption", "signing", "master"})
"""What a key is, where it is a credential."""
_OWN = frozenset({"ecs_engine_auth_data"})
"""Names that AWS's control ECS.8 asks for beside those of access keys."""
_ABOUT = frozenset({
    "age", "alias", "algorithm", "arn", "audience", "bucket", "count", "days", "description",
    "duration", "enabled", "endpoint", "expiration", "expires", "expiry", "field", "file",
    "format", "header", "host", "id", "ids", "interval", "issuer", "key_id", "kind", "label",
    "length", "level", "lifetime", "limit", "location", "max", "min", "mode", "name", "names",
    "ns", "parameter", "params", "path", "period", "policy", "prefix", "provider", "queue",
    "region", "required", "rotation", "rules", "seconds", "service", "size", "source", "status",
    "store", "suffix", "table", "timeout", "topic", "ttl", "type", "uri", "url", "username",
    "validity", "version"
})  # fmt: skip
"""Last words of names of what is only about a credential: DB_SECRET_NAME, TOKEN_URL."""
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NO_LITERAL = re.compile(
    r"""(?ix)
    | arn:.* | \$[{(].* | \$[a-z_]\w* | %\w+% | <.*> | `.* | \{.* | !\w*
    | \$\d[a-z]?\$.*                     # a hash, as crypt writes it
    | (?:ssm|secretsmanager|vault|op|env|file|kms|sops|s3|https?)(?::|://)[^@]*
    | enc\[.* | aqica[a-z0-9+/=]{40,}     # sops or eyaml; what KMS has encrypted
    | \.{0,2}/.* | [a-z]:\\.* | ~/.*       # a path
    | true | false | yes | no | on | off | null | none | nil | undefined | enabled | disabled
    | .*example(?:key)?                    # of AWS's documentation
    | n/a | todo | tbd | placeholder | redacted | hidden | required | optional | generated
    | \d{1,8} | (.)\1*                     # a short number; one letter, again and again
    """
)
"""Values that are no credential, whatever their name is: references, paths, switches, numbers."""
_REFERENCE = re.compile(r"[a-z][a-z0-9]*(?:[/_.-][a-z0-9]+)+")
"""What is called a secret and looks so is the name of one: `prod/orders/db`."""
_QUOTED = r"\"([^\"\n]{0,512})\"|'([^'\n]{0,512})'"
_BARE = r"([^\s\"';,&|<>(){}\[\]]{1,512}+)"
_ASSIGNMENTS = (
    # A line of a script or of a file of settings. A call, x = read("y"), has no literal value.
    re.compile(
        r"(?<![\w.-])([A-Za-z_][\w.-]{0,127})[\"']?[ \t]{0,8}(?::=|=>?)[ \t]{0,8}"
        rf"(?:{_QUOTED}|{_BARE}(?![(\[]))"
    ),
    # YAML or JSON, where nothing comes after the value; prose goes on.
    re.compile(
        r"(?<![\w.-])([A-Za-z_][\w.-]{0,127})[\"']?[ \t]{0,8}:[ \t]{1,8}"
        rf"(?:{_QUOTED}|{_BARE}(?=[ \t]{{0,8}}(?:[,}}#\n\r]|$)))"
    ),
    re.compile(rf"(?<![\w.-])[\"']([A-Za-z_][\w.-]{{0,127}})[\"'][ \t]{{0,8}}:(?:{_QUOTED})"),
    # An option of a command: --db-password x
    re.compile(rf"(?<!\S)--([A-Za-z][\w-]{{0,127}})[ \t]{{1,4}}(?:{_QUOTED}|{_BARE}(?![(\[]))"),
)


def find_kind(name: str, value: str) -> str:
    """Return the kind of credential that the value of a variable is; '' where it is none."""
    kinds = list(_find_by_looks(f"{name}={value}"))
    if kinds:
        return kinds[0]
    return BY_NAME if is_secret_name(name) and _is_literal(name, value) else ""


def find_in_text(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kinds of credentials in a text, each with the variable's name, or with ''.

    ValueError for a text that is too long to be told of.
    """
    if len(text) > LONGEST:
        raise ValueError(f"a text of more than {LONGEST} letters is not searched")
    yield from (("", kind) for kind in dict.fromkeys(_find_by_looks(text)))
    named = {}
    for pattern in _ASSIGNMENTS:
        for found in pattern.finditer(text):
            name, value = found[1], next(filter(None, found.groups()[1:]), "")
            if name not in named and is_secret_name(name) and _is_literal(name, value):
                named[name] = next(_find_by_looks(found[0]), BY_NAME)
    yield from ((name, kind) for name, kind in named.items() if kind == BY_NAME)


def is_secret_name(name: str) -> bool:
    """Whether a variable of this name has a credential, and not what is only about one."""
    words = _split(name)
    if "_".join(words) in _OWN:
        return True
    if not words or words[-1] in _ABOUT:
        return False
    if _is_password(words) or not _SECRETS.isdisjoint(words):
        return True
    return any(key == "key" and kind in _KEYS for kind, key in pairwise(words))


def _split(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(name[:256])]


def _is_password(words: list[str]) -> bool:
    return words[-1] in _SHORT or not _PASSWORDS.isdisjoint(words)


def _find_by_looks(text: str) -> Iterator[str]:
    for known in PATTERNS:
        if known.hint in text and any(
            known.check(found[found.lastindex or 0]) for found in known.pattern.finditer(text)
        ):
            yield known.kind


def _is_literal(name: str, value: str) -> bool:
    value = value.strip()
    if not value or _NO_LITERAL.fullmatch(value):
        return False
    return _split(name)[-1] not in _CALLED or not _REFERENCE.fullmatch(value)
