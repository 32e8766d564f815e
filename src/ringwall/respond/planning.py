"""A threat to a plan: what its playbook would change, and what only a person can do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ringwall.model.change import Cause, Change
from ringwall.model.errors import BadInput, CallFailed, NeedsHuman
from ringwall.model.response_playbook import HumanStep, ResponsePlaybook
from ringwall.model.threat import Scene, Threat


@dataclass(frozen=True)
class PlannedResponse:
    """What a playbook would do about a threat, in order."""

    playbook: ResponsePlaybook
    threat: Threat
    changes: tuple[Change, ...]
    steps: tuple[HumanStep, ...] = ()
    problem: str = ""
    """Why it ends early, where AWS did not answer or the threat is not what it takes: what is
    planned by then stands, and is carried out."""


def plan_response(playbook: ResponsePlaybook, threat: Threat, scene: Scene) -> PlannedResponse:
    """Return what a playbook does about a threat, as AWS is now; nothing is written.

    BadInput where the threat is of another kind, or an option is none of the playbook's.
    """
    if threat.kind not in playbook.kinds:
        kinds = ", ".join(playbook.kinds)
        raise BadInput(f"{playbook.id} is about another kind of resource ({kinds})")
    if flaw := playbook.find_flaw(scene.options.items()):
        raise BadInput(flaw)
    defaults = {option.name: option.default for option in playbook.options}
    scene = replace(scene, options=defaults | dict(scene.options))
    changes: dict[str, Change] = {}
    steps: list[HumanStep] = []
    problem = ""
    try:
        for item in playbook.plan(threat, scene):
            if isinstance(item, HumanStep):
                steps.append(item)
            else:
                change = replace(item, cause=Cause("case", threat.case))
                changes.setdefault(change.id, change)
    except NeedsHuman as error:
        steps.append(HumanStep(threat.resource, str(error), "it cannot be done by a call of AWS"))
    except CallFailed as error:
        problem = str(error)
    except (LookupError, TypeError, AttributeError) as error:
        # A playbook takes AWS's answers apart: one that lacks a member is no state to change.
        problem = f"{playbook.id}: AWS's answer cannot be read: {error!r}"
    return PlannedResponse(playbook, threat, tuple(changes.values()), tuple(steps), problem)


def find_playbooks(
    playbooks: Iterable[ResponsePlaybook], rule: str, kinds: Iterable[str]
) -> list[ResponsePlaybook]:
    """Return the playbooks that answer a rule and take one of some kinds of threats, by id."""
    wanted = set(kinds)
    found = [one for one in playbooks if one.takes(rule) and not wanted.isdisjoint(one.kinds)]
    return sorted(found, key=lambda one: one.id)
