"""What lifecycles say of AWS's API, and of their tables, is so: a misspelled name never works."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lifecycle_faults import LifecycleCheck

from ringwall.catalog.loader import find_lifecycles, load_lifecycles, load_tables
from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Step, Update
from ringwall.model.table import Call

TABLES = load_tables()
LIFECYCLES = load_lifecycles()


@pytest.mark.parametrize("name", LIFECYCLES)
def test_what_a_lifecycle_says_is_so(name: str) -> None:
    assert LifecycleCheck(LIFECYCLES[name], TABLES[name]).run() == []


UNIT = LIFECYCLES["organizations_organizational_unit"]
CREATE = Step(
    "organizations.create_organizational_unit",
    {"ParentId": "{parent_id}", "Name": "{name}", "Tags": "{tags|pairs}"},
)
FIND = UNIT.find
POLL = Poll(
    "organizations.describe_create_account_status",
    {"CreateAccountRequestId": {"$answer": "CreateAccountStatus.Id"}},
    "CreateAccountStatus.State",
    ("SUCCEEDED",),
    ("FAILED",),
    "CreateAccountStatus.FailureReason",
)
ACCOUNT = Step(
    "organizations.create_account",
    {"Email": "{path}", "AccountName": "{name}", "Tags": "{tags|pairs}"},
    poll=POLL,
)


def with_create(parameters: Any = None, **parts: Any) -> dict[str, Any]:
    parameters = {**CREATE.parameters, **(parameters or {})}
    return {"create": replace(CREATE, parameters=parameters, **parts), "creates": ()}


def with_poll(**parts: Any) -> dict[str, Any]:
    return {"create": replace(ACCOUNT, poll=replace(POLL, **parts)), "creates": ()}


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "identity": ({"identity": ("nmae",)}, "identity: no column nmae"),
    "ids": ({"ids": ("id", "key")}, "ids: no column key"),
    "creates": ({"creates": ("nmae",)}, "creates: no column nmae"),
    "not created": ({"creates": ("path",)}, "create: sets no path"),
    "replaced": ({"replaced_by": ("kind",)}, "replaced_by: no column kind"),
    "normal": ({"normal": {"nmae": "set"}}, "normal: no column nmae"),
    "normal form": ({"normal": {"name": "sorted"}}, "normal: sorted is none"),
    "ending": ({"ending": {"state": ("GONE",)}}, "ending: no column state"),
    "parts": ({"parts": {"iam_user": {}}}, "parts: iam_user cannot be erased"),
    "a part's name": (
        {"parts": {"iam_role_policy": {"role": "name"}}},
        "parts: role is no column of iam_role_policy, nor given",
    ),
    "a part's owner": (
        {"parts": {"iam_role_policy": {"role_name": "nmae"}}},
        "parts: no column nmae",
    ),
    "bounds": ({"bounds": {"name": "at_least"}}, "bounds: name has no order"),
    "settles": ({"settles": ("path",)}, "settles: no update of path"),
    "given": ({"given": ("name",)}, "given: name is a column"),
    "find writes": ({"find": Find("organizations.create_organization")}, "is no read"),
    "find's items": ({"find": replace(FIND, items="Units")}, "no Units in what AWS answers"),
    "find's no list": ({"find": replace(FIND, items="NextToken")}, "NextToken is no list"),
    "find's both": ({"find": replace(FIND, take="NextToken")}, "either items or take"),
    "find's match": ({"find": replace(FIND, match={"Nmae": "{name}"})}, "match: no Nmae"),
    "find's document": ({"find": replace(FIND, items="", match={}, take="@")}, "no Id in"),
    "find's members": ({"find": replace(FIND, members={"A": "{path}"})}, "path is neither ident"),
    "each item's call": (
        {"find": replace(FIND, each=(Call("organizations.describe_policy", into="Policy"),))},
        "describe_policy needs PolicyId",
    ),
    "match alone": ({"find": replace(FIND, items="")}, "match is for items"),
    "find's name": ({"find": replace(FIND, match={"Name": "{path}"})}, "path is neither identity"),
    "find's parameter": ({"find": replace(FIND, parameters={})}, "needs ParentId"),
    "find's column": ({"identity": ("parent_id", "name", "path")}, "column path: no NamePath"),
    "then's parameter": (
        {"find": replace(FIND, then=(Call("organizations.list_parents", "", {}, "ParentId"),))},
        "list_parents needs ChildId",
    ),
    "then's name": (
        {
            "find": replace(
                FIND,
                then=(Call("organizations.list_parents", "", {"ChildId": "{Key}"}, "ParentId"),),
            )
        },
        "list_parents: no Key",
    ),
    "a read that creates": ({"create": Step("organizations.list_roots")}, "only reads"),
    "parameter": (with_create({"Nmae": "x"}), "has no Nmae"),
    "nested parameter": (with_create({"Tags": [{"Kye": "x"}]}), "Tags needs Key"),
    "no parameter": ({"create": replace(CREATE, parameters={"Name": "x"})}, "needs ParentId"),
    "no list": (with_create({"Name": ["x"]}), "Name is no list"),
    "no structure": (with_create({"Name": {"A": "x"}}), "Name is no structure"),
    "no text": (with_create({"Name": 7}), "Name is no int"),
    "a type": (with_create({"Name": "{tags}"}), "is a string, and {tags} is not"),
    "a form's type": (with_create({"Name": "{tags|pairs}"}), "is a string, and {tags} is not"),
    "a form of tags": (with_create({"Tags": "{tags|lower_pairs}"}), "has no tags with key"),
    "a form": (with_create({"Name": "{name|loud}"}), "no form loud"),
    "a name": (with_create({"Name": "{nmae}"}), "{nmae} is neither a column nor given"),
    "a name within": (with_create({"Name": "x{nmae}"}), "{nmae} is neither a column nor given"),
    "a found name": (with_create({"Name": "{found.path}"}), "{found.path} is not among ids"),
    "a name of now": (with_create({"Name": "{now.token}"}), "{now.token} is not read before"),
    "an action": (with_create(also=("PassRole",)), "PassRole is no action"),
    "both": (with_create(build=dict), "either parameters or build"),
    "no tags": ({"create": Step("organizations.create_organization")}, "has no {tags}"),
    "no undo": ({"erase": None}, "what undoes it"),
    "two undos": ({"irreversible": "It is there for ever."}, "what undoes it"),
    "no retag": ({"retag": None}, "where the owner is known by a tag"),
    "a setting with an owner": ({"create": None, "creates": ()}, "no irreversible and no owner"),
    "an update's column": ({"updates": (Update(("nmae",), CREATE),)}, "no column nmae"),
    "an update's value": ({"updates": (Update(("path",), CREATE),)}, "update: sets no path"),
    "an update without call": ({"updates": (Update(("name",)),)}, "either a step, or a choice"),
    "an update's choice": (
        {"updates": (Update(("name", "path"), choose={True: CREATE}),)},
        "either a step, or a choice by one column",
    ),
    "a choice's call": (
        {"updates": (Update(("name",), choose={True: Step("organizations.list_roots")}),)},
        "update: organizations.list_roots only reads",
    ),
    "an enumeration": (
        {"erase": Step("organizations.enable_policy_type", {"RootId": "x", "PolicyType": "Y"})},
        "AWS knows no Y",
    ),
    "odd words": ({"irreversible": "The door is shut.", "erase": None}, "odd words"),
    "polling's operation": (with_poll(operation="organizations.create_account"), "is no read"),
    "polling's answer": (
        with_poll(parameters={"CreateAccountRequestId": {"$answer": "Id"}}),
        "no Id in what AWS answers",
    ),
    "polling's parameter": (with_poll(parameters={"Id": "x"}), "has no Id"),
    "polling's need": (with_poll(parameters={}), "needs CreateAccountRequestId"),
    "polling's state": (with_poll(done=("DONE",)), "no state DONE"),
    "polling's path": (with_poll(take="State"), "no State in what AWS answers"),
    "polling's reason": (with_poll(why="Reason"), "no Reason in what AWS answers"),
}


@pytest.mark.parametrize(("changes", "fault"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_found(changes: dict[str, Any], fault: str) -> None:
    table = TABLES[UNIT.table]
    assert any(fault in found for found in LifecycleCheck(replace(UNIT, **changes), table).run())


def test_a_right_poll_has_no_fault() -> None:
    lifecycle = replace(UNIT, create=ACCOUNT, creates=("name", "tags"))
    assert LifecycleCheck(lifecycle, TABLES[UNIT.table]).run() == []


def test_an_operation_that_botocore_lacks_is_found() -> None:
    lifecycle = replace(UNIT, erase=Step("organizations.delete_unit"))
    with pytest.raises(AssertionError, match=r"knows no operation organizations\.delete_unit"):
        LifecycleCheck(lifecycle, TABLES[UNIT.table]).run()


@pytest.mark.parametrize(
    ("path", "table", "complaint"),
    [
        ("sqs/lifecycles/sqs_topic.py", "sqs_queue", "a file is named after its table, sqs_queue"),
        ("sqs/lifecycles/sqs_door.py", "sqs_door", "there is no table sqs_door"),
        ("sns/lifecycles/sqs_queue.py", "sqs_queue", "the table is of sqs"),
    ],
)
def test_a_lifecycle_in_the_wrong_place_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, table: str, complaint: str
) -> None:
    package = f"misplaced_{Path(path).stem}_{Path(path).parts[0]}"
    monkeypatch.syspath_prepend(tmp_path)
    target = tmp_path / package / path
    target.parent.mkdir(parents=True)
    target.write_text(
        "from ringwall.model.lifecycle import Find, Lifecycle\n\n"
        f'found = Lifecycle("{table}", Find("sqs.list_queues"))\n'
    )
    with pytest.raises(ValueError, match=complaint):
        list(find_lifecycles(tmp_path / package, package))


def test_what_a_caller_does_to_the_lifecycles_stays_with_that_caller() -> None:
    load_lifecycles().clear()
    assert UNIT.table in load_lifecycles()
