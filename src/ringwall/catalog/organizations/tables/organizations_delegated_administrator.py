"""Accounts that administer services for the organization."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.model.table import Call, Derived, Reader, Row, Shared, Table, moment, text, texts


def _delegated_services(reader: Reader) -> Mapping[str, list[Row]]:
    administrators = reader.items(
        "organizations.list_delegated_administrators", "DelegatedAdministrators"
    )
    found: dict[str, list[Row]] = {}
    for administrator in list(administrators):
        with unless_gone("AccountNotFoundException", "AccountNotRegisteredException"):
            services = reader.items(
                "organizations.list_delegated_services_for_account",
                "DelegatedServices",
                AccountId=administrator["Id"],
            )
            found[administrator["Id"]] = list(services)
    return found


def _services(administrator: Row, row: Row) -> Iterator[Row]:
    for service in administrator["Services"]:
        principal = service["ServicePrincipal"]
        yield {
            "arn": f"{row['arn']}/{principal}",
            "administrator_id": administrator["Id"],
            "service_principal": principal,
            "delegation_enabled_date": service.get("DelegationEnabledDate"),
        }


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
        texts(
            "services",
            "Services[].ServicePrincipal",
            "Service principals that it administers.",
        ),
    ),
    derived=(Derived("organizations_delegated_service", _services, needs="Services"),),
)
