"""What only the console of Identity Center can: enable the instance, and sign in."""

from datetime import UTC, datetime

from moto.moto_api._internal import mock_random

from ringwall.emulator.arguments import check_regions
from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.identity_center.instance import CenterInstance, find_instances
from ringwall.emulator.linked_roles import make_linked_role
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.state import EmulatorState


def enable_center(state: EmulatorState, account_id: str, region: str) -> str:
    """Make the instance of an account's organization; ValueError where it cannot have one."""
    organization = find_organization(account_id)
    if organization is None or organization.org.feature_set != "ALL":
        raise ValueError("Identity Center needs an organization with all features")
    owner: str = organization.org.master_account_id
    check_regions((region,), state.regions)
    if not state.regions.is_enabled(owner, region):
        raise ValueError(f"the region {region} is not enabled for the account {owner}")
    if any(instance.owner == owner for instance in find_instances(state).values()):
        raise ValueError("the organization has an instance already")
    made = CenterInstance(
        arn=f"arn:{own_partition()}:sso:::instance/ssoins-{mock_random.get_random_hex(16)}",
        store_id=f"d-{mock_random.get_random_hex(10)}",
        owner=owner,
        region=region,
        created=datetime.now(UTC).replace(microsecond=0),
    )
    find_instances(state)[made.arn] = made
    make_linked_role(owner, "sso.amazonaws.com")
    service = {"ServicePrincipal": "sso.amazonaws.com", "DateEnabled": made.created}
    if not any(held["ServicePrincipal"] == "sso.amazonaws.com" for held in organization.services):
        organization.services.append(service)
    return made.arn


def sign_in_to_center(state: EmulatorState, user_id: str) -> str:
    """Return an access token of a user; ValueError where there is no such user who may sign in."""
    for instance in find_instances(state).values():
        user = instance.users.get(user_id)
        if user is not None and user["UserStatus"] == "ENABLED":
            token = f"aoaAAAAA{mock_random.get_random_hex(32)}"
            instance.tokens[token] = user_id
            return token
    raise ValueError(f"no user {user_id} can sign in")
