"""`facts.own_account`: the accounts that are the organization's."""

from ringwall.model.table import Column, Table

own_account = Table(
    name="own_account",
    doc=(
        "The accounts that are the organization's, for `ringwall detect`: all that any log ever "
        "had records of, and those of snapshots; those of snapshots alone where one has the "
        "organization's list. An account that is not among them is foreign."
    ),
    schema="facts",
    enveloped=False,
    of_batch=True,
    columns=(
        Column("account_id", "TEXT", "The account: its 12 digits; each stands once."),
        Column("source", "TEXT", "What says that it is own: estate (a snapshot) or logs."),
    ),
)
