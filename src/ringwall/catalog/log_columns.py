"""Columns that the records of logs without IDs of their own have in common."""

from ringwall.model.table import integer, text

PLACE = (
    text("file", "", "The log file: the address or path of the object."),
    integer("line", "", "The line or record in the file, from 1; with the file, it is the "
            "identity of the record."),
)  # fmt: skip
