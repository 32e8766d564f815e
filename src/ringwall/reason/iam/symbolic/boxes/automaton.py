"""All patterns of an axis as one automaton: a set of positions is one integer.

A variable is a letter outside the alphabet. A text with such letters stands for all
texts that any values there give. Whether a pattern matches one then has two answers:
`must` (whatever the values are) and `may` (for some values).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ringwall.reason.iam.language.pattern import Variable, Wild
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget
from ringwall.reason.iam.symbolic.boxes.glob import Glob, cut_fields

Letter = str | Variable
SymbolicText = tuple[Letter, ...]


class TextShape(NamedTuple):
    """The texts that an axis ranges over, as a small automaton that only distinguishes colons."""

    plain: tuple[int, ...]
    """State after a character that is no colon, for each state; -1 where there is none."""
    colon: tuple[int, ...]
    accepting: frozenset[int]
    fresh: str
    """A text of this shape."""
    accepts: Callable[[str], bool]
    """Whether a text has this shape."""


ANY_TEXT = TextShape((0,), (0,), frozenset({0}), "x", lambda _: True)
FIELD = TextShape((0,), (-1,), frozenset({0}), "x", lambda text: ":" not in text)
"""A field of an ARN: no colon."""
NOT_EMPTY = TextShape((1, 1), (1, 1), frozenset({1}), "x", bool)
ACTION = TextShape(
    (1, 1, 3, 3),
    (-1, 2, -1, -1),
    frozenset({3}),
    "x:x",
    lambda text: 0 < text.find(":") < len(text) - 1 and text.count(":") == 1,
)
"""service:Action."""

_FILLERS = "xabcdefghijklmnopqrstuvwyz0123456789-_XABCDEFGHIJKLMNOPQRSTUVWYZ~^%þßæøðđħŧ"


_WORD = 256
"""Positions that one step of the budget moves."""


class AutomatonState(NamedTuple):
    """A state: positions that are certainly reached, that may be, and the shape's state."""

    must: int
    may: int
    shape: int


