/*
title = "EBS encryption by default is on"
layer = "data"
severity = "medium"
why = "With the setting on, no disk and no copy of a snapshot can come into being unencrypted in the region, whoever makes it. Without it, each launch must remember."
fix = "aws ec2 enable-ebs-encryption-by-default --region REGION"
url = "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"

[[example]]
ec2_account = [{arn = "a", ebs_encryption_by_default = true}]
expect = "pass"

[[example]]
ec2_account = [{arn = "a", ebs_encryption_by_default = false}]
expect = "fail"

# The other settings do not decide it.
[[example]]
ec2_account = [{arn = "a", ebs_encryption_by_default = false, ebs_default_kms_key_id = "alias/ours"}]
expect = "fail"

[[example]]
ec2_account = [{arn = "a", ebs_default_kms_key_id = "alias/aws/ebs"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.ebs_encryption_by_default as ok,
  'EbsEncryptionByDefault is ' || a.ebs_encryption_by_default as reason
from estate.ec2_account a
