"""Locks of vaults: for ever only where that is accepted, and not longer than backups are kept."""

from collections.abc import Iterator
from typing import get_args

from ringwall.model.blueprint.backup import Acceptance
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.text import count_of
from ringwall.plan.remark import Remark


def vault_locks(landscape: Landscape) -> Iterator[Remark]:
    """Yield a remark for a lock that nobody can remove, and for backups that are deleted too early.

    AWS Backup makes no backup that is kept for less time than its vault's lock says.
    """
    wanted = landscape.settings.data.backup
    if wanted.lock_mode == "COMPLIANCE" and not wanted.compliance_lock_acceptance:
        (sentence,) = filter(None, get_args(Acceptance))
        keys = ("data", "backup", "lock_mode")
        said = f'COMPLIANCE needs compliance_lock_acceptance: "{sentence}"'
        yield Remark(keys, said)
    least = wanted.min_retention_days if wanted.lock_mode else 0
    kept = {"copy_delete_after_days": wanted.copy_delete_after_days}
    for account in landscape.accounts:
        kept["delete_after_days"] = account.settings.data.backup.delete_after_days
        for name, days in kept.items():
            if days < least:
                kept_for = count_of(least, "day")
                said = f"a vault that is locked keeps backups {kept_for}: {name} is {days}"
                yield Remark(("data", "backup", "min_retention_days"), said)
                return
