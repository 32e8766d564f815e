"""Policies that a blueprint brings and that are larger than AWS takes."""

import json
from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.plan.quotas import find_quota
from ringwall.plan.remark import Remark
from ringwall.plan.typed_settings import walk_settings


def policy_sizes(landscape: Landscape) -> Iterator[Remark]:
    """Yield each policy whose text without spaces is too large.

    A field has a policy where its `Meta` names the type: `extra={"policy": "TAG_POLICY"}`.
    """
    for keys, extra, value, _ in walk_settings(landscape.settings):
        quota = find_quota(landscape.partition, f"policy.{extra.get('policy', '')}")
        if quota is None or value is None:
            continue
        size = len(json.dumps(value, separators=(",", ":"), ensure_ascii=False))
        if size > quota.value:
            said = f"{size:,} characters without spaces; AWS takes {quota.value:,}"
            yield Remark(keys, f"{said} ({quota.source})")
