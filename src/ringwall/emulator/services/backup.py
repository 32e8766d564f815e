"""Backup: the policies of vaults, which moto lacks."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates(
    "backup",
    "GetBackupVaultAccessPolicy",
    "PutBackupVaultAccessPolicy",
    "DeleteBackupVaultAccessPolicy",
)
def keep_vault_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set, return or delete the policy of a vault; to get one that is not set is an error."""
    name = call.parameters["BackupVaultName"]
    vault = moto_backend("backup", call.account_id, call.region).vaults.get(name)
    if vault is None:
        raise Fault("ResourceNotFoundException", f"Backup vault {name} does not exist", 400)
    policies: dict[str, str] = state.setting(call, "policies", {})
    if call.operation.startswith("Put"):
        state.set(call, "policies", policies | {name: call.parameters["Policy"]})
        return {}
    if call.operation.startswith("Delete"):
        state.set(call, "policies", {k: v for k, v in policies.items() if k != name})
        return {}
    if name not in policies:
        raise Fault("ResourceNotFoundException", f"Backup vault {name} has no policy", 400)
    return {
        "BackupVaultName": name,
        "BackupVaultArn": vault.backup_vault_arn,
        "Policy": policies[name],
    }
