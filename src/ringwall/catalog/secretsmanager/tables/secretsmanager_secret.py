"""Secrets, with their policies; never what they hold."""

from ringwall.model.table import (
    Call,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
)

secret = Table(
    name="secretsmanager_secret",
    doc="A secret: all about it but the secret itself. Those marked for deletion are left out.",
    cloudformation="AWS::SecretsManager::Secret",
    list=Call("secretsmanager.list_secrets", "SecretList", {"MaxResults": 100}),
    arn="ARN",
    tags="Tags",
    calls=(
        Call(
            "secretsmanager.get_resource_policy",
            "ResourcePolicy",
            {"SecretId": "{ARN}"},
            into="ResourcePolicy",
        ),
    ),
    columns=(
        text("name", "Name", "The secret's name."),
        text("description", "Description", "What its owner says of it."),
        document("resource_policy", "ResourcePolicy", "Who may read it; {} without a policy."),
        text(
            "kms_key_id",
            "KmsKeyId",
            "The key that it is encrypted with; '' for aws/secretsmanager, whose secrets other "
            "accounts cannot read.",
        ),
        boolean("rotation_enabled", "RotationEnabled", "It changes by itself."),
        text("rotation_lambda_arn", "RotationLambdaARN", "The function that changes it."),
        integer(
            "automatically_after_days",
            "RotationRules.AutomaticallyAfterDays",
            "How often it changes; 0 where a schedule says so.",
        ),
        text("schedule_expression", "RotationRules.ScheduleExpression", "When it changes."),
        text("owning_service", "OwningService", "The service that looks after it; '' for none."),
        text("primary_region", "PrimaryRegion", "For a replicated secret: where it is written."),
        moment("created_date", "CreatedDate", "When it was made."),
        moment("last_changed_date", "LastChangedDate", "When anything of it last changed."),
        moment("last_rotated_date", "LastRotatedDate", "When it was last rotated."),
        moment("last_accessed_date", "LastAccessedDate", "The day that it was last read."),
    ),
    policy="resource_policy",
)
