/*
title = "EBS volume should be encrypted"
family = "setting_has_value"
table = "ec2_volume"
column = "encrypted"
setting = "Encrypted"
layer = "data"
severity = "medium"
why = "Anyone who can take a snapshot of an unencrypted volume can copy it. For an encrypted volume they also need the key, which has a policy and a log of its own."
fix = "A volume cannot be encrypted in place: aws ec2 create-snapshot --volume-id VOLUME_ID, then aws ec2 create-volume --snapshot-id SNAPSHOT_ID --encrypted --availability-zone ZONE, and attach the new volume instead."
url = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"

# No instance uses the volume, but its data is still there.
[[example]]
ec2_volume = [{arn = "v", encrypted = false, state = "available"}]
expect = "fail"
*/
