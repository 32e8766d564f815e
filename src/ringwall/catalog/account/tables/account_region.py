"""Regions of accounts: the rows that others are compared with."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text


def _region(reader: Reader) -> Iterator[Row]:
    yield {"Name": reader.region}


region = Table(
    name="account_region",
    doc=(
        "A region of an account that was collected. It takes no call: a rule that asks what a "
        "region lacks (a detector, a recorder) starts from here."
    ),
    fetch=_region,
    arn="arn:{partition}:account::{account_id}:region/{region}",
    columns=(text("name", "Name", "The region's name: eu-west-1."),),
)
