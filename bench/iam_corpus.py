"""How fast and how right the checks of policies are over a corpus of labelled cases.

    RINGWALL_CORPUS=folder python bench/iam_corpus.py [rounds]

The folder holds `no_new_access.json`: a list of {reference, candidate, verdict}, and optionally
`source` and `candidate_title`. Time is the processor's and covers the check with the replay of its
witness; with parsing beside it. Disagreements are listed: docs/iam_disagreements.md explains them.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.questions import AccessCheckPolicyType, check_no_new_access
from ringwall.reason.iam.symbolic.smt.solve import solve

Z3_STEPS = 4_000_000


def main(rounds: int) -> None:
    """Print one line for the boxes, one for Z3 alone, and one for each disagreement."""
    folder = os.environ.get("RINGWALL_CORPUS")
    if not folder:
        sys.exit("set RINGWALL_CORPUS to the folder that holds no_new_access.json")
    cases = json.loads((Path(folder) / "no_new_access.json").read_text(encoding="utf-8"))
    check, parse, wrong = run(cases, rounds)
    agree = len(cases) - len(wrong)
    print(f"iam no-new-access: {agree}/{len(cases)} agree, {describe(check)}; parsing "
          f"{describe(parse)}")  # fmt: skip
    print(f"iam no-new-access by z3 alone: {describe_z3(cases)}")
    for case, verdict in wrong:
        title = f"{case.get('source', '')} {case.get('candidate_title', '')}".strip()
        print(f"  {case['verdict']} but {verdict}: {title}")


def run(
    cases: list[dict[str, Any]], rounds: int
) -> tuple[list[float], list[float], list[tuple[dict[str, Any], str]]]:
    """Return the best time of each case, of parsing it, and the cases that disagree."""
    checks: list[float] = []
    parses: list[float] = []
    wrong: list[tuple[dict[str, Any], str]] = []
    for case in cases:
        checking, parsing = [], []
        for _ in range(rounds):
            start = time.process_time()
            reference = read_policy(case["reference"], "reference")
            candidate = read_policy(case["candidate"], "candidate")
            read = time.process_time()
            answer = check_no_new_access(reference, candidate, policy_type(case))
            parsing.append(read - start)
            checking.append(time.process_time() - read)
        checks.append(min(checking))
        parses.append(min(parsing))
        if answer.verdict != case["verdict"].lower():
            wrong.append((case, answer.verdict))
    return checks, parses, wrong


def describe_z3(cases: list[dict[str, Any]]) -> str:
    """Return the times that Z3 takes for the same questions, each asked once."""
    times: list[float] = []
    agree = 0
    for case in cases:
        question = CheckQuestion(
            read_policy(case["candidate"], "candidate"),
            read_policy(case["reference"], "reference"),
            by_principal=policy_type(case) == "RESOURCE",
        )
        start = time.process_time()
        agree += solve(question, Z3_STEPS).verdict == case["verdict"].lower()
        times.append(time.process_time() - start)
    return f"{agree}/{len(cases)} agree, {describe(times)}"


def policy_type(case: dict[str, Any]) -> AccessCheckPolicyType | None:
    """Return the type that a case was labelled for; None where it does not say."""
    source = case.get("source", "")
    return "RESOURCE" if source.startswith("resource") else "IDENTITY" if source else None


def describe(times: list[float]) -> str:
    """Return median, 99th percentile and maximum in milliseconds."""
    ordered = sorted(1000 * seconds for seconds in times)
    high = ordered[int(0.99 * (len(ordered) - 1))]
    return (f"median {statistics.median(ordered):.2f} ms, 99% {high:.2f} ms, "
            f"max {ordered[-1]:.2f} ms")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
