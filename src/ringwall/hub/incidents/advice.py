"""What to do first in an incident: stop the actor, then what the gravest rules say.

Names in commands are quoted: whoever named the user or the role must not write the command.
"""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

from ringwall.hub.incidents.actors import StoryActor, describe_actor
from ringwall.model.detection import Hit
from ringwall.model.incident import RuleWords
from ringwall.model.rule import SEVERITIES
from ringwall.model.text import count_of, make_visible

MOST_ACTORS = 4
MOST_RULES = 3
_INSTANCE = re.compile(r"i-[0-9a-f]{8,17}")


def advise(hits: Sequence[Hit], rules: Mapping[str, RuleWords]) -> tuple[str, ...]:
    """Return the first steps, the most urgent first."""
    steps = dict.fromkeys((*_stop_actors(hits), *_answer_rules(hits, rules)))
    return tuple(steps)


def _stop_actors(hits: Sequence[Hit]) -> Iterator[str]:
    by_actor: dict[str, list[Hit]] = {}
    for hit in hits:
        by_actor.setdefault(hit.actor, []).append(hit)
    actors = list(by_actor.items())
    for arn, theirs in actors[:MOST_ACTORS]:
        yield from _stop(describe_actor(theirs) if arn else None, theirs)
    if actors[MOST_ACTORS:]:
        left = count_of(len(actors) - MOST_ACTORS, "more principal")
        yield f"Do the same for {left} of the timeline."


def _stop(actor: StoryActor | None, hits: Sequence[Hit]) -> Iterator[str]:
    account = _read_account(hits[0].actor) or hits[0].account_id
    where = f" (account {account})" if account else ""
    if actor is None:
        keys = sorted({hit.access_key for hit in hits if hit.access_key})
        for key in keys[:MOST_ACTORS]:
            yield f"Find whose access key {_say(key)} is, and deactivate it{where}."
        return
    name = _say(actor.name)
    match actor.kind:
        case "user":
            keys = sorted({hit.access_key for hit in hits if hit.access_key.startswith("AKIA")})
            for key in keys or ["KEY"]:
                yield (
                    f"Deactivate the access key{where}: aws iam update-access-key --user-name "
                    f"{name} --access-key-id {_say(key)} --status Inactive"
                )
        case "root":
            yield f"Change the password of the root user, delete its access keys, check MFA{where}."
        case "role":
            if any(_INSTANCE.search(hit.session) for hit in hits):
                yield from _isolate(hits, where)
            yield (
                f"Revoke the active sessions of the role {name}{where}: IAM console, the role, "
                "Revoke sessions; then change who may assume it."
            )
        case "instance":
            yield from _isolate(hits, where)
        case _:
            yield f"Find out who {_say(actor.arn)} is{where}."


def _read_account(arn: str) -> str:
    """Return the account of a principal: not always the one in which it acted."""
    parts = arn.split(":")
    return parts[4] if len(parts) > 5 and parts[0] == "arn" else ""  # noqa: PLR2004 - of an ARN


def _isolate(hits: Sequence[Hit], where: str) -> Iterator[str]:
    texts = (text for hit in hits for text in (hit.actor, hit.session))
    for instance in sorted({found[0] for text in texts if (found := _INSTANCE.search(text))}):
        yield (
            f"Move the instance {instance} into a quarantine security group{where}, and take "
            "snapshots of its volumes before anybody stops it."
        )


def _answer_rules(hits: Sequence[Hit], rules: Mapping[str, RuleWords]) -> Iterator[str]:
    seen = dict.fromkeys(hit.rule for hit in hits)
    known = [rules[rule] for rule in seen if rule in rules and rules[rule].fix]
    known.sort(key=lambda words: -SEVERITIES.index(words.severity))
    for words in known[:MOST_RULES]:
        yield " ".join(words.fix.split())


def _say(text: str) -> str:
    return shlex.quote(make_visible(text))
