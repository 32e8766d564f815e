"""Secrets, with their policies; never what they hold."""

from collections.abc import Iterator

from ringwall.model.table import Call, Derived, Row, Table, boolean, document, integer, moment, text

_STAGES = "values(SecretVersionsToStages || `{}`)[]"
"""The labels of all versions. A secret that was made without a value has none."""


def pick_rotation(_: Row, secret: Row) -> Iterator[Row]:
    """Yield how a secret rotates, if it has a value."""
    if secret["has_value"]:
        rotates = secret["rotation_enabled"]
        yield {
            "name": secret["name"],
            "rotation_lambda_arn": secret["rotation_lambda_arn"] if rotates else "",
            "automatically_after_days": secret["automatically_after_days"] if rotates else 0,
        }


secret = Table(
    name="secretsmanager_secret",
    doc="A secret, without its value. Secrets that are scheduled for deletion are not listed.",
    cloudformation="AWS::SecretsManager::Secret",
    list=Call("secretsmanager.list_secrets", "SecretList", {"MaxResults": 100}),
    arn="ARN",
    tags="Tags",
    calls=(
        Call(
            "secretsmanager.get_resource_policy",
            "(ARN || `null`) && @",  # the ARN is always there
            {"SecretId": "{ARN}"},
            into="Policy",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("name", "Name", "The secret's name."),
        text("description", "Description", "Its description.", default=""),
        document(
            "resource_policy",
            "Policy.ResourcePolicy",
            "The resource policy; {} where there is none.",
        ),
        text(
            "kms_key_id",
            "KmsKeyId",
            "The key that it is encrypted with; '' for aws/secretsmanager, which other accounts "
            "cannot use.",
            default="",
        ),
        boolean(
            "has_value",
            f"contains({_STAGES}, 'AWSCURRENT')",
            "It has a value that programs can read; what the value is, is never read.",
        ),
        boolean("rotation_enabled", "RotationEnabled", "It rotates automatically."),
        text("rotation_lambda_arn", "RotationLambdaARN", "The function that rotates it."),
        integer(
            "automatically_after_days",
            "RotationRules.AutomaticallyAfterDays",
            "The rotation period in days; 0 where a schedule is set.",
        ),
        text("schedule_expression", "RotationRules.ScheduleExpression", "The rotation schedule."),
        text("owning_service", "OwningService", "The service that manages it; '' for none."),
        text(
            "primary_region",
            "PrimaryRegion",
            "The primary Region of a replicated secret; '' for none.",
        ),
        moment("created_date", "CreatedDate", "When it was created."),
        moment("last_changed_date", "LastChangedDate", "When it was last changed in any way."),
        moment("last_rotated_date", "LastRotatedDate", "When it was last rotated."),
        moment(
            "next_rotation_date",
            "NextRotationDate",
            "The day by which it is rotated next; it is past where that failed.",
        ),
        moment("last_accessed_date", "LastAccessedDate", "The day that its value was last read."),
    ),
    policy="resource_policy",
    derived=(Derived("secretsmanager_rotation", pick_rotation),),
)
