"""What is read of Firewall Manager: its administrator, and the policies that it has."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row

HOME = "us-east-1"
"""Where the administrator is chosen.

https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_AssociateAdminAccount.html
"""
GONE = "ResourceNotFoundException"


def read_administrator(reader: Reader) -> Iterator[Row]:
    """Yield the administrator, to the management account: AWS tells others nothing."""
    if reader.partition != "aws":
        return
    with unless_gone(*NOT_IN_USE):
        for organization in read_organization(reader):
            if organization["MasterAccountId"] == reader.account_id:
                with unless_gone(GONE):
                    yield {**reader.at(HOME).call("fms.get_admin_account"), "Region": HOME}


def read_policies(reader: Reader) -> Iterator[Row]:
    """Yield the policies of a Region; an account that is no administrator has none."""
    try:
        yield from list(reader.items("fms.list_policies", "PolicyList", MaxResults=100))
    except CallFailed as error:
        # AWS says so as of a denied call, with a message of its own.
        if error.code != "InvalidOperationException" and "default admin" not in str(error):
            raise
