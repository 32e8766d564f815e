"""How a run goes: nothing is begun where nobody lets us in."""

from dataclasses import replace
from pathlib import Path

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, plan_fix
from ringwall.jobs.run_report import check_entry
from ringwall.model.errors import BadInput


def test_nothing_is_begun_where_no_account_lets_us_in(
    audited_home: Path, connection: AwsAccess
) -> None:
    planned = plan_fix(audited_home, FixRequest(rules=("kms.key_rotates",)), connection)
    assert planned
    own = planned.plan.changes[0]
    other = replace(own, account_id="999999999999", id="other")
    wrong = replace(connection, role="NoSuchRole")
    check_entry(wrong, [own])
    with pytest.raises(BadInput, match=r"no account lets the role NoSuchRole in .* with --role"):
        check_entry(wrong, [own, other, replace(other, account_id="")])
