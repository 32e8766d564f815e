"""`ringwall evidence`: what is kept of a case, so that it stands up later."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cyclopts
from cyclopts import Parameter

from ringwall.cli.aws_options import AwsOptions
from ringwall.cli.options import PLAIN, HomeOptions, Repeated, find_home
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.respond.options import PolicyOptions, open_response
from ringwall.cli.run_output import print_plan, print_run
from ringwall.cli.terminal import Terminal, confirm
from ringwall.jobs.evidence import (
    CaseEvidenceRequest,
    NoteToCase,
    collect_case,
    deposit_case,
    describe_item,
    find_place,
    plan_case_deposit,
    read_evidence,
    verify_case,
    verify_file,
)
from ringwall.jobs.evidence_case import find_case_threat, tell_case_of_evidence
from ringwall.jobs.evidence_release import EvidenceDesk
from ringwall.jobs.evidence_threat import make_threat
from ringwall.jobs.respond.responders import Responders
from ringwall.model.errors import BadInput
from ringwall.model.evidence import is_case_id
from ringwall.model.text import count_of

evidence = cyclopts.App(
    name="evidence",
    help="Collect evidence of a case; list, deposit, verify and hand it over.",
    default_parameter=PLAIN,
)
UNSOUND = 1


@Parameter(name="*")
@dataclass(frozen=True)
class ThreatOptions:
    """What the case is about, if it is not that which it was opened for."""

    resource: str = ""
    """ARN of the resource; that of the case if left out."""
    account: str = ""
    """Its account, where the ARN has none: of a bucket."""
    in_region: str = ""
    """Its Region, where the ARN has none."""
    actor: str = ""
    """ARN of the principal that acted."""
    access_key: str = ""
    """Id of the access key that was used."""
    since: str = ""
    """When it began (2026-12-01T10:00); a day before now if left out."""
    until: str = ""
    """When it ended; now if left out."""


@evidence.command(name="list")
def list_all(
    case: str, /, *, format: RowFormat = "table", where: HomeOptions | None = None
) -> None:
    """List what was collected of a case, and what could not be read.

    Parameters
    ----------
    case
        The case's id.
    format
        table, or json for one object a line.
    """
    manifest = read_evidence(find_home(where), case)
    if format == "json":
        print_json(describe_item(item) for item in manifest.items)
        return
    print_grid(
        ("item", "status", "kind", "bytes", "what", "reason"),
        [
            (item.number, item.status, item.kind, item.size, item.what, item.reason)
            for item in manifest.items
        ],
    )
    print_note(f"{count_of(len(manifest.items), 'item')}; revision {manifest.revision}")


@evidence.command
def collect(
    case: str,
    /,
    *,
    threat: ThreatOptions | None = None,
    hash_blocks: int = 0,
    yes: bool = False,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Collect evidence of a case, sign it, and deposit it where the policy says; AWS is asked.

    Collecting only reads. --yes deposits, a terminal is asked. Exit 2 where something could not be
    read: the list says what, and why.

    Parameters
    ----------
    case
        The case's id.
    hash_blocks
        Read the blocks of snapshots, to hash each, where there are at most so many. AWS charges
        for that.
    yes
        Put it into the evidence bucket without asking.
    """
    responders = open_response(policy, access, where)
    asked = threat or ThreatOptions()
    about = (
        make_threat(case, **vars(asked) | {"region": asked.in_region})
        if asked.resource
        else find_case_threat(responders, case)
    )
    request = CaseEvidenceRequest(about, responders.policy, hashed_blocks=hash_blocks)
    found = collect_case(
        responders.home, request, responders.connection, Terminal(), _find_note(responders, case)
    )
    counts = Counter(item.status for item in found.items)
    told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    print_note(f"{count_of(len(found.items), 'item')} ({told}) in {found.path}")
    if find_place(responders.policy.evidence) is None:
        print_note("no evidence account is named: this folder is the evidence; keep a copy")
        return 0 if found.outcome == "clean" else 2
    code = _deposit(responders, case, yes=yes)
    return code or (0 if found.outcome == "clean" else 2)


