/*
title = "An EBS volume is encrypted"
layer = "data"
severity = "medium"
why = "An unencrypted disk can be copied by anyone who may snapshot it. An encrypted one needs the key as well: a second wall, with its own policy and its own log."
fix = "A disk cannot be encrypted in place: aws ec2 create-snapshot --volume-id VOLUME_ID, then aws ec2 create-volume --snapshot-id SNAPSHOT_ID --encrypted --availability-zone ZONE, and attach the new one in its stead."
url = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"

[[example]]
ec2_volume = [{arn = "v", encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111111111111:key/k"}]
expect = "pass"

[[example]]
ec2_volume = [{arn = "v", encrypted = false}]
expect = "fail"

# Nobody uses it, but its data is still there.
[[example]]
ec2_volume = [{arn = "v", encrypted = false, state = "available"}]
expect = "fail"

[[example]]
ec2_volume = [{arn = "v"}]
expect = "unknown"
*/
select
  v.arn as resource,
  v.encrypted as ok,
  'Encrypted is ' || v.encrypted as reason
from estate.ec2_volume v
