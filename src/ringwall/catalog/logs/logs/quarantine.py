"""`logs.quarantine`: what of the logs could not be read."""

from ringwall.model.table import Table, integer, text

quarantine = Table(
    name="quarantine",
    schema="logs",
    enveloped=False,
    doc="What of the logs could not be read, and why: a record that is none, a line that does not "
    "fit, an object that breaks off, one page of an answer that has more. Events may be missing, "
    "so what is not seen in these logs is unknown. Rows are gone once their object was read again "
    "in another version. Of one object, a hundred rows are kept.",
    columns=(
        text("source", "", "The table that the records would be in; '' where that is not known."),
        text("file", "", "The file or folder, or the address of the object."),
        integer("line", "", "The line or record in it, from 1; 0 for the object as a whole."),
        text("account_id", "", "The account of the records beside it; '' where that may be any."),
        text("reason", "", "What is wrong."),
        text("text", "", "The beginning of the record."),
    ),
)  # fmt: skip
