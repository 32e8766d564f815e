"""Locks of vaults that nobody can remove, or that are longer than backups are kept."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.vault_locks import vault_locks
from ringwall.plan.landscape import make_landscape

SENTENCE = "after 72 hours nobody, AWS included, can remove it"


@pytest.mark.parametrize(
    ("backup", "said"),
    [
        ("{lock_mode: GOVERNANCE}", ""),
        ("{lock_mode: COMPLIANCE}", f'COMPLIANCE needs compliance_lock_acceptance: "{SENTENCE}"'),
        (f'{{lock_mode: COMPLIANCE, compliance_lock_acceptance: "{SENTENCE}"}}', ""),
        (
            "{lock_mode: GOVERNANCE, min_retention_days: 60}",
            "a vault that is locked keeps backups 60 days: delete_after_days is 35",
        ),
        ("{min_retention_days: 60}", ""),
    ],
)
def test_a_lock_for_ever_is_accepted_in_words(
    acme: str, read: Callable[[str], BlueprintFile], backup: str, said: str
) -> None:
    landscape = make_landscape(read(f"{acme}data: {{backup: {backup}}}\n"))
    found = [remark.message for remark in vault_locks(landscape)]
    assert found == ([said] if said else [])
