/*
title = "EBS encryption by default should be enabled"
family = "setting_has_value"
table = "ec2_account"
column = "ebs_encryption_by_default"
setting = "EbsEncryptionByDefault"
layer = "data"
severity = "medium"
why = "With this setting, every new volume and every copy of a snapshot in the Region is encrypted, no matter who creates it. Without it, each launch has to ask for encryption."
fix = "aws ec2 enable-ebs-encryption-by-default --region REGION"
url = "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"

# A default key does not turn the setting on.
[[example]]
ec2_account = [{arn = "a", ebs_encryption_by_default = false, ebs_default_kms_key_id = "alias/ours"}]
expect = "fail"

[[example]]
ec2_account = [{arn = "a", ebs_default_kms_key_id = "alias/aws/ebs"}]
expect = "unknown"
*/
