"""AWS services that have trusted access to the organization."""

from ringwall.model.table import Table, moment, text

service_access = Table(
    name="organizations_service_access",
    doc="A service that has trusted access: it may read the organization, and act in its accounts.",
    columns=(
        text("service_principal", "ServicePrincipal", "The service: guardduty.amazonaws.com."),
        moment("date_enabled", "DateEnabled", "When it was given access."),
    ),
)
