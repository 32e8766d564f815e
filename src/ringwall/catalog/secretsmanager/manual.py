"""What a person does for secrets: only who knows a value can put it in."""

from collections.abc import Iterator

from ringwall.catalog.secretsmanager.secret_rows import SECTION, list_secrets
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import Evidence, ManualStep, by_hand

GUIDE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide"
FIRST = (
    "Write the value to a file that nobody else reads: neither to a blueprint, nor to a command, "
    "for shells keep what they ran."
)
PUT, FROM_FILE = "aws secretsmanager put-secret-value", "--secret-string file://FILE"
ROTATION = (
    "Let Secrets Manager call the function: its policy allows lambda:InvokeFunction to "
    "secretsmanager.amazonaws.com, with your account as aws:SourceAccount. Rotation waits for the "
    "value: plan and apply again then, and it is set."
)


@by_hand(SECTION)
def put_values(landscape: Landscape) -> Iterator[ManualStep]:
    """Put a value into each secret."""
    for each in list_secrets(landscape):
        who = each.wanted.value_from or "whoever makes what it opens"
        yield ManualStep(
            name="secretsmanager.value",
            account=each.account.name,
            section=SECTION,
            title=f"put a value into the secret {each.wanted.name} in {each.region}: {who}",
            how=(
                FIRST,
                f"{PUT} --region {each.region} --secret-id {each.wanted.name} {FROM_FILE}",
                "Erase the file.",
                *((ROTATION,) if each.wanted.rotation_lambda_arn else ()),
            ),
            why="a secret is made without a value: Ringwall neither has one nor reads it",
            source=f"{GUIDE}/manage_update-secret-value.html",
            evidence=Evidence(
                "secretsmanager_secret",
                {"has_value": True},
                each.region,
                {"name": each.wanted.name},
            ),
        )
