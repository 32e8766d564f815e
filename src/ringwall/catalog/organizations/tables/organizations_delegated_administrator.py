"""Accounts that administer services for the organization."""

from collections.abc import Mapping

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.model.table import Call, Reader, Shared, Table, moment, text, texts


def _delegated_services(reader: Reader) -> Mapping[str, list[str]]:
    administrators = reader.items(
        "organizations.list_delegated_administrators", "DelegatedAdministrators"
    )
    found: dict[str, list[str]] = {}
    for administrator in list(administrators):
        with unless_gone("AccountNotFoundException", "AccountNotRegisteredException"):
            services = reader.items(
                "organizations.list_delegated_services_for_account",
                "DelegatedServices",
                AccountId=administrator["Id"],
            )
            found[administrator["Id"]] = [service["ServicePrincipal"] for service in services]
    return found


delegated_administrator = Table(
    name="organizations_delegated_administrator",
    doc="An account that administers services for the organization; arn is that of the account.",
    scope="organization",
    list=Call("organizations.list_delegated_administrators", "DelegatedAdministrators"),
    absent=NOT_IN_USE,
    arn="Arn",
    account="Id",
    shared=(Shared("Services", _delegated_services, "Id"),),
    columns=(
        text("id", "Id", "The 12-digit account ID."),
        text("account_name", "Name", "The account's name."),
        moment(
            "delegation_enabled_date", "DelegationEnabledDate", "When the account was registered."
        ),
        texts("services", "Services", "Service principals that it administers."),
    ),
)
