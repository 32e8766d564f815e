"""The person of Identity Center that a threat names, and the instance that the person is of."""

import re
from dataclasses import dataclass

from ringwall.catalog.iam.principal_names import NAME, read_principal
from ringwall.catalog.sso.instance import read_instances
from ringwall.model.errors import AccessDenied, CallFailed, NeedsHuman
from ringwall.model.table import Reader
from ringwall.model.threat import Scene, Threat

USER_ID = (
    r"(?:[0-9a-f]{10}-)?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
)
STORE_ID = r"d-[0-9a-f]{10}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
SSO_ROLE = "AWSReservedSSO_"
_ARN = re.compile(
    rf"(?:arn:[\w-]{{1,20}}:identitystore::(?:\d{{12}})?:user/)?({USER_ID})", re.ASCII
)
PERSON_READS = (
    "organizations.list_aws_service_access_for_organization",
    "account.list_regions",
    "sso-admin.list_instances",
    "identitystore.get_user_id",
    "identitystore.describe_user",
)


@dataclass(frozen=True)
class Person:
    """A user of Identity Center; `reader` is that of its instance's account and Region."""

    user_id: str
    user_name: str
    instance_arn: str
    store_id: str
    reader: Reader


def find_person(threat: Threat, scene: Scene) -> Person:
    """Return the person that a threat names; NeedsHuman where there is no such person."""
    user_id, name = _read_resource(threat)
    reader, instance, store = _find_instance(threat, scene)
    try:
        if not user_id:
            # The name of such a session is that of the user.
            unique = {"AttributePath": "userName", "AttributeValue": name}
            answer = reader.call(
                "identitystore.get_user_id",
                IdentityStoreId=store,
                AlternateIdentifier={"UniqueAttribute": unique},
            )
            user_id = str(answer["UserId"])
        user = reader.call("identitystore.describe_user", IdentityStoreId=store, UserId=user_id)
    except CallFailed as error:
        if error.code != "ResourceNotFoundException":
            raise
        raise NeedsHuman(f"Identity Center has no user {user_id or name}") from error
    return Person(user_id, str(user.get("UserName", "")), instance, store, reader)


def _read_resource(threat: Threat) -> tuple[str, str]:
    """Return the id of the user that a threat names, or '' and the name."""
    if found := _ARN.fullmatch(threat.resource):
        return found[1], ""
    principal = read_principal(threat.resource)
    if principal is None or principal.kind != "assumed-role":
        raise NeedsHuman(f"{threat.resource} is no user of Identity Center")
    if not principal.name.startswith(SSO_ROLE):
        raise NeedsHuman(f"{threat.resource} is no session of Identity Center: iam.contain_role")
    if not re.fullmatch(NAME, principal.session, re.ASCII):
        raise NeedsHuman(f"{threat.resource} names no user")
    return "", principal.session


def _find_instance(threat: Threat, scene: Scene) -> tuple[Reader, str, str]:
    """Return the reader, the ARN and the store of the instance; NeedsHuman where none is seen."""
    settings = scene.settings
    accounts = (settings.management_account_id, settings.security_account_id, threat.account_id)
    problems: list[str] = []
    for account in dict.fromkeys(filter(None, accounts)):
        try:
            home = scene.readers(account, settings.home_region)
            for found in read_instances(home):
                reader = scene.readers(account, found["Region"])
                return reader, found["InstanceArn"], found["IdentityStoreId"]
        except AccessDenied as error:
            problems.append(str(error))
    told = "; ".join(problems) or "there is none"
    raise NeedsHuman(f"no instance of Identity Center is seen ({told}): disable the user there")
