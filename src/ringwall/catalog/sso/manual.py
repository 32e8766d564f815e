"""What a person does for IAM Identity Center: its instance and its MFA are the console's alone."""

from collections.abc import Iterator

from ringwall.catalog.sso.wanted_rows import center_region, find_center
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import Evidence, ManualStep, by_hand

USER_GUIDE = "https://docs.aws.amazon.com/singlesignon/latest/userguide"


@by_hand("identity.identity_center")
def enable_center(landscape: Landscape) -> Iterator[ManualStep]:
    """Enable the organization's instance, and have it ask for a second factor."""
    if find_center(landscape) is None:
        return
    region = center_region(landscape)
    yield ManualStep(
        name="sso.instance",
        account=landscape.management.name,
        section="identity.identity_center",
        title=f"enable IAM Identity Center for the organization in {region}",
        how=(
            f"Sign in to the management account, and open IAM Identity Center in {region}.",
            "Choose Enable, then Enable with AWS Organizations.",
            "Collect again, and plan again: permission sets and assignments follow.",
        ),
        why="people sign in at one place, with sessions that end",
        source=f"{USER_GUIDE}/enable-identity-center.html",
        evidence=Evidence("sso_instance", {"status": "ACTIVE"}, others={"region": region}),
    )
    yield ManualStep(
        name="sso.multi_factor_authentication",
        account=landscape.management.name,
        section="identity.identity_center",
        title="have IAM Identity Center ask for a second factor at every sign-in",
        how=(
            f"Open IAM Identity Center in {region}; choose Settings, Authentication, Configure.",
            "Prompt users for MFA: every time they sign in.",
            "Types of MFA: security keys and built-in authenticators alone.",
            "If a user has no MFA device: require them to register one at sign-in.",
            "With an identity provider of your own, have it ask for MFA instead.",
        ),
        why="a password that was stolen is not enough",
        source=f"{USER_GUIDE}/mfa-configure.html",
    )
