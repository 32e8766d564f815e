"""Which account administers which service for the organization."""

from ringwall.model.table import Column, Table, moment, text

delegated_service = Table(
    name="organizations_delegated_service",
    doc="One service that a member account administers for the organization.",
    columns=(
        Column("administrator_id", "TEXT", "The account that administers it."),
        text("service_principal", "ServicePrincipal", "The service: guardduty.amazonaws.com."),
        moment("delegation_enabled_date", "DelegationEnabledDate", "When it was registered."),
    ),
)
