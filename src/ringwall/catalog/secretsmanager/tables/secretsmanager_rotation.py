"""How secrets rotate, one a row: those that have a value to rotate."""

from ringwall.model.table import Table, integer, text

rotation = Table(
    name="secretsmanager_rotation",
    doc="How a secret that has a value rotates; arn is that of the secret.",
    columns=(
        text("name", "Name", "The secret's name."),
        text(
            "rotation_lambda_arn",
            "(RotationEnabled && RotationLambdaARN) || ''",
            "The function that rotates it; '' where nothing does.",
        ),
        integer(
            "automatically_after_days",
            "(RotationEnabled && RotationRules.AutomaticallyAfterDays) || `0`",
            "The rotation period in days; 0 where nothing rotates it.",
        ),
    ),
)
