"""A lifecycle: how the rows of a table are found, made, changed and erased, as a declaration.

It stands beside the table, in `catalog/<service>/lifecycles/<table>.py`. Templates are parameters
of AWS's operations in which `{name}` stands for a value: a wanted column, something that the row
gives (`Wanted.given`), something that was found of the resource itself (`{found.id}`), what a
column that is updated has before (`{before.rules}`), or `{account_id}`, `{region}`, `{partition}`,
`{tags}`. A text that is one placeholder alone has the value with its type; a parameter whose value
is not wanted is left out. `{now.token}` is what the read just before a write finds (`Find.now`).
`{owner}` is the value of
the owner's tag. `{content|json}` writes a
value in another form: see `FORMS`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ringwall.model.change import Blast, Poll
from ringwall.model.table import Call, Row

Form = Literal["json", "pairs", "lower_pairs", "kms_pairs", "map", "text", "list"]
"""What a value can be written as: JSON text; tags as a list of Key and Value, of key and value, of
TagKey and TagValue, as a map; a number as text; one value as a list."""
PLACEHOLDER = re.compile(r"\{([\w.]+)(?:\|(\w+))?\}")
"""A placeholder of a template: its name, and the form or ''."""
Normal = Literal["policy", "set", "json", "text"]
"""How values of a column are compared: policies by what they say, lists as sets, JSON as it is."""
Bound = Literal["at_least", "at_most"]
"""What else a column may hold: what is stricter than what is wanted. A number of 0 is no limit, so
that it is never at most anything; true is more than false."""
Owner = Literal["tag", "none"]
"""How it is known that Ringwall made a row: by its tag; or not at all, for settings."""


@dataclass(frozen=True)
class Step:
    """One call that writes, as templates."""

    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    build: Callable[[Row], Row] | None = None
    """For an odd API: called with all names of the templates, it returns the parameters."""
    retry: tuple[str, ...] = ()
    """Error codes that mean "not yet": the same call is sent again after a pause."""
    poll: Poll | None = None
    """Where the call only starts the work: how to see that it ended."""
    blast: Blast = "config"
    irreversible: str = ""
    """Why what this call does cannot be undone, or only for a time."""
    also: tuple[str, ...] = ()
    """IAM actions that AWS checks for this call beside the one of its name: `iam:PassRole`."""


@dataclass(frozen=True)
class Find:
    """How one resource is read: what lists or gets it, and which of the list it is.

    The document found has the form of the table's own documents, so that its columns read it. The
    table's detail calls that the compared columns need are made without being named here.
    """

    operation: str = ""
    """'' for settings that the table's detail calls alone show."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    items: str = ""
    """JMESPath of the list; '' where the answer (after `take`) is the document."""
    take: str = ""
    parsed: str = ""
    """The member of the answer that is a text of JSON: `items` reads the document in it."""
    match: Mapping[str, str] = field(default_factory=dict)
    """Member of an item (a JMESPath) to the template of the value that it has."""
    known: Mapping[str, str] = field(default_factory=dict)
    """The same for a resource that is there and is not what `match` asks for, because it has not
    the owner's tag or has another name: by its ids, `{found.key_id}`."""
    members: Mapping[str, str] = field(default_factory=dict)
    """Members that the document gets from templates: what was asked by, where the answer leaves
    that out and the table's calls need it."""
    each: tuple[Call, ...] = ()
    """Reads of every item before it is matched, where the list does not say what it is called."""
    absent: tuple[str, ...] = ()
    """Error codes that mean "there is none"."""
    then: tuple[Call, ...] = ()
    """Further reads, where the table's own calls do not do: as the detail calls of a table."""
    direct: Mapping[str, str] = field(default_factory=dict)
    """What the detail calls need of the document, from templates. What was just created is not
    looked for again, before each of its further columns is set: those calls alone read it."""
    now: Mapping[str, str] = field(default_factory=dict)
    """What a write needs as it is at that very moment, by name, as a JMESPath over the document: a
    lock token, which changes with each write. Templates have it as `{now.lock_token}`."""
    there: str = ""
    """Where `direct` does not fail for what is gone: a JMESPath over the document that is true of
    what counts as there."""


