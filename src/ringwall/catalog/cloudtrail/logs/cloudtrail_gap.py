"""`logs.cloudtrail_gap`: what of the log files was not read."""

from ringwall.model.table import Table, text

cloudtrail_gap = Table(
    name="cloudtrail_gap",
    schema="logs",
    enveloped=False,
    doc="Log files and folders of which not all was read: a file that breaks off, one page of an "
    "answer that has more. Events may be missing, so what is not seen in the logs is unknown. A "
    "row is gone once its file, or the folder above it, was read again whole.",
    columns=(
        text("file", "", "The file or folder."),
        text("account_id", "", "The account of the events that were read; '' where none was, so "
             "that it may be any."),
        text("reason", "", "Why not all was read."),
    ),
)  # fmt: skip
