"""The axis of actions: any text of the form service:action, also one that AWS may add tomorrow."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.symbolic.boxes.automaton import ACTION
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget
from ringwall.reason.iam.symbolic.boxes.glob import Glob
from ringwall.reason.iam.symbolic.boxes.text_axis import TextAxis

MAX_TRIED = 2_000
"""The most actions that are tried as an example of what a pattern matches."""


@lru_cache(maxsize=4096)
def read_action(text: str) -> Glob:
    """Return the pattern of an action, which is in lower case; actions have no variables."""
    return Glob(read_pattern(text, variables=False))


class ActionAxis:
    """Actions as atoms. Their names are in lower case, as in the policies."""

    def __init__(self) -> None:
        self._axis = TextAxis(ACTION)
        self._services: dict[str, None] = {}

    @property
    def full(self) -> int:
        """All atoms."""
        return self._axis.full

    def add(self, glob: Glob) -> None:
        """Add a pattern, before the axis is built."""
        self._axis.add(glob)
        first = glob.tokens[0] if glob.tokens else ""
        if isinstance(first, str) and ":" in first:
            self._services[first.partition(":")[0]] = None

    def build(self, budget: StepBudget) -> None:
        """Compute the atoms."""
        self._axis.build(budget)

    def mask(self, values: Iterable[str]) -> int:
        """Return the atoms that patterns match."""
        found = 0
        for value in values:
            found |= self._axis.must(read_action(value))
        return found

    def sample(self, mask: int) -> str:
        """Return an action of one of the atoms, one that AWS has where one is easily found."""
        literal = self._axis.find_literal(mask)
        if literal:
            return spell_action(literal)
        named = next((n for n in self._known() if self._axis.atom_of(n.lower()) & mask), "")
        return named or "".join(str(letter) for letter in self._axis.pick(mask))

    def _known(self) -> Iterator[str]:
        services = load_universe().services
        wanted = (services[name] for name in (*self._services, "s3", "iam") if name in services)
        return islice((name for service in wanted for name in service.action_names), MAX_TRIED)


@lru_cache(maxsize=4096)
def spell_action(action: str) -> str:
    """Return an action as AWS spells it; as it is where AWS has none such."""
    service = load_universe().services.get(action.partition(":")[0])
    names = service.action_names if service else ()
    return next((name for name in names if name.lower() == action), action)
