"""`ringwall access diff` and the checks of policies: what two of them allow, for every request."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from ringwall.cli.policy_files import read_bytes, read_policy_file, take_policy
from ringwall.cli.say import clean, make_console, print_json
from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.checks import PolicyCheck, run_check_file
from ringwall.reason.iam.language.parse import parse_document
from ringwall.reason.iam.language.policy import Policy, PolicyType
from ringwall.reason.iam.symbolic.answer import CheckAnswer
from ringwall.reason.iam.symbolic.questions import AccessCheckPolicyType, compare_policies
from ringwall.reason.iam.validation.validate import validate_document

EXIT_FAILED = 1
EXIT_UNKNOWN = 2
Format = Literal["table", "json"]


def diff(
    old: Path, new: Path, /, *, type: AccessCheckPolicyType | None = None, format: Format = "table"
) -> int:
    """Compare two policies; print requests that only one allows. Exit 1 where there are any.

    Parameters
    ----------
    old
        File with the policy as it is.
    new
        File with the policy as it is meant to be.
    type
        IDENTITY or RESOURCE; found out by whether a statement has a Principal, if left out.
    format
        table, or json for one object a line.
    """
    found = compare_policies(_read_policy(old), _read_policy(new), type)
    rows = [
        {"change": change, **_describe(answer)}
        for change, answers in (("added", found.added), ("removed", found.removed))
        for answer in answers
    ]
    if format == "json":
        print_json(rows)
    else:
        for row in rows:
            sign = "+" if row["change"] == "added" else "-"
            print(clean(f"{sign} {_show(row)}"))
    said = {"pass": "the policies allow the same", "fail": "the policies differ"}
    make_console().print(said.get(found.verdict, "whether they differ could not be told"))
    return {"pass": 0, "fail": EXIT_FAILED, "unknown": EXIT_UNKNOWN}[found.verdict]


def no_new_access(*files: Path, format: Format = "table") -> int:
    """Run cases of reference and candidate policies; exit 1 where one is not as expected.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    """
    return _run("no-new-access", files, format)


def not_granted(*files: Path, format: Format = "table") -> int:
    """Run cases of policies that must not grant some access; exit 1 where one is not as expected.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    """
    return _run("not-granted", files, format)


def no_public(*files: Path, format: Format = "table") -> int:
    """Run cases of policies that must not be public; exit 1 where one is not as expected.

    Parameters
    ----------
    files
        Files of cases, one JSON object a line: see docs/howto/access.md.
    format
        table, or json for one object a line.
    """
    return _run("no-public", files, format)


def validate(*files: Path, kind: PolicyType = "", format: Format = "table") -> int:
    """Validate policies; exit 1 where there is an error or a security warning.

    Parameters
    ----------
    files
        Files with a policy each.
    kind
        Where they are attached: identity, resource, trust, boundary, session, scp, rcp, endpoint.
    format
        table, or json for one object a line.
    """
    if not files:
        raise BadInput("name a file with a policy: ringwall access validate POLICY.json")
    failed = total = 0
    for path in files:
        for problem in validate_document(read_bytes(path), kind):
            total += 1
            failed += problem.severity in {"error", "security_warning"}
            place = f"{path}:{problem.position}" if problem.position.line else str(path)
            row = {
                "severity": problem.severity,
                "code": problem.code,
                "place": place,
                "path": problem.path,
                "message": problem.message,
            }
            if format == "json":
                print_json([row])
            else:
                print(clean(f"{row['severity'].upper()} {row['code']} {place} {row['path']}  "
                            f"{row['message']}"))  # fmt: skip
    make_console().print(f"{total} problems, {failed} of them errors or security warnings")
    return EXIT_FAILED if failed else 0


def _run(check: PolicyCheck, files: Iterable[Path], format: Format) -> int:
    paths = tuple(files)
    if not paths:
        raise BadInput(f"name a file of cases: ringwall access {check} CASES.ndjson")
    total = failed = 0
    for path in paths:
        for result in run_check_file(check, path):
            total += 1
            failed += not result.is_as_expected
            row = {
                "result": "pass" if result.is_as_expected else "fail",
                "name": result.case.name,
                **_describe(result.answer),
                "expect": result.case.expect,
                "place": f"{path}:{result.case.line}",
            }
            if format == "json":
                print_json([row])
                continue
            wanted = "" if result.is_as_expected else f", expected {result.case.expect}"
            print(clean(f"{row['result'].upper()} {row['name']}: "
                        f"{result.answer.verdict}{wanted}  {_show(row)}".rstrip()))  # fmt: skip
    make_console().print(f"{total} cases, {failed} not as expected")
    return EXIT_FAILED if failed else 0


def _describe(answer: CheckAnswer) -> dict[str, Any]:
    witness = answer.witness
    request = witness and {
        "principal": witness.requester.name if witness.requester else None,
        "action": witness.action,
        "resource": witness.resource,
        "context": {key: list(values) for key, values in witness.context.items()},
    }
    return {
        "verdict": answer.verdict,
        "witness": request,
        "statements": list(answer.statements),
        "reason": answer.reason,
    }


def _show(row: dict[str, Any]) -> str:
    request = row["witness"]
    parts = [row["reason"]] if row["reason"] else []
    if request:
        keys = "".join(f" {k}={'|'.join(v)}" for k, v in request["context"].items())
        who = f"{request['principal']} " if request["principal"] else ""
        parts.append(f"{who}{request['action']} {request['resource']}{keys}")
    if row["statements"]:
        parts.append(f"by {', '.join(row['statements'])}")
    return "  ".join(parts)


def _read_policy(path: Path) -> Policy:
    return take_policy(parse_document(read_policy_file(path), (), str(path)), path)
