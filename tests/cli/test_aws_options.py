"""Options of verbs that talk to AWS."""

import pytest

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.jobs.connection import AwsAccess
from ringwall.model.errors import BadInput


def test_without_options_everything_comes_from_the_environment() -> None:
    assert connect(None) == connect(AwsOptions()) == AwsAccess()


def test_options_become_a_connection() -> None:
    options = AwsOptions(
        profile="p",
        region="eu-west-1",
        role="Audit",
        via=("arn:aws:iam::1:role/a, arn:aws:iam::2:role/b", "arn:aws:iam::3:role/c"),
        external_id="x",
        endpoint_url="http://127.0.0.1:1",
    )
    assert connect(options) == AwsAccess(
        profile="p",
        region="eu-west-1",
        role="Audit",
        via=("arn:aws:iam::1:role/a", "arn:aws:iam::2:role/b", "arn:aws:iam::3:role/c"),
        external_id="x",
        endpoint_url="http://127.0.0.1:1",
    )


def test_a_chain_that_names_nothing_is_bad_input() -> None:
    with pytest.raises(BadInput, match="names nothing"):
        connect(AwsOptions(via=("",)))