@evidence.command
def deposit(
    case: str,
    /,
    *,
    yes: bool = False,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Put what is not there yet into the evidence bucket; --yes does it, a terminal is asked.

    Parameters
    ----------
    case
        The case's id.
    yes
        Put it there without asking.
    """
    return _deposit(open_response(policy, access, where), case, yes=yes)


@evidence.command
def verify(
    case: str,
    /,
    *,
    key: Repeated = (),
    format: RowFormat = "table",
    where: HomeOptions | None = None,
) -> int:
    """Verify evidence with nothing but the files: AWS is not asked.

    Exit 1 where something was changed or is missing, or where another key signed; 64 where there
    is nothing to verify, or no key is trusted.

    Parameters
    ----------
    case
        The case's id; or a folder that was handed over, or a manifest in it.
    key
        Fingerprint of a key that is trusted, in place of those that this user has used (may be
        repeated).
    format
        table, or json for one object a line.
    """
    home = find_home(where)
    found = verify_case(home, case, key) if is_case_id(case) else verify_file(home, Path(case), key)
    names = ("item", "verdict", "sha256", "what", "reason")
    rows = [
        (one.item.number, one.verdict, one.item.sha256, one.item.what, one.reason)
        for one in found.items
    ]
    if format == "json":
        print_json(dict(zip(names, row, strict=True)) for row in rows)
    else:
        print_grid(names, rows)
    for flaw in found.flaws:
        print_note(f"the manifest does not hold: {flaw}")
    counts = Counter(one.verdict for one in found.items)
    told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    state = "holds" if found.is_sound else "DOES NOT HOLD"
    print_note(f"{found.manifest.case}, revision {found.manifest.revision}: {state}; {told}")
    for entry in found.manifest.custody:
        print_note(f"custody {entry.number}: {entry.at} {entry.act} by {entry.who}")
    return 0 if found.is_sound else UNSOUND


@evidence.command
def release(
    case: str,
    /,
    *,
    reason: str,
    sensitive: bool = False,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Allow another person to take evidence out, within a day: see `export`.

    Parameters
    ----------
    case
        The case's id.
    reason
        Why it is handed over, and to whom.
    sensitive
        What may hold secrets, too: user data, environment variables, output of commands.
    """
    desk = _open_desk(case, policy, access, where)
    manifest = desk.release(reason, sensitive=sensitive)
    print_note(f"released, as revision {manifest.revision}: another person can export it for a day")


@evidence.command
def export(
    case: str,
    /,
    *,
    to: Path,
    sensitive: bool = False,
    policy: PolicyOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Copy evidence into a new folder, with what it takes to verify it; another person released it.

    Parameters
    ----------
    case
        The case's id.
    to
        The folder; it must not be there yet.
    sensitive
        What may hold secrets, too, if the release covers it.
    """
    handed = _open_desk(case, policy, access, where).export(to, sensitive=sensitive)
    left = f", {handed.left_out} left out" if handed.left_out else ""
    print_note(f"{count_of(handed.given, 'item')} in {handed.path}{left}")
    print_note(
        f"whoever gets it verifies it with: ringwall evidence verify {handed.path} --key ..."
    )
    return 0


def _deposit(responders: Responders, case: str, *, yes: bool) -> int:
    home, connection, policy = responders.home, responders.connection, responders.policy
    if find_place(policy.evidence) is None:
        raise BadInput("no evidence account is named: name a policy that has one with --policy")
    planned = plan_case_deposit(home, case, policy, connection)
    for resource, why in planned.plan.skipped:
        print_note(f"not deposited: {resource}: {why}")
    count = count_of(len(planned.plan.changes), "object")
    if not planned.plan.changes:
        print_note("all of it is in the evidence bucket")
        return 2 if planned.plan.skipped else 0
    if not (yes or confirm(f"Put {count} into the evidence bucket, where nobody can delete it?")):
        print_plan(planned, "table")
        print_note(f"{count} to deposit; nothing was written: add --yes to deposit")
        return 0
    note = _find_note(responders, case)
    results = deposit_case(home, case, policy, connection, Terminal(), note=note)
    return max((print_run(result, "table", connection) for result in results), default=0)


def _open_desk(
    case: str,
    policy: PolicyOptions | None,
    access: AwsOptions | None,
    where: HomeOptions | None,
) -> EvidenceDesk:
    responders = open_response(policy, access, where)
    note = _find_note(responders, case)
    return EvidenceDesk(
        responders.home, case, responders.policy, responders.connection, Terminal(), note
    )


def _find_note(responders: Responders, case: str) -> NoteToCase:
    """Return what tells the case of its evidence, where it was opened here."""
    if (note := tell_case_of_evidence(responders, case)) is not None:
        return note
    print_note(f"{case} was not opened in this home folder: the evidence alone tells of it")
    return lambda _: None
