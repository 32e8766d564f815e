"""An axis of texts: its atoms are the classes of texts that no pattern distinguishes."""

from collections.abc import Iterable

from ringwall.reason.iam.symbolic.boxes.automaton import Automaton, Letter, SymbolicText, TextShape
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.glob import Glob

MAX_POSITIONS = 30_000
"""The most characters of all patterns with wildcards on one axis; AWS's quotas are below."""


class TextAxis:
    """Collects patterns; after `build` it has a bit mask of atoms for each of them.

    `must` masks hold for whatever the variables stand for, `may` masks for some value.
    """

    def __init__(self, shape: TextShape) -> None:
        self.shape = shape
        self.full = 1
        self.has_variables = False
        self.texts: list[SymbolicText] = []
        self._globs: dict[Glob, None] = {}
        self._must: dict[Glob, int] = {}
        self._may: dict[Glob, int] = {}
        self._literals: dict[str, int] = {}
        self._automaton: Automaton | None = None
        self._classes: dict[int, int] = {}

    def add(self, glob: Glob) -> None:
        """Add a pattern, before the axis is built."""
        self._globs[glob] = None

    def build(self, budget: StepBudget) -> None:
        """Compute the atoms."""
        globs = [glob for glob in self._globs if not glob.is_all]
        if not globs:
            self.texts = [(self.shape.fresh,)]
            return
        self.has_variables = any(glob.variables for glob in globs)
        literals: dict[str, Glob] = {}
        wild: list[Glob] = []
        for glob in globs:
            text = None if self.has_variables else glob.literal
            if text is None:
                wild.append(glob)
            elif self.shape.accepts(text):
                literals[text] = glob
        budget.spend(len(globs))
        if wild:
            self._build_wild(wild, literals, budget)
        else:
            self.texts = [*((text,) for text in literals), (self._fresh(literals),)]
        self._literals = {text: at for at, text in enumerate(literals)}
        self.full = (1 << len(self.texts)) - 1
        for text, at in self._literals.items():
            glob = literals[text]
            self._must[glob] = self._must.get(glob, 0) | 1 << at
            self._may[glob] = self._must[glob]

    def _build_wild(self, wild: list[Glob], literals: dict[str, Glob], budget: StepBudget) -> None:
        # Positions are bits of one number: far too many of them take long to write down at all.
        if sum(len(glob.tokens) + glob.size for glob in wild) > MAX_POSITIONS:
            raise TooHard
        while True:
            automaton = Automaton(wild, self.shape)
            classes = automaton.classes(budget)
            # A class whose shortest text is one of the literals may have no other text: with the
            # literal among the patterns, the automaton knows.
            clashes = {text for text in map(_plain, classes.values()) if text in literals}
            if not clashes:
                break
            wild.extend(literals.pop(text) for text in clashes)
        self._automaton = automaton
        self.texts = [*((text,) for text in literals), *classes.values()]
        budget.spend(len(literals) + len(wild) * (len(literals) + len(classes)) // 32)
        signatures = [(signature, signature) for signature in map(automaton.signature, literals)]
        offset = len(signatures)
        signatures.extend((m, may if self.has_variables else m) for m, may in classes)
        for at, (must, _) in enumerate(signatures[offset:], offset):
            self._classes.setdefault(must, 1 << at)
        musts = [(must, 1 << at) for at, (must, _) in enumerate(signatures)]
        mays = [(may, 1 << at) for at, (_, may) in enumerate(signatures)]
        for glob, end in zip(wild, automaton.ends, strict=True):
            matched = sum(bit for must, bit in musts if must & end)
            self._must[glob] = matched
            self._may[glob] = (
                sum(bit for may, bit in mays if may & end) if self.has_variables else matched
            )

    def _fresh(self, literals: Iterable[str]) -> Letter:
        text = self.shape.fresh
        while text in literals:
            text += "x"
        return text

    def must(self, glob: Glob) -> int:
        """Return the atoms that a pattern matches whatever the variables stand for."""
        return self.full if glob.is_all else self._must.get(glob, 0)

    def may(self, glob: Glob) -> int:
        """Return the atoms that a pattern matches for some values of the variables."""
        return self.full if glob.is_all else self._may.get(glob, 0)

    def atom_of(self, text: str) -> int:
        """Return the atom of a text, as a mask; 0 where it depends on variables."""
        if not self.shape.accepts(text):
            return 0
        if (at := self._literals.get(text)) is not None:
            return 1 << at
        if self._automaton is None:
            return 1 << (len(self.texts) - 1)
        return self._classes.get(self._automaton.signature(text), 0)

    def find_literal(self, mask: int) -> str:
        """Return a text that a policy spells out and that is one of the atoms; '' if none is."""
        at = (mask & -mask).bit_length() - 1
        return str(self.texts[at][0]) if at < len(self._literals) else ""

    def pick(self, mask: int, wishes: Iterable[str] = ()) -> SymbolicText:
        """Return a text of one of the atoms: the first wish that is among them, if any."""
        for wish in wishes:
            if self.atom_of(wish) & mask:
                return (wish,)
        return self.texts[(mask & -mask).bit_length() - 1]


def _plain(text: SymbolicText) -> str:
    return "".join(letter if isinstance(letter, str) else "\0" for letter in text)
