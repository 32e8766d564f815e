"""Whether accounts of the organization may share resources without invitations."""

from collections.abc import Iterator

from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.model.table import Reader, Row, Table, moment, text

PRINCIPAL = "ram.amazonaws.com"


def _sharing(reader: Reader) -> Iterator[Row]:
    """Yield RAM's trusted access: RAM has no call that tells, and enabling it gives that."""
    for service in reader.items(
        "organizations.list_aws_service_access_for_organization", "EnabledServicePrincipals"
    ):
        if service["ServicePrincipal"] == PRINCIPAL:
            yield service


sharing = Table(
    name="ram_organization_sharing",
    doc="Sharing of AWS RAM within the organization; no row where it is not enabled.",
    scope="organization",
    fetch=_sharing,
    absent=NOT_IN_USE,
    arn="arn:{partition}:ram::{account_id}:organization-sharing/ram",
    columns=(
        text(
            "service_principal",
            "ServicePrincipal",
            "The service: ram.amazonaws.com.",
            required=True,
        ),
        moment("date_enabled", "DateEnabled", "When it was enabled."),
    ),
)