class Automaton:
    """The patterns of one axis. Bit i of a signature says whether pattern i matches."""

    def __init__(self, globs: Sequence[Glob], shape: TextShape) -> None:
        self.shape = shape
        self._literal: dict[Letter, int] = {}
        self._letters_at: dict[int, tuple[Letter, ...]] = {}
        self._any = self._any_confined = self._star = self._star_confined = 0
        self._variable = 0
        self._spans: list[int] = []
        self.ends: list[int] = []
        self._bit = 1
        self._start = 0
        for glob in globs:
            self._add(glob)
        self._all_literal = sum(self._letters_at)
        self._variables = tuple(v for v in self._literal if isinstance(v, Variable))
        self._accepting = sum(self.ends)
        self._tells_colons = shape.plain != shape.colon or bool(
            self._any_confined or self._star_confined
        )
        self.filler = next(c for c in self._fillers() if c not in self._literal)

    def _fillers(self) -> Iterator[str]:
        yield from _FILLERS
        yield from map(chr, range(0x4E00, 0x9FFF))

    def _add(self, glob: Glob) -> None:
        start = self._bit
        self._start |= start
        for position, token in enumerate(cut_fields(glob)):
            is_confined = position < glob.confined
            if token is Wild.STAR:
                self._star |= self._bit
                if is_confined:
                    self._star_confined |= self._bit
            elif token is Wild.ANY:
                self._any |= self._bit
                if is_confined:
                    self._any_confined |= self._bit
                self._bit <<= 1
            elif isinstance(token, Variable):
                # A folded value is another text than the value itself.
                letter = Variable(token.key, "folded") if glob.folded else token
                self._expect((letter,))
                self._variable |= self._bit >> 1
            else:
                for character in token:
                    self._expect(_variants(character) if glob.folded else (character,))
        self.ends.append(self._bit)
        self._bit <<= 1
        self._spans.append(self._bit - start)

    def _expect(self, letters: tuple[Letter, ...]) -> None:
        self._letters_at[self._bit] = letters
        for letter in letters:
            self._literal[letter] = self._literal.get(letter, 0) | self._bit
        self._bit <<= 1

    def signature(self, text: str) -> int:
        """Return which patterns must match a text without variables."""
        at = self._start
        literal, anything, star = self._literal, self._any, self._star
        for character in text:
            if character == ":":
                at = self._step_colon(at)
            else:
                at = ((at & (literal.get(character, 0) | anything)) << 1) | (at & star)
        return at & self._accepting

    def classes(self, budget: StepBudget) -> dict[tuple[int, int], SymbolicText]:
        """Return every pair of signatures (must, may) that some text has, with a shortest text."""
        start = AutomatonState(self._start, self._close(self._start) if self._variables else 0, 0)
        came: dict[AutomatonState, tuple[AutomatonState, Letter] | None] = {start: None}
        found: dict[tuple[int, int], AutomatonState] = {}
        queue = [start]
        price = 1 + self._bit.bit_length() // _WORD
        for node in queue:
            if node.shape in self.shape.accepting:
                accepting = self._accepting
                found.setdefault((node.must & accepting, node.may & accepting), node)
            for letter, after in self._steps(node):
                budget.spend(price)
                if after not in came:
                    came[after] = (node, letter)
                    queue.append(after)
        return {signature: _spell(node, came) for signature, node in found.items()}

    def _steps(self, node: AutomatonState) -> Iterator[tuple[Letter, AutomatonState]]:
        """Yield the states after every letter that makes a difference, and one that does not."""
        must, may, state = node
        plain, colon = self.shape.plain[state], self.shape.colon[state]
        for letter in self._relevant(must | may):
            if isinstance(letter, Variable):
                if plain >= 0:
                    yield letter, self._step_variable(node, letter, plain)
            elif letter == ":":
                if colon >= 0:
                    after = self._step_colon_may(may) if self._variables else 0
                    yield letter, AutomatonState(self._step_colon(must), after, colon)
            elif plain >= 0:
                mask = self._literal.get(letter, 0) | self._any
                after = self._step_may(may, mask, self._star) if self._variables else 0
                yield (
                    letter,
                    AutomatonState(((must & mask) << 1) | (must & self._star), after, plain),
                )

    def _relevant(self, at: int) -> Iterable[Letter]:
        # A dict and not a set: the order decides which of the shortest texts is found.
        seen: dict[Letter, None] = {self.filler: None}
        if self._tells_colons:
            seen[":"] = None
        seen.update(dict.fromkeys(self._variables))
        active = at & self._all_literal
        if active.bit_count() > len(self._literal):
            return [*seen, *(c for c, mask in self._literal.items() if mask & at and c not in seen)]
        while active:
            bit = active & -active
            active ^= bit
            seen.update(dict.fromkeys(self._letters_at[bit]))
        return seen

    def _step_colon(self, at: int) -> int:
        mask = self._literal.get(":", 0) | (self._any & ~self._any_confined)
        return ((at & mask) << 1) | (at & self._star & ~self._star_confined)

    def _step_colon_may(self, at: int) -> int:
        mask = self._literal.get(":", 0) | (self._any & ~self._any_confined)
        return self._step_may(at, mask, self._star & ~self._star_confined)

    def _step_may(self, at: int, mask: int, star: int) -> int:
        return self._close(((at & mask) << 1) | (at & (star | self._variable)))

    def _step_variable(self, node: AutomatonState, letter: Variable, state: int) -> AutomatonState:
        # The value may hold colons where the axis has them: a confined star need not take it.
        star = self._star if self.shape is FIELD else self._star & ~self._star_confined
        must = ((node.must & self._literal.get(letter, 0)) << 1) | (node.must & star)
        # INVARIANT: any value may stand there, so whatever lies ahead in a pattern may be reached.
        may = 0
        for span in self._spans:
            reached = node.may & span
            if reached:
                may |= span & ~((reached & -reached) - 1)
        return AutomatonState(must, may, state)

    def _close(self, at: int) -> int:
        """A variable of a pattern may stand for no text at all."""
        while (more := at | ((at & self._variable) << 1)) != at:
            at = more
        return at


def _variants(character: str) -> tuple[str, ...]:
    upper = character.upper()
    return (character, upper) if upper != character and upper.lower() == character else (character,)


def _spell(
    node: AutomatonState, came: Mapping[AutomatonState, tuple[AutomatonState, Letter] | None]
) -> SymbolicText:
    letters: list[Letter] = []
    while (step := came[node]) is not None:
        node, letter = step
        letters.append(letter)
    return tuple(reversed(letters))
