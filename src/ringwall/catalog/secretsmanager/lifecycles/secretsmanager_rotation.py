"""How it is set that a secret rotates. There is such a row where the secret has a value.

AWS takes the rotation of an empty secret, and the function then fails. The value is not changed at
once, but when it is due: at once, AWS tests that the function reaches what the secret opens.
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
"""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

rotation = Lifecycle(
    table="secretsmanager_rotation",
    find=Find(
        "secretsmanager.describe_secret",
        {"SecretId": "{name}"},
        take="(!DeletedDate && @) || `null`",
        absent=("ResourceNotFoundException",),
    ),
    identity=("name",),
    ids=(),
    updates=(
        Update(
            ("rotation_lambda_arn", "automatically_after_days"),
            Step(
                "secretsmanager.rotate_secret",
                {
                    "SecretId": "{name}",
                    "RotationLambdaARN": "{rotation_lambda_arn}",
                    "RotationRules": {"AutomaticallyAfterDays": "{automatically_after_days}"},
                    "RotateImmediately": False,
                },
                also=("lambda:InvokeFunction",),
                blast="availability",
            ),
            choose={
                "": Step(
                    "secretsmanager.cancel_rotate_secret",
                    {"SecretId": "{name}"},
                    blast="availability",
                )
            },
        ),
    ),
)
