"""Access from outside as a line of text."""

from ringwall.cli.access.rows import shorten, show_conditions
from ringwall.model.table import Row


def show_exposure(row: Row) -> str:
    """Return an access from outside as a line."""
    archived = f"  archived: {row['archived_by']}" if row["archived_by"] else ""
    actions = shorten(row["actions"])
    line = f"{name_kind(row)} {row['resource']}  {row['principal']} {row['verdict']} {actions}"
    return f"{line}{show_conditions(row)}{archived}"


def name_kind(row: Row) -> str:
    """Return the kind of an access from outside in a word or two."""
    if row["is_confused_deputy"]:
        return "CONFUSED DEPUTY"
    if row["is_public"]:
        return "PUBLIC"
    # Whoever can meet a condition that others cannot belongs to some account.
    is_limited = row["origin"] == "public" and row["is_public"] is False
    return "ACCOUNT" if is_limited else str(row["origin"]).upper()
