"""A member account whose root user a policy can hold."""

from dataclasses import replace

from response_world import ResponseWorld


def make_rooted_member(response_world: ResponseWorld) -> str:
    """Return the id of a member account of an organization with SCPs."""
    roots = response_world.world.make_organization()
    response_world.client("organizations").enable_policy_type(
        RootId=roots["root"], PolicyType="SERVICE_CONTROL_POLICY"
    )
    response_world.settings = replace(
        response_world.settings, management_account_id=response_world.account_id
    )
    return response_world.world.make_account("dev", "dev@example.com")