@dataclass(frozen=True)
class Update:
    """The call that sets some columns, together.

    Its undo is the same call with the values from before. `choose` names another call by the value
    of the first column: `{True: enable, False: disable}`; with a `step`, that is for all other
    values. Without one, there is one column.
    """

    columns: tuple[str, ...]
    step: Step | None = None
    choose: Mapping[Any, Step] = field(default_factory=dict)
    clear: Step | None = None
    """The call where all of its values say that there is none ('', [], {}), if that is another."""
    whole: bool = False
    """Whether the call replaces all its columns: those that are not wanted keep what was found.
    What is empty ('', [], {}; 0 where the table has it for "none") is left out of the call: that
    is how AWS is told that there is none. `build` gets lists all the same."""

    @property
    def steps(self) -> Iterator[Step]:
        """Every call that sets the columns, to whatever value."""
        yield from filter(None, (self.step, *self.choose.values(), self.clear))


@dataclass(frozen=True)
class Lifecycle:
    """How the rows of one table come, change and go."""

    table: str
    find: Find
    identity: tuple[str, ...] = ()
    """The columns whose values name the resource in its account and region; none where there is at
    most one. Those that `find` asks by are not read back: the answer is about them."""
    named_by: tuple[str, ...] = ()
    """Those of `identity` that are a mere name: what is called otherwise, and is the same in all
    else, does as well. An organization that is adopted has names of its own."""
    ids: tuple[str, ...] = ("arn",)
    """The columns that others refer to, and that changes and erasure need."""
    ids_change: bool = False
    """Whether an update gives the row other ids: its undo names those that were seen after it."""
    create: Step | None = None
    """None for a setting, which is always there."""
    creates: tuple[str, ...] = ()
    """The columns that `create` sets; others are set afterwards, by their updates."""
    updates: tuple[Update, ...] = ()
    erase: Step | None = None
    restore: Step | None = None
    """The call that takes an erasure back, where it only schedules one; None where `create` does,
    or nothing."""
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The tables whose rows have to go before a row of this one can: by table, what names the row
    there (columns, or names that its templates are given), and the column of it here."""
    irreversible: str = ""
    """Why what was created cannot be undone; '' where `erase` does."""
    replaced_by: tuple[str, ...] = ()
    """Columns that AWS cannot change: the resource is erased and made anew. Its creation sets them,
    also those that are a part of what it names: the age in a configuration."""
    by_hand: Mapping[str, str] = field(default_factory=dict)
    """Columns that no call of Ringwall changes, and what a person does instead."""
    settles: tuple[str, ...] = ()
    """Columns that change with other changes: of the row, or of rows that refer to it. Their
    updates come after those, even where the column is as wanted before: a permission set is
    brought to its accounts again."""
    by_tag_alone: bool = False
    """Whether there may be many rows, none of them with a name: only the owner's tag tells them
    apart."""
    ending: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values of columns with which a row is there and counts as erased: a key that AWS deletes in
    30 days."""
    normal: Mapping[str, Normal] = field(default_factory=dict)
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    """Columns that are as wanted where they are stricter: they are never made weaker."""
    given: tuple[str, ...] = ()
    """The names of its templates that are no columns: a wanted row brings them (`Wanted.given`)."""
    owner: Owner = "none"
    retag: Step | None = None
    """The call that adds the owner's tag to what is there: `adopt`."""
    comes_with: str = ""
    """Of a setting, the column that names what it comes with, and goes with: where one run makes
    that and changes the setting, an undo takes away the one, and sets back the other no more."""
    serial: str = ""
    """The name of a lane: of Changes in one lane, one is made at a time. AWS refuses two at once
    for the whole organization, for instance."""
    wait: float = 24.0
    """Seconds that AWS may need to show a write."""
    blast: Blast = "config"

    @property
    def changeable(self) -> frozenset[str]:
        """The columns of which it is declared what is done where they differ."""
        updated = (name for update in self.updates for name in update.columns)
        return frozenset({*updated, *self.replaced_by, *self.by_hand})

    @property
    def is_pruned(self) -> bool:
        """Whether a row that Ringwall made is known by its tag, and can be erased."""
        return self.owner == "tag" and self.erase is not None

    @property
    def steps(self) -> Iterator[Step]:
        """Every call that writes: to create, change, tag what is there, erase and restore."""
        updates = (step for update in self.updates for step in update.steps)
        yield from filter(None, (self.create, *updates, self.retag, self.erase, self.restore))
