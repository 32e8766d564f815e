"""How RDS is told to make master passwords itself, for instances and for clusters."""

from typing import Any

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Step, Update

FOR_GOOD = (
    "RDS makes a password that nobody knows in place of the one from before, which stops working. "
    "To choose one again, let RDS manage it no longer and give it a new password"
)
GIVEN = "master_user_secret_kms_key_id"
"""The key of the secret that RDS makes. It cannot be changed later, and so it is no column."""
_ALSO = (
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKey",
    "secretsmanager:CreateSecret",
    "secretsmanager:TagResource",
)
"""https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions"""


def manage_password(modify: str, describe: str, which: dict[str, Any], items: str) -> Update:
    """Return the update by which RDS makes the password. No call leads back without a new one."""
    return Update(
        ("manage_master_user_password",),
        choose={
            True: Step(
                modify,
                {
                    **which,
                    "ManageMasterUserPassword": True,
                    "MasterUserSecretKmsKeyId": f"{{{GIVEN}}}",
                    "ApplyImmediately": True,
                },
                poll=Poll(
                    describe,
                    which,
                    take=f"{items}[0].MasterUserSecret.SecretStatus || 'none'",
                    done=("active",),
                    failed=("impaired",),
                ),
                irreversible=FOR_GOOD,
                also=_ALSO,
            )
        },
    )
