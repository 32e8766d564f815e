"""AWS Organizations, as its management account or a delegated administrator sees it."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.iam.statements import explode_policy
from ringwall.catalog.organizations.tree import (
    RCP,
    list_policies,
    read_placements,
    read_targets,
    walk,
)
from ringwall.model.errors import CallFailed
from ringwall.model.table import (
    Call,
    Derived,
    Reader,
    Row,
    Shared,
    Table,
    boolean,
    document,
    moment,
    text,
    texts,
)

NOT_IN_USE = "AWSOrganizationsNotInUseException"


def _organization(reader: Reader) -> Iterator[Row]:
    try:
        yield reader.call("organizations.describe_organization")["Organization"]
    except CallFailed as error:
        if error.code != NOT_IN_USE:
            raise


def _service_access(reader: Reader) -> Mapping[str, list[str]]:
    found = reader.items(
        "organizations.list_aws_service_access_for_organization",
        "EnabledServicePrincipals[].ServicePrincipal",
    )
    return {"Principals": [str(principal) for principal in found]}


organization = Table(
    name="organizations_organization",
    doc="The organization; its row stands in the management account.",
    cloudformation="AWS::Organizations::Organization",
    scope="organization",
    fetch=_organization,
    arn="Arn",
    account="MasterAccountId",
    calls=(Call("organizations.list_roots", "Roots[0]", into="Root"),),
    shared=(Shared("ServiceAccess", _service_access),),
    columns=(
        text("id", "Id", "The organization's id: o-..."),
        text("feature_set", "FeatureSet", "ALL, or CONSOLIDATED_BILLING: no policies at all."),
        text("management_account_id", "MasterAccountId", "The account that pays and governs."),
        text("management_account_email", "MasterAccountEmail", "Its root user's address."),
        text("root_id", "Root.Id", "The id of the tree's root: r-..."),
        texts(
            "enabled_policy_types",
            "Root.PolicyTypes[?Status=='ENABLED'].Type",
            "Types of policies that are in force: SERVICE_CONTROL_POLICY, ...",
        ),
        texts(
            "trusted_services",
            "ServiceAccess.Principals",
            "Service principals that may act across the organization.",
        ),
    ),
)

account = Table(
    name="organizations_account",
    doc="An account of the organization; its row stands in that account.",
    cloudformation="AWS::Organizations::Account",
    scope="organization",
    list=Call("organizations.list_accounts", "Accounts", absent=(NOT_IN_USE,)),
    arn="Arn",
    account="Id",
    shared=(
        Shared("Placement", read_placements, "Id"),
        Shared("Organization", lambda reader: next(_organization(reader), {})),
    ),
    columns=(
        text("id", "Id", "The account's id of twelve digits."),
        text("account_name", "Name", "The account's name."),
        text("email", "Email", "Its root user's address."),
        # AWS retires Status for State.
        text("state", "State || Status", "ACTIVE, SUSPENDED, PENDING_CLOSURE, ..."),
        text("joined_method", "JoinedMethod", "INVITED or CREATED."),
        moment("joined_timestamp", "JoinedTimestamp", "When it became part of the organization."),
        boolean(
            "is_management",
            "Id == Organization.MasterAccountId",
            "It is the management account, which no SCP or RCP binds.",
        ),
        texts("parent_ids", "Placement.ParentIds", "Ids above it, from the root down."),
        text("path", "Placement.Path", "Names above it: Root/Workloads/Prod."),
        texts("scp_ids", "Placement.ScpIds", "SCPs attached to it or to anything above it."),
        texts("rcp_ids", "Placement.RcpIds", "RCPs attached to it or to anything above it."),
        boolean(
            "scp_narrowed",
            "Placement.ScpNarrowed",
            "Some level from the root to the account lacks AWS's FullAWSAccess: only what other "
            "SCPs allow passes there.",
        ),
    ),
)


def _units(reader: Reader) -> Iterator[Row]:
    for place in walk(reader):
        if len(place.ids) > 1:
            yield {**place.unit, "ParentId": place.ids[-2], "NamePath": "/".join(place.names)}


organizational_unit = Table(
    name="organizations_organizational_unit",
    doc="An organizational unit: a folder of accounts that policies are attached to.",
    cloudformation="AWS::Organizations::OrganizationalUnit",
    scope="organization",
    fetch=_units,
    arn="Arn",
    columns=(
        text("id", "Id", "The unit's id: ou-..."),
        text("name", "Name", "The unit's name."),
        text("parent_id", "ParentId", "The unit or root above it."),
        text("path", "NamePath", "Its name with those above it: Root/Workloads/Prod."),
    ),
)


def _statements(policy: Row, _: Row) -> Iterator[Row]:
    kind = "rcp" if policy["Type"] == RCP else "scp"
    return explode_policy(policy["Content"], "organizations_policy", kind, policy["Name"])


policy = Table(
    name="organizations_policy",
    doc="A service control policy or resource control policy; resource_id is its id.",
    cloudformation="AWS::Organizations::Policy",
    scope="organization",
    fetch=list_policies,
    arn="Arn",
    calls=(
        Call(
            "organizations.describe_policy",
            "Policy.Content",
            {"PolicyId": "{Id}"},
            into="Content",
        ),
    ),
    shared=(Shared("TargetIds", read_targets, "Id"),),
    columns=(
        text("id", "Id", "The policy's id: p-..."),
        text("name", "Name", "The policy's name."),
        text("description", "Description", "What its author says of it."),
        text("type", "Type", "SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY."),
        boolean("aws_managed", "AwsManaged", "AWS wrote it."),
        document("content", "Content", "The policy document."),
        texts("target_ids", "TargetIds", "Roots, units and accounts that it is attached to."),
    ),
    derived=(Derived("policy_statement", _statements, needs="Content"),),
)


def _delegated_services(reader: Reader) -> Mapping[str, list[str]]:
    administrators = reader.items(
        "organizations.list_delegated_administrators", "DelegatedAdministrators"
    )
    return {
        administrator["Id"]: [
            service["ServicePrincipal"]
            for service in reader.items(
                "organizations.list_delegated_services_for_account",
                "DelegatedServices",
                AccountId=administrator["Id"],
            )
        ]
        for administrator in list(administrators)
    }


delegated_administrator = Table(
    name="organizations_delegated_administrator",
    doc="An account that runs services for the whole organization; arn is the account's.",
    scope="organization",
    list=Call(
        "organizations.list_delegated_administrators",
        "DelegatedAdministrators",
        absent=(NOT_IN_USE,),
    ),
    arn="Arn",
    account="Id",
    shared=(Shared("Services", _delegated_services, "Id"),),
    columns=(
        text("id", "Id", "The account's id of twelve digits."),
        text("account_name", "Name", "The account's name."),
        moment("delegation_enabled_date", "DelegationEnabledDate", "Since when."),
        texts("services", "Services", "Service principals that it administers."),
    ),
)
