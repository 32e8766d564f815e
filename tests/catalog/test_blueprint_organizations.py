"""What a blueprint wants of AWS Organizations, and that it comes to be from an empty account."""

from blueprint_world import BlueprintWorld, tell_differences

SMALL = """
    blueprint: acme
    home_region: eu-west-1
    accounts:
      email: aws+{account}@example.com
      units:
        Security: {accounts: [security, log-archive]}
        Workloads:
          units:
            Prod: {accounts: [shop]}
"""
SECTIONS = ("accounts.management", "accounts.units", "accounts.accounts")


def test_an_organization_comes_to_be(world: BlueprintWorld) -> None:
    plan = world.build(SMALL, *SECTIONS)
    assert tell_differences(plan)
