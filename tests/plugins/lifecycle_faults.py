"""What a lifecycle says of AWS's API and of its table, and they do not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from botocore.model import StructureShape
from odd_words import find_odd
from service_shapes import Document, find_operation, is_list, item_of
from service_shapes import Path as ShapePath

from ringwall.aws.verbs import is_read
from ringwall.aws.write import UNMARKED
from ringwall.catalog.loader import load_lifecycles, load_tables
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Form, Lifecycle, Normal, Step, Update
from ringwall.model.table import Call, Table

READER = {"account_id", "region", "partition"}
"""Names that a template takes of where it is called."""
TAKES = {
    "TEXT": {"string", "blob"},
    "BOOLEAN": {"boolean"},
    "BIGINT": {"integer", "long"},
    "DOUBLE": {"float", "double"},
    "TIMESTAMP": {"timestamp"},
    "TEXT[]": {"list"},
    "JSON": {"structure", "map", "list"},
}
"""The parameters, by botocore's names, that a column's value can be as it is."""
WRITTEN = {
    "json": {"string", "blob"},
    "text": {"string"},
    "map": {"map"},
    "pairs": {"list"},
    "lower_pairs": {"list"},
    "kms_pairs": {"list"},
    "list": {"list"},
}
"""The parameters that a value in another form can be."""
KEYS = {"pairs": "Key", "lower_pairs": "key", "kms_pairs": "TagKey"}
"""The member that has the key of a tag, in each form of tags."""
ACTION = re.compile(r"[a-z0-9-]+:[A-Z]\w+")


def find_placeholders(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the name and the form of each placeholder of a template."""
    if isinstance(value, Mapping):
        for member in value.values():
            yield from find_placeholders(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from find_placeholders(member)
    elif isinstance(value, str):
        for found in re.findall(r"\{([^{}]+)\}", value):
            name, _, form = found.partition("|")
            yield name, form


def names_of(value: Any) -> set[str]:
    return {name for name, _ in find_placeholders(value)}


class LifecycleCheck:
    """One lifecycle beside its table: `faults` are what it says and AWS or the table does not."""

    def __init__(self, lifecycle: Lifecycle, table: Table) -> None:
        self.lifecycle = lifecycle
        self.types = {column.name: str(column.type) for column in table.all_columns}
        self.table = table
        self.faults: list[str] = []

    def run(self) -> list[str]:
        self._check_columns()
        self._check_find(self.lifecycle.find)
        self._check_life()
        for update in self.lifecycle.updates:
            self._check_update(update)
        return self.faults

    def _say(self, fault: str) -> None:
        self.faults.append(fault)

    def _check_part(self, table: str, names: Mapping[str, str]) -> None:
        part = load_lifecycles().get(table)
        if part is None or part.erase is None:
            self._say(f"parts: {table} cannot be erased")
            return
        columns = {column.name for column in load_tables()[table].columns}
        for own, other in names.items():
            if own not in columns | {*part.given}:
                self._say(f"parts: {own} is no column of {table}, nor given")
            if other != "arn" and other not in self.types:
                self._say(f"parts: no column {other}")

    def _check_columns(self) -> None:
        life = self.lifecycle
        named = {
            "identity": life.identity,
            "ids": life.ids,
            "creates": life.creates,
            "replaced_by": life.replaced_by,
            "normal": tuple(life.normal),
            "ending": tuple(life.ending),
            "settles": life.settles,
            "by_hand": tuple(life.by_hand),
            "bounds": tuple(life.bounds),
            "updates": tuple(c for update in life.updates for c in update.columns),
        }
        for where, columns in named.items():
            for name in columns:
                if name not in self.types:
                    self._say(f"{where}: no column {name}")
        for name in sorted({*life.settles} - {*named["updates"]}):
            self._say(f"settles: no update of {name}")
        for table, names in life.parts.items():
            self._check_part(table, names)
        for name in sorted(life.bounds):
            if self.types.get(name) not in {"BIGINT", "BOOLEAN"}:
                self._say(f"bounds: {name} has no order")
        for name in {*life.normal.values()} - {*get_args(Normal)}:
            self._say(f"normal: {name} is none")
        for name in sorted({*life.given} & self.types.keys()):
            self._say(f"given: {name} is a column")

    def _check_find(self, find: Find) -> None:
        life = self.lifecycle
        needed = self._calls_needed()
        own = tuple(call for call in self.table.calls if call.into in needed)
        if not find.operation:  # the table's own calls alone show the settings
            self._check_paths(self._add_calls(self._start("", Find()), (*find.then, *own)))
            return
        if not is_read(find.operation):
            self._say(f"{find.operation} is no read")
        if find.items and find.take:
            self._say("find: either items or take")
        if find.match and not find.items:
            self._say("find: match is for items")
        self._check_parameters("find", find.operation, find.parameters)
        answer = find_operation(find.operation).output_shape
        if find.parsed:
            self._check_parsed(find, answer)
            return
        found = self._follow(find.operation, find.items or find.take or "@", answer)
        item = item_of(found) if find.items else found
        if find.items and not is_list(found):
            self._say(f"find: {find.items} is no list")
        document = self._add_calls(self._start(item, find), find.each)
        for member in find.match:
            self._follow("match", member, document)
        used = names_of(find.parameters) | names_of(find.match) | names_of(find.members)
        if strange := used - {*life.identity, *life.given} - READER - {"owner"}:
            self._say(f"find: {min(strange)} is neither identity nor given")
        self._check_paths(self._add_calls(document, (*find.then, *own)))

    def _check_parsed(self, find: Find, answer: Any) -> None:
        """Compare what is read of a text of JSON, which AWS's description does not go into."""
        text = self._follow(find.operation, find.parsed, answer)
        if text is not None and text.type_name != "string":
            self._say(f"find: {find.parsed} is no text")
        if not find.items.startswith(f"{find.parsed}."):
            self._say(f"find: {find.items} is not in {find.parsed}")

    def _check_paths(self, document: Document) -> None:
        for name, path in self._paths():
            self._follow(f"column {name}", path, document)

    def _start(self, item: Any, find: Find) -> Document:
        """Return the document that an item makes, before anything else is read of it."""
        is_plain = not isinstance(item, StructureShape | Document)
        members = {"id": item} if is_plain else dict(item.members)
        return Document(members | dict.fromkeys(find.members) | dict.fromkeys(READER))

    def _add_calls(self, document: Document, calls: tuple[Call, ...]) -> Document:
        """Return the document with the answers of further reads, each checked against it."""
        for call in calls:
            for path in names_of(call.parameters):
                self._follow(call.operation, path, document)
            self._check_call(call)
            shape = find_operation(call.operation).output_shape
            answer = self._follow(call.operation, call.take or "@", shape)
            document = Document(dict(document.members) | {call.into: answer})
        return document

    def _calls_needed(self) -> set[str]:
        words = {word for _, path in self._paths() for word in re.findall(r"\w+", path)}
        return words & {call.into for call in self.table.calls}

    def _paths(self) -> Iterator[tuple[str, str]]:
        """Yield the columns that are compared, or referred to, with what they read."""
        life, table = self.lifecycle, self.table
        paths = {column.name: column.path for column in table.columns}
        used = {*life.ids, *life.identity, *life.creates, *life.replaced_by}
        used |= {name for update in life.updates for name in update.columns}
        used -= {*life.identity} & names_of(life.find.parameters)
        for name in sorted(used & paths.keys()):
            if not paths[name]:
                self._say(f"column {name}: code sets it, and no call")
            yield name, paths[name]
        if "tags" in used or life.owner == "tag":
            if not table.tags:
                self._say("tags: the table has none")
            yield "tags", table.tags or "@"
        if "arn" in used:
            templates = re.findall(r"\{([^{}]+)\}", table.arn) if "{" in table.arn else [table.arn]
            yield from (("arn", path) for path in templates)

    def _check_call(self, call: Call) -> None:
        shape = find_operation(call.operation).input_shape
        known, needed = (shape.members, shape.required_members) if shape else ({}, [])
        for name in call.parameters.keys() - known.keys():
            self._say(f"{call.operation} has no {name}")
        for name in set(needed) - call.parameters.keys():
            self._say(f"{call.operation} needs {name}")

    def _check_life(self) -> None:
        life = self.lifecycle
        if life.create:
            self._check_create(life.create)
        elif life.creates or life.irreversible or life.owner == "tag":
            self._say("no create: a setting has no creates, no irreversible and no owner")
        named = {"erase": life.erase, "restore": life.restore, "retag": life.retag}
        for where, step in named.items():
            if step:
                self._check_step(where, step)
        if bool(life.retag) is not (life.owner == "tag"):
            self._say("retag: where the owner is known by a tag")
        for where, said in (("irreversible", life.irreversible), *life.by_hand.items()):
            if find_odd(said):
                self._say(f"{where}: odd words: {find_odd(said)}")

    def _check_create(self, create: Step) -> None:
        life = self.lifecycle
        names = self._check_step("create", create)
        if not create.build:
            for name in sorted({*life.creates} - names):
                self._say(f"create: sets no {name}")
        if bool(life.erase) is bool(life.irreversible):
            self._say("create: what undoes it? either erase or irreversible")
        if life.owner == "tag" and "tags" not in names and not create.build:
            self._say("create: has no {tags} for the owner")

    def _check_update(self, update: Update) -> None:
        if not update.step and (not update.choose or len(update.columns) > 1):
            self._say(f"update of {update.columns}: either a step, or a choice by one column")
        for step in (*update.choose.values(), *filter(None, [update.clear])):
            self._check_step("update", step)
        if update.step:
            names = self._check_step("update", update.step)
            if not update.step.build:
                for name in sorted({*update.columns} - names):
                    self._say(f"update: sets no {name}")

    def _check_step(self, where: str, step: Step) -> set[str]:
        """Return the names that a step's templates use."""
        if is_read(step.operation):
            self._say(f"{where}: {step.operation} only reads")
        if step.build:
            find_operation(step.operation)
            if step.parameters:
                self._say(f"{where}: either parameters or build")
        else:
            self._check_parameters(where, step.operation, step.parameters)
        for action in step.also:
            if not ACTION.fullmatch(action):
                self._say(f"{where}: {action} is no action")
        if step.poll:
            self._check_poll(step.operation, step.poll)
        asked = step.poll.parameters if step.poll else {}
        for name, form in find_placeholders([step.parameters, asked]):
            self._check_name(where, name)
            if form and form not in get_args(Form):
                self._say(f"{where}: no form {form}")
        return names_of(step.parameters)

    def _check_name(self, where: str, name: str) -> None:
        life = self.lifecycle
        if name.startswith("found."):
            if name.removeprefix("found.") not in life.ids:
                self._say(f"{where}: {{{name}}} is not among ids")
        elif name.startswith("before."):
            column = name.removeprefix("before.")
            if not any(column in update.columns for update in life.updates):
                self._say(f"{where}: {{{name}}} is not updated")
        elif name.startswith("now."):
            if name.removeprefix("now.") not in life.find.now:
                self._say(f"{where}: {{{name}}} is not read before the write")
        elif name not in self.types.keys() | READER | {*life.given}:
            self._say(f"{where}: {{{name}}} is neither a column nor given")

    def _check_parameters(self, where: str, operation: str, given: Mapping[str, Any]) -> None:
        shape = find_operation(operation).input_shape
        if shape is None:
            if given:
                self._say(f"{where}: {operation} takes no parameters")
            return
        self._check_value(f"{where}: {operation}", shape, given)

    def _check_value(self, where: str, shape: Any, value: Any) -> None:
        """Compare a template with the parameter that it is for."""
        if isinstance(value, str) and (whole := re.fullmatch(r"\{([^{}|]+)\|?(\w*)\}", value)):
            self._check_type(where, shape, whole[1], whole[2])
        elif isinstance(value, Mapping):
            self._check_members(where, shape, value)
        elif isinstance(value, list | tuple):
            if shape.type_name != "list":
                self._say(f"{where} is no list")
                return
            for item in value:
                self._check_value(where, shape.member, item)
        else:
            self._check_plain(where, shape, value)

    def _check_plain(self, where: str, shape: Any, value: Any) -> None:
        kinds = {bool: {"boolean"}, int: {"integer", "long"}, str: {"string", "blob"}}
        if shape.type_name not in kinds.get(type(value), set()):
            self._say(f"{where} is no {type(value).__name__}")
        names = getattr(shape, "enum", None)
        if names and isinstance(value, str) and "{" not in value and value not in names:
            self._say(f"{where}: AWS knows no {value}")

    def _check_members(self, where: str, shape: Any, value: Mapping[str, Any]) -> None:
        if shape.type_name == "map":
            for member in value.values():
                self._check_value(where, shape.value, member)
        elif shape.type_name != "structure":
            self._say(f"{where} is no structure")
        else:
            for name in shape.required_members:
                # Whoever sends the call puts in what it is recognized by.
                is_token = shape.members[name].metadata.get("idempotencyToken")
                if name not in value and not (is_token or name == UNMARKED):
                    self._say(f"{where} needs {name}")
            for name, member in value.items():
                if name in shape.members:
                    self._check_value(f"{where}.{name}", shape.members[name], member)
                else:
                    self._say(f"{where} has no {name}")

    def _check_type(self, where: str, shape: Any, name: str, form: str) -> None:
        kind = "JSON" if name == "tags" else self.types.get(name.removeprefix("found."), "")
        takes = WRITTEN.get(form) or TAKES.get(kind)
        is_anything = getattr(shape, "is_document_type", False)
        if takes and shape.type_name not in takes and not is_anything:
            self._say(f"{where} is a {shape.type_name}, and {{{name}}} is not")
        key = KEYS.get(form)
        if key and is_list(shape) and key not in getattr(item_of(shape), "members", {}):
            self._say(f"{where} has no tags with {key}")

    def _check_poll(self, operation: str, poll: Poll) -> None:
        if not is_read(poll.operation):
            self._say(f"{poll.operation} is no read")
        asked = find_operation(poll.operation)
        answered = find_operation(operation).output_shape
        for name, value in poll.parameters.items():
            if asked.input_shape is None or name not in asked.input_shape.members:
                self._say(f"{poll.operation} has no {name}")
            if isinstance(value, Mapping):
                self._follow(f"poll of {operation}", value["$answer"], answered)
        for name in asked.input_shape.required_members if asked.input_shape else ():
            if name not in poll.parameters:
                self._say(f"{poll.operation} needs {name}")
        state = self._follow(poll.operation, poll.take, asked.output_shape)
        states = getattr(state, "enum", None) or [*poll.done, *poll.failed]
        for word in {*poll.done, *poll.failed} - {*states}:
            self._say(f"{poll.operation}: no state {word}")
        if poll.why:
            self._follow(poll.operation, poll.why, asked.output_shape)

    def _follow(self, where: str, path: str, shape: Any) -> Any:
        followed = ShapePath(path)
        found = followed.look_up(shape)
        for name in followed.wrong:
            self._say(f"{where}: no {name} in what AWS answers")
        return found
