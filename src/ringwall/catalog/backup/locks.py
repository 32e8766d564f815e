"""The lock of a vault as its writes have it."""

from ringwall.model.table import Row


def write_lock(names: Row) -> Row:
    """Return the parameters that lock a vault: for ever in the mode COMPLIANCE, after a time."""
    parameters: Row = {"BackupVaultName": names["backup_vault_name"]}
    if names.get("min_retention_days"):
        parameters["MinRetentionDays"] = names["min_retention_days"]
    if names.get("lock_mode") == "COMPLIANCE":
        parameters["ChangeableForDays"] = names["changeable_for_days"]
    return parameters
