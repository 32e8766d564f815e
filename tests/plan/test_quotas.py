"""Quotas from the file."""

import csv
from pathlib import Path

from ringwall.plan import quotas
from ringwall.plan.quotas import find_quota
from ringwall.plan.region_remarks import PARTITIONS


def test_a_quota_is_that_of_the_partition_or_of_all() -> None:
    depth = find_quota("aws-cn", "ou_depth")
    assert depth
    assert (depth.value, depth.is_adjustable) == (5, False)
    accounts = find_quota("aws", "accounts")
    assert accounts
    assert (accounts.value, accounts.is_adjustable) == (10, True)
    assert find_quota("aws", "unheard-of") is None


def test_every_quota_has_a_source_and_is_of_a_known_partition() -> None:
    text = Path(quotas.__file__).with_name("quotas.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len({(row["partition"], row["quota"]) for row in rows})
    for row in rows:
        assert row["source"].startswith("https://docs.")
        assert row["partition"] in {"*", *PARTITIONS}
        assert row["adjustable"] in {"yes", "no"}
