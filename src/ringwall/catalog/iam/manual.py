"""What a person does for root users: nobody else can enroll their devices."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import Evidence, ManualStep, by_hand


@by_hand("accounts.central_root_access")
def protect_root_user(landscape: Landscape) -> Iterator[ManualStep]:
    """Give the root user of the management account a second factor; no policy binds it."""
    yield ManualStep(
        name="iam.root_multi_factor_authentication",
        account=landscape.management.name,
        section="accounts.central_root_access",
        title="give the root user of the management account two security keys",
        how=(
            "Sign in as the root user; open Security credentials.",
            "Choose Assign MFA device, and enroll a passkey or security key; then a second one.",
            "Keep the two at different places, with different people.",
        ),
        why="neither SCPs nor central root access reach the root user of the management account",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html",
        evidence=Evidence("iam_account", {"account_mfa_enabled": True}),
    )
