"""`ringwall access`: who can do what, asked of policy files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import cyclopts
from cyclopts import Parameter

from ringwall.cli.say import clean, make_console, print_json
from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases import read_cases, run_cases
from ringwall.reason.iam.combine import decide_together
from ringwall.reason.iam.compiled import CompiledPolicy
from ringwall.reason.iam.document import BrokenDocument, read_document
from ringwall.reason.iam.evaluate import Decision, evaluate
from ringwall.reason.iam.layers import Layers, Policies
from ringwall.reason.iam.names import check_names
from ringwall.reason.iam.parse import BadPolicy, parse_document
from ringwall.reason.iam.policy import Kind
from ringwall.reason.iam.request import find_account, make_request
from ringwall.reason.iam.requester import read_requester

access = cyclopts.App(name="access", help="Ask who can do what; test policies against cases.")

EXIT_DENIED = 1
EXIT_UNKNOWN = 2
Files = Annotated[tuple[Path, ...], Parameter(consume_multiple=False)]


@access.command
def check(
    *,
    principal: str,
    action: str,
    resource: Annotated[tuple[str, ...], Parameter(consume_multiple=False)] = ("*",),
    resource_account: str = "",
    context: Annotated[tuple[str, ...], Parameter(consume_multiple=False)] = (),
    unknown: Annotated[tuple[str, ...], Parameter(consume_multiple=False)] = (),
    identity_policy: Files = (),
    resource_policy: Files = (),
    boundary: Files = (),
    session_policy: Files = (),
    scp: Files = (),
    rcp: Files = (),
    endpoint_policy: Files = (),
    role_arn: str = "",
    management_account: str = "",
    format: Literal["table", "json"] = "table",
) -> int:
    """Decide one request; exit 0 where it is allowed, 1 where it is denied, 2 where unknown.

    Parameters
    ----------
    principal
        Who asks: the ARN of a user, role, session or root, a service, an account, or anonymous.
    action
        The action, such as s3:GetObject.
    resource
        ARN of the resource; repeat it where the action needs several, leave it out for all (*).
    resource_account
        Account that owns the resource, where the ARN does not say; the caller's if left out.
    context
        Condition key and value, key=value; repeat it for more keys, or more values of a key.
    unknown
        Condition key whose value is not known.
    identity_policy
        File with a policy of the user, its groups, or the role.
    resource_policy
        File with the policy of the resource: bucket policy, key policy, trust policy.
    boundary
        File with the permissions boundary.
    session_policy
        File with a session policy.
    scp
        File with service control policies of one level; repeat it for the levels, root first. A
        file with a JSON list has several policies of one level.
    rcp
        File with resource control policies of one level; as --scp.
    endpoint_policy
        File with the policy of the VPC endpoint that the request goes through.
    role_arn
        ARN of the session's role, where it has a path.
    management_account
        The organization's management account, which SCPs and RCPs do not bind.
    format
        table, or json for one object.
    """
    layers = Layers(
        identity=_read_all(identity_policy, "identity"),
        resource=_read_all(resource_policy, ""),
        boundaries=_read_all(boundary, "boundary"),
        session=_read_all(session_policy, "session"),
        scp_levels=tuple(_read_all((path,), "scp") for path in scp),
        rcp_levels=tuple(_read_all((path,), "rcp") for path in rcp),
        endpoint=_read_all(endpoint_policy, "endpoint"),
    )
    requester = read_requester(principal, role_arn=role_arn)
    keys = _read_context(context, unknown)
    decision = decide_together(
        evaluate(
            make_request(
                requester,
                action,
                arn,
                keys,
                resource_account=resource_account
                or find_account(arn, requester.account)
                or requester.account
                or None,
                management_account=management_account,
            ),
            layers,
        )
        for arn in resource
    )
    _print_decision(decision, format)
    return {"allowed": 0, "unknown": EXIT_UNKNOWN}.get(decision.verdict, EXIT_DENIED)


@access.command(name="test")
def run_files(
    *files: Path,
    format: Literal["table", "json"] = "table",
) -> int:
    """Run the access cases of files; exit 1 where a verdict is not the expected one.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    """
    if not files:
        raise BadInput("name a file of cases: ringwall access test CASES.ndjson")
    total = failed = 0
    for path in files:
        for result in run_cases(read_cases(path)):
            total += 1
            failed += not result.is_as_expected
            row = {
                "result": "pass" if result.is_as_expected else "fail",
                "name": result.case.name,
                **_describe(result.decision),
                "expect": list(result.case.expect),
                "place": f"{path}:{result.case.line}",
            }
            print_json([row]) if format == "json" else _print_result(row)
    make_console().print(f"{total} cases, {failed} not as expected")
    return EXIT_DENIED if failed else 0


def _read_all(paths: Iterable[Path], kind: Kind) -> Policies:
    """Return the policies of files, and print what is doubtful about them."""
    return tuple(policy for path in paths for policy in _read(path, kind))


def _read(path: Path, kind: Kind) -> Iterable[CompiledPolicy]:
    try:
        document = read_document(path.read_bytes())
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error
    except BrokenDocument as error:
        raise BadInput(f"{path}:{error}") from error
    several = isinstance(document.value, list)
    for at in range(len(document.value)) if several else (None,):
        root = () if at is None else (at,)
        parsed = parse_document(document, root, str(path), kind)
        if parsed.policy is None:
            raise BadPolicy(str(path), parsed.errors)
        for problem in (*parsed.problems, *check_names(parsed.policy)):
            make_console().print(f"{path}:{clean(str(problem))}")
        yield CompiledPolicy(parsed.policy)


def _read_context(pairs: Iterable[str], unknown: Iterable[str]) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise BadInput(f"--context {pair}: write key=value, such as aws:SourceIp=203.0.113.7")
        keys.setdefault(key, []).append(value)
    return {**keys, **dict.fromkeys(unknown)}


def _describe(decision: Decision) -> dict[str, Any]:
    return {
        "verdict": decision.verdict,
        "layer": decision.layer,
        "statements": [str(statement) for statement in decision.statements],
        "unknown": list(decision.unknown),
    }


def _print_decision(decision: Decision, format: str) -> None:
    row = _describe(decision)
    if format == "json":
        print_json([row])
        return
    print(f"{row['verdict']}{_because(row)}")
    for line in (*row["statements"], *(f"hangs on {what}" for what in row["unknown"])):
        print(f"  {clean(line)}")


def _print_result(row: dict[str, Any]) -> None:
    wanted = "" if row["result"] == "pass" else f", expected {' or '.join(row['expect'])}"
    found = ", ".join((*row["statements"], *row["unknown"]))
    line = f"{row['result'].upper()} {row['name']}: {row['verdict']}{_because(row)}{wanted}"
    print(clean(f"{line}  {found}" if found else line))


def _because(row: dict[str, Any]) -> str:
    return f" by {row['layer']}" if row["layer"] else ""
