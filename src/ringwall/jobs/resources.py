"""A resource by its name, looked for in all tables of a snapshot."""

from dataclasses import dataclass

from ringwall.catalog.loader import load_tables
from ringwall.model.spelling import LIKELY
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot


@dataclass(frozen=True)
class ResourceSearch:
    """Whether a snapshot has a resource."""

    exists: bool
    likely: str = ""
    """The name that is most like the one asked for, where there is no such resource."""


def search_resources(snapshot: Snapshot, wanted: str) -> ResourceSearch:
    """Look for an ARN, or for what ends one after / or :, among all resources of a snapshot."""
    tables = [table for table in load_tables().values() if table.name in snapshot.tables]
    if not tables:
        return ResourceSearch(exists=False)
    every = " union all ".join(f"select arn from {table.full_name}" for table in tables)
    with EmbeddedEngine(snapshot.path) as engine:
        attach_snapshot(engine, snapshot, tables)
        # Names are compared as they were asked for: whole ARNs, or what follows the last / or :.
        (row,) = engine.rows(
            f"""
            select
                coalesce(bool_or(name = $wanted or ends_with(arn, '/' || $wanted)
                    or ends_with(arn, ':' || $wanted)), false) as found,
                arg_max(name, likeness) as likely,
                max(likeness) as likeness
            from (
                select arn, name, jaro_winkler_similarity(lower(name), lower($wanted)) as likeness
                from (
                    select arn, if(starts_with($wanted, 'arn:'), arn,
                        regexp_extract(arn, '[^/:]+$')) as name
                    from ({every})
                )
            )
            """,
            {"wanted": wanted},
        )
    if row["found"] or not row["likely"] or row["likeness"] < LIKELY:
        return ResourceSearch(exists=row["found"])
    return ResourceSearch(exists=False, likely=row["likely"])
