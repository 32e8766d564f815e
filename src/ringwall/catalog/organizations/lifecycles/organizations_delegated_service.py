"""How a member account becomes the administrator of a service.

For the services that have a call of their own for it (GuardDuty, Security Hub, Macie, Detective,
Inspector, Firewall Manager, CloudTrail), that call registers the account too.
"""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.lifecycle import Find, Lifecycle, Step

delegated_service = Lifecycle(
    table="organizations_delegated_service",
    find=Find(
        "organizations.list_delegated_services_for_account",
        {"AccountId": "{administrator_id}"},
        items="DelegatedServices",
        match={"ServicePrincipal": "{service_principal}"},
        absent=(*NOT_IN_USE, "AccountNotRegisteredException", "AccountNotFoundException"),
    ),
    identity=("administrator_id", "service_principal"),
    ids=(),
    create=Step(
        "organizations.register_delegated_administrator",
        {"AccountId": "{administrator_id}", "ServicePrincipal": "{service_principal}"},
        retry=BUSY,
    ),
    creates=("administrator_id", "service_principal"),
    erase=Step(
        "organizations.deregister_delegated_administrator",
        {"AccountId": "{administrator_id}", "ServicePrincipal": "{service_principal}"},
        retry=BUSY,
    ),
    serial="organizations",
)
