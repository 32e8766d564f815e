"""How many requests a second the IAM evaluator decides, under a full stack of 23 statements.

    python bench/iam.py [seconds]

The stack: two SCP levels, an RCP level, a boundary, a session policy, an endpoint policy, a bucket
policy and three identity policies. The requests differ in action, resource and context, and are
made anew each time: reading the request and filling in its context are part of the figure. Time is
the processor's, so that other work on the machine does not count.
"""

import itertools
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import evaluate
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy

ACCOUNT = "111122223333"
ROLE = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/session"


def main(seconds: float) -> None:
    """Print one line: evaluations a second of one core, and how the verdicts were spread."""
    policy_set = make_policy_set()
    count = count_statements(policy_set)
    verdicts: dict[str, int] = {}
    requests = make_requests()
    start = time.process_time()
    done = 0
    while time.process_time() - start < seconds:
        for arguments in itertools.islice(requests, 1000):
            decision = evaluate(make_request(**arguments), policy_set)
            verdicts[decision.verdict] = verdicts.get(decision.verdict, 0) + 1
        done += 1000
    rate = done / (time.process_time() - start)
    print(f"iam evaluate: {rate:,.0f}/s, {count} statements, {json.dumps(verdicts)}")


def make_requests() -> Iterator[dict[str, Any]]:
    """Yield requests without end: 12 actions, 1,000 objects, 4 addresses."""
    actions = [
        *("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:PutObjectAcl"),
        *(
            "s3:GetObjectTagging",
            "s3:PutObjectTagging",
            "s3:GetObjectVersion",
            "s3:PutBucketPolicy",
        ),
        *("s3:DeleteBucket", "s3:RestoreObject", "s3:GetBucketAcl"),
    ]
    for number in itertools.count():
        yield {
            "principal": ROLE,
            "action": actions[number % len(actions)],
            "resource": f"arn:aws:s3:::reports/team-{number % 7}/{number % 1000}.csv",
            "resource_account": ACCOUNT,
            "context": {
                "aws:SourceIp": f"10.0.{number % 4}.7",
                "aws:SecureTransport": True,
                "aws:PrincipalOrgID": "o-abcdefghij",
                "aws:PrincipalTag/team": f"team-{number % 5}",
                "aws:RequestedRegion": "eu-west-1",
                "aws:SourceVpce": "vpce-1",
                "aws:TagKeys": ["team", "cost"],
            },
        }


def make_policy_set() -> PolicySet:
    """Return the stack."""
    full = allow("*", "*")
    org = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"}}
    outside = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}
    guard = [
        full,
        deny("organizations:LeaveOrganization", "*"),
        deny(["s3:PutBucketPolicy", "s3:DeleteBucket*"], "*", unless_admin()),
        {**deny([], "*", outside), "Action": ["ec2:*", "s3:Create*", "rds:*"]},
    ]
    everyone = {"Principal": "*"}
    bucket = ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    return PolicySet(
        scp_levels=((policy(full),), (policy(*guard),)),
        rcp_levels=(
            (policy({**full, **everyone}), policy({**deny("s3:*", "*", org), **everyone})),
        ),
        endpoint=(policy({**allow("s3:*", bucket), **everyone}),),
        boundaries=(policy(allow(["s3:*", "logs:*", "kms:*"], "*"), deny("iam:*", "*")),),
        session=(policy(allow("s3:*", "arn:aws:s3:::reports/*")),),
        resource=(
            policy(
                {**deny("s3:*", bucket, insecure), **everyone},
                {**deny("s3:DeleteObject", bucket, unless_admin()), **everyone},
                {
                    **allow("s3:GetObject", "arn:aws:s3:::reports/*"),
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/auditor"},
                },
            ),
        ),
        identity=(
            policy(
                allow("s3:Get*", "arn:aws:s3:::reports/${aws:PrincipalTag/team}/*"),
                allow(["s3:PutObject", "s3:PutObject*"], "arn:aws:s3:::reports/team-?/*",
                      {"IpAddress": {"aws:SourceIp": ["10.0.0.0/16", "192.168.0.0/16"]}}),
                allow("s3:ListBucket", "arn:aws:s3:::reports"),
                deny("s3:PutObjectAcl", "*"),
            ),
            policy(
                allow("logs:*", "arn:aws:logs:*:*:log-group:/app/*"),
                allow(["kms:Decrypt", "kms:GenerateDataKey*"], "arn:aws:kms:*:*:key/*"),
                allow("sqs:SendMessage", "arn:aws:sqs:*:*:app-*"),
            ),
            policy(
                {**allow([], "*"), "Action": ["s3:RestoreObject", "s3:*Version"]},
                deny("s3:*Tagging", "*", {"ForAnyValue:StringLike": {"aws:TagKeys": "cost*"}}),
            ),
        ),
    )  # fmt: skip


def unless_admin() -> dict[str, Any]:
    """Return the condition that spares one role."""
    return {"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/admin-*"}}


def allow(action: Any, resource: Any, condition: Any = None) -> dict[str, Any]:
    """Return a statement that allows."""
    return statement("Allow", action, resource, condition)


def deny(action: Any, resource: Any, condition: Any = None) -> dict[str, Any]:
    """Return a statement that denies."""
    return statement("Deny", action, resource, condition)


def statement(effect: str, action: Any, resource: Any, condition: Any) -> dict[str, Any]:
    """Return a statement."""
    made = {"Effect": effect, "Action": action, "Resource": resource}
    return {**made, "Condition": condition} if condition else made


def policy(*statements: dict[str, Any]) -> CompiledPolicy:
    """Return a compiled policy."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return CompiledPolicy(read_policy(document))


def count_statements(policy_set: PolicySet) -> int:
    """Return how many statements the stack has."""
    levels = (
        *policy_set.scp_levels,
        *policy_set.rcp_levels,
        policy_set.resource,
        policy_set.identity,
    )
    levels += (policy_set.boundaries, policy_set.session, policy_set.endpoint)
    return sum(len(p.statements) for level in levels for p in level if p)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
