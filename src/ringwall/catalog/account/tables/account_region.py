"""Regions of accounts: the rows that others are compared with."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text


def _region(reader: Reader) -> Iterator[Row]:
    yield {"Name": reader.region}


region = Table(
    name="account_region",
    doc=(
        "A Region of an account that was collected. Rules about what should exist in each Region "
        "(a detector, a recorder) start from this table."
    ),
    fetch=_region,
    arn="arn:{partition}:account::{account_id}:region/{region}",
    columns=(text("name", "Name", "The Region's name: eu-west-1."),),
)
