"""The rotation of a key as its write has it."""

from ringwall.model.table import Row


def write_rotation(names: Row) -> Row:
    """Return the parameters that let a key rotate: once a year where no period is said."""
    parameters: Row = {"KeyId": names["found"]["key_id"]}
    if names.get("rotation_period_in_days"):
        parameters["RotationPeriodInDays"] = names["rotation_period_in_days"]
    return parameters
