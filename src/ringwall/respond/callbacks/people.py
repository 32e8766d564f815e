"""Who somebody of a channel is: one person of the policy, or nobody."""

from collections.abc import Callable, Iterable

from ringwall.model.response_policy import Person
from ringwall.respond.callbacks.refusal import CallbackRefused


def find_slack_person(people: Iterable[Person], id_: str) -> Person:
    """Return the person with an id of a user of Slack; CallbackRefused where nobody has it."""
    return _find(people, id_, lambda person: person.slack)


def find_teams_person(people: Iterable[Person], id_: str) -> Person:
    """Return the person with an object id of Entra ID; CallbackRefused where nobody has it."""
    return _find(people, id_.lower(), lambda person: person.teams.lower())


def find_principal(people: Iterable[Person], principal: str) -> Person:
    """Return the person with a principal; CallbackRefused where nobody has it."""
    return _find(people, principal, lambda person: person.principal)


def _find(people: Iterable[Person], wanted: str, name: Callable[[Person], str]) -> Person:
    """Return the only person of a name. INVARIANT: who could be two people is neither."""
    found = [person for person in people if wanted and name(person) == wanted]
    if len(found) != 1:
        raise CallbackRefused("response.toml does not say who this is")
    return found[0]
