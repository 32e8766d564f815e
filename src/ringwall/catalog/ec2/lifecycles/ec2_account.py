"""How the settings change that EC2 has for a whole account in one Region."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

account = Lifecycle(
    table="ec2_account",
    find=Find(),
    ids=(),
    updates=(
        Update(
            ("ebs_encryption_by_default",),
            choose={
                True: Step("ec2.enable_ebs_encryption_by_default"),
                False: Step("ec2.disable_ebs_encryption_by_default"),
            },
        ),
        Update(
            ("ebs_default_kms_key_id",),
            Step("ec2.modify_ebs_default_kms_key_id", {"KmsKeyId": "{ebs_default_kms_key_id}"}),
            choose={"alias/aws/ebs": Step("ec2.reset_ebs_default_kms_key_id")},
        ),
    ),
)
