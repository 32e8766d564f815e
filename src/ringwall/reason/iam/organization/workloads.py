"""Workloads that run as a role: who controls one has the role's permissions."""

from collections.abc import Mapping
from dataclasses import dataclass

from ringwall.model.coverage import COVERAGE
from ringwall.store.engine.embedded import Engine

_QUERIES: Mapping[str, tuple[str, str]] = {
    "lambda_function": (
        "lambda_function",
        "select arn, role from estate.lambda_function where role <> ''",
    ),
    "ec2_instance": (
        "ec2_instance",
        """
        select i.arn, unnest(p.role_arns) as role
        from estate.ec2_instance i
        join estate.iam_instance_profile p on p.arn = i.iam_instance_profile
        """,
    ),
    "codebuild_project": (
        "codebuild_project",
        "select arn, service_role as role from estate.codebuild_project where service_role <> ''",
    ),
}
"""By kind of workload: the table that must have been listed, and the query for ARN and role."""


@dataclass(frozen=True)
class Workload:
    """A resource that runs as a role."""

    arn: str
    role_arn: str


def read_workloads(engine: Engine) -> dict[str, tuple[Workload, ...]]:
    """Return what runs as a role, by kind; kinds that Ringwall does not collect are not in it."""
    return {
        kind: tuple(Workload(row["arn"], row["role"]) for row in engine.rows(sql))
        for kind, (_, sql) in _QUERIES.items()
    }


def read_unlisted(engine: Engine) -> frozenset[tuple[str, str]]:
    """Return tables and accounts whose resources could not all be listed."""
    rows = engine.rows(
        f"""
        select distinct table_name, account_id
        from estate.{COVERAGE.name}
        where aspect in ('list', 'region') and status not in ('ok', 'region_disabled')
        """
    )
    return frozenset((row["table_name"], row["account_id"]) for row in rows)
