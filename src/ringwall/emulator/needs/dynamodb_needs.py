"""What calls of DynamoDB need: each item of a request, with its partition as a condition key.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.listed_items import read_items
from ringwall.emulator.needs.stored import find_backend
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.needs.unknown_needs import UnknownNeedsError

_EQUAL = re.compile(r"(#?[\w.-]{1,255})\s*=\s*(:\w{1,255})")
"""A member and a value that a condition sets equal."""


def _find_tables(call: EmulatedCall, verb: str) -> Iterator[Need]:
    asked = call.parameters.get("RequestItems")
    for table, items in asked.items() if isinstance(asked, Mapping) else ():
        found = _find_leading(call, str(table), list(_list_keys(items)))
        yield Need(f"dynamodb:{verb}", _table_arn(call, str(table)), found)


def _batch_get(call: EmulatedCall) -> Iterator[Need]:
    yield from _find_tables(call, "BatchGetItem")


def _batch_write(call: EmulatedCall) -> Iterator[Need]:
    yield from _find_tables(call, "BatchWriteItem")


TRANSACTED = {
    "Get": "GetItem",
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html"""


def _transact(call: EmulatedCall) -> Iterator[Need]:
    for item in read_items(call.parameters.get("TransactItems")):
        for name, part in item.items():
            if part and name in TRANSACTED:
                yield _touch_item(call, f"dynamodb:{TRANSACTED[name]}", part)


def _touch(call: EmulatedCall) -> Iterator[Need]:
    yield _touch_item(call, f"dynamodb:{call.operation}", call.parameters)


def _touch_item(call: EmulatedCall, action: str, part: Mapping[str, Any]) -> Need:
    """Return the need of a request about one item, whose partition is a condition key."""
    table = str(part.get("TableName"))
    keys = [part.get("Key") or part.get("Item")]
    return Need(action, _table_arn(call, table), _find_leading(call, table, keys))


_PARTIQL = re.compile(
    r"\s*(?:EXISTS\s*\(\s*)?"
    r"(?:(SELECT)\b.*?\bFROM|(INSERT)\s+INTO|(DELETE)\s+FROM|(UPDATE))"
    r"""\s+["']?([\w.-]+?)["']?(?:\."([\w.-]+)")?(?:\s|$|\))""",
    re.IGNORECASE | re.DOTALL,
)
"""A statement's verb, its table, and the index of that."""


def _run_statements(call: EmulatedCall) -> Iterator[Need]:
    """A statement of PartiQL needs the permission of its verb, on the table that it names.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
    """
    given = call.parameters
    listed = read_items(given.get("Statements") or given.get("TransactStatements") or [given])
    for item in listed:
        found = _PARTIQL.match(str(item.get("Statement") or ""))
        if found is None:
            raise UnknownNeedsError
        *verbs, table, index = found.groups()
        verb = next(verb for verb in verbs if verb).capitalize()
        arn = _table_arn(call, table)
        yield Need(f"dynamodb:PartiQL{verb}", f"{arn}/index/{index}" if index else arn)


def _search(call: EmulatedCall) -> Iterator[Need]:
    """An index is a resource of its own: who may read it need not read its table."""
    table = str(call.parameters.get("TableName"))
    arn, index = _table_arn(call, table), call.parameters.get("IndexName")
    if index:
        yield Need(f"dynamodb:{call.operation}", f"{arn}/index/{index}")
        return
    keys = [_read_condition(call.parameters)]
    yield Need(f"dynamodb:{call.operation}", arn, _find_leading(call, table, keys))


def _table_arn(call: EmulatedCall, table: str) -> str:
    if table.startswith("arn:"):
        return table
    place = f"arn:{find_partition(call.region)}:dynamodb:{call.region}:{call.account_id}"
    return f"{place}:table/{table}"


def _list_keys(items: Any) -> Iterator[Any]:
    """Yield the keys, or the items, of what a batch asks of a table."""
    if isinstance(items, Mapping):
        yield from items.get("Keys") or ()
        return
    for item in items or ():
        put, delete = item.get("PutRequest") or {}, item.get("DeleteRequest") or {}
        yield put.get("Item") or delete.get("Key")


def _read_condition(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that a query sets equal to something."""
    names = given.get("ExpressionAttributeNames") or {}
    values = given.get("ExpressionAttributeValues") or {}
    pairs = _EQUAL.findall(str(given.get("KeyConditionExpression") or ""))
    return {str(names.get(name, name)): values.get(value) for name, value in pairs}


def _find_leading(call: EmulatedCall, table: str, keys: list[Any]) -> dict[str, Any]:
    """Return the condition key of the partitions that a request is about.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    """
    *_, region, account_id, name = f":{call.region}:{call.account_id}:{table}".split(":")
    backend = find_backend("dynamodb", account_id or call.account_id, region or call.region)
    held = backend.tables.get(name.rpartition("/")[2]) if backend else None
    member = held.hash_key_attr if held else ""
    values = [key[member] for key in keys if isinstance(key, Mapping) and member in key]
    texts = [str(text) for value in values if value for text in value.values()]
    return {"dynamodb:LeadingKeys": list(dict.fromkeys(texts))} if texts else {}


DYNAMODB_FINDERS: Mapping[tuple[str, str], Callable[[EmulatedCall], Iterator[Need]]] = {
    ("dynamodb", "BatchExecuteStatement"): _run_statements,
    ("dynamodb", "BatchGetItem"): _batch_get,
    ("dynamodb", "BatchWriteItem"): _batch_write,
    ("dynamodb", "DeleteItem"): _touch,
    ("dynamodb", "ExecuteStatement"): _run_statements,
    ("dynamodb", "ExecuteTransaction"): _run_statements,
    ("dynamodb", "GetItem"): _touch,
    ("dynamodb", "PutItem"): _touch,
    ("dynamodb", "Query"): _search,
    ("dynamodb", "Scan"): _search,
    ("dynamodb", "TransactGetItems"): _transact,
    ("dynamodb", "TransactWriteItems"): _transact,
    ("dynamodb", "UpdateItem"): _touch,
}
