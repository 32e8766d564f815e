"""Each kind of resource of a blueprint, from its creation to its second deletion.

What is read is what was written, lists show it, tags answer, a deletion removes it, and what is
refused is refused by AWS's code; with enforcement on, and without a guess.
"""

from collections.abc import Mapping
from typing import Any

import jmespath
import pytest
from botocore.exceptions import ClientError
from resource_kinds import KINDS, TAGGING, Call, ResourceKind

from ringwall.emulator.app import Emulator


class ResourceWalk:
    """Makes the calls for one kind, with what `$name` stands for."""

    def __init__(self, client: Any, kind: ResourceKind) -> None:
        self.client = client
        self.kind = kind
        self.known: dict[str, Any] = {}

    def fill(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("$"):
            return self.known.get(value[1:], value)
        if isinstance(value, Mapping):
            return {name: self.fill(inner) for name, inner in value.items()}
        return [self.fill(inner) for inner in value] if isinstance(value, list) else value

    def ask(self, call: Call, service: str = "") -> Any:
        method, parameters = call
        return getattr(self.client(service or self.kind.service), method)(**self.fill(parameters))

    def find_code(self, call: Call) -> str:
        with pytest.raises(ClientError) as caught:
            self.ask(call)
        response: Any = caught.value.response
        return str(response["Error"]["Code"])

    def read(self) -> Any:
        answer = self.ask(self.kind.read)
        return jmespath.search(self.kind.found, answer) if self.kind.found else answer

    def check(self, expected: Mapping[str, Any]) -> None:
        found = self.read()
        shown = {path: jmespath.search(path, found) for path in expected}
        assert shown == self.fill(expected)

    def listed(self) -> list[Any]:
        assert self.kind.listing
        found = jmespath.search(self.kind.listed, self.ask(self.kind.listing))
        return list(found or ())

    def change(self) -> None:
        if self.kind.update:
            self.ask(self.kind.update)
            self.check({**self.kind.shows, **self.kind.updated})

    def tag(self) -> None:
        if not self.kind.tags:
            return
        tag, untag, show, path = TAGGING[self.kind.tags]
        self.ask(tag)
        assert sorted(jmespath.search(path, self.ask(show))) == ["a", "b"]
        self.ask(untag)
        assert jmespath.search(path, self.ask(show)) == ["b"]

    def delete(self) -> None:
        kind = self.kind
        if (kind.service, kind.name) == ("iam", "policy"):
            self.ask(("delete_policy_version", {"PolicyArn": "$id", "VersionId": "v1"}))
        self.ask(kind.delete)
        if kind.missing and kind.missing != "-":
            assert self.find_code(kind.read) == kind.missing
        elif not kind.missing:
            found = self.read()
            assert not (found if kind.found else jmespath.search("*|[0]", found))
        gone = kind.missing if kind.gone is None else kind.gone
        if gone:
            assert self.find_code(kind.delete) == gone
        else:
            self.ask(kind.delete)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_resource_goes_its_way(client: Any, emulator: Emulator, kind: ResourceKind) -> None:
    if kind.service in {"organizations", "sso-admin", "identitystore"}:
        client("organizations").create_organization(FeatureSet="ALL")
        emulator.enable_identity_center()
    walk = ResourceWalk(client, kind)
    for name, service, method, parameters, path in kind.prepare:
        walk.known[name] = jmespath.search(path, walk.ask((method, parameters), service))
        assert walk.known[name], name
    made = walk.ask(kind.create)
    walk.known["id"] = jmespath.search(kind.identity, made) if kind.identity else None
    walk.known["tagged"] = walk.fill(kind.tagged)
    walk.check(kind.shows)
    if kind.listing:
        assert walk.fill(kind.names) in walk.listed()
    if kind.again:
        assert walk.find_code(kind.create) == kind.again
    walk.change()
    walk.tag()
    walk.delete()
    if kind.listing and not kind.stays:
        assert walk.fill(kind.names) not in walk.listed()
