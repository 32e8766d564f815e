"""Compile the list of IAM's actions that no operation of AWS's SDKs is named after.

Such an action has no event of its own in CloudTrail for certain: it is asked for by other calls
(`s3:GetObjectVersion`), or belongs to a console. Run it after each new `universe.json`:

    .venv/bin/python bench/compile_eventless.py src/ringwall/reason/iam/usage/eventless.txt

A line has a service's prefix and the names, in lower case, or `*` for a service without any
operation.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from botocore.session import get_session

from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.usage.trail import load_trail


def main(target: Path) -> None:
    """Write the list and print how long it is."""
    seen = set(find_actions())
    lines = []
    for prefix, service in load_universe().services.items():
        names = [name.lower() for name in service.action_names]
        left = [name.partition(":")[2] for name in names if name not in seen]
        if left:
            lines.append(f"{prefix} {'*' if len(left) == len(names) else ' '.join(left)}")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} services, {target.stat().st_size:,} bytes")


def find_actions() -> Iterator[str]:
    """Yield the actions, in lower case, that the events of all known operations use."""
    trail = load_trail()
    for source, name in trail.renamed:
        yield from trail.find_actions(source, name)
    session = get_session()
    for name in session.get_available_services():
        model = session.get_service_model(name)
        for host in {model.endpoint_prefix, model.signing_name, name}:
            for operation in model.operation_names:
                yield from trail.find_actions(f"{host}.amazonaws.com", operation)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
