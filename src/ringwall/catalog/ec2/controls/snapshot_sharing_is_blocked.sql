/*
title = "EBS snapshots should be blocked from public sharing"
family = "setting_has_value"
table = "ec2_account"
column = "snapshot_block_public_access_state"
setting = "the state"
value = "block-all-sharing"
other = "unblocked"
layer = "data"
severity = "high"
why = "One wrong click makes a snapshot public, and any AWS account can restore it then. The setting makes that impossible in the whole Region, and private what is public already."
fix = "aws ec2 enable-snapshot-block-public-access --state block-all-sharing --region REGION"
url = "https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html"

# What is public already stays so.
[[example]]
ec2_account = [{arn = "a", snapshot_block_public_access_state = "block-new-sharing"}]
expect = "fail"
*/
