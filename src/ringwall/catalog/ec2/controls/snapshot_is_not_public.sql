/*
title = "EBS snapshot should not be public"
layer = "data"
severity = "critical"
why = "Any AWS account can restore a public snapshot and read the volume, keys and customer data included. Attackers look for new ones all the time."
fix = "Remove the permission: aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT_ID --attribute createVolumePermission --operation-type remove --group-names all. Block public sharing in the Region: aws ec2 enable-snapshot-block-public-access --state block-all-sharing"
url = "https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html"

[[example]]
ec2_snapshot = [{arn = "s", is_public = false, block_public_access = "unblocked"}]
expect = "pass"

[[example]]
ec2_snapshot = [{arn = "s", is_public = true, block_public_access = "unblocked"}]
expect = "fail"

# Only new sharing is blocked: what was public before stays so.
[[example]]
ec2_snapshot = [{arn = "s", is_public = true, block_public_access = "block-new-sharing"}]
expect = "fail"

# The Region treats public snapshots as private.
[[example]]
ec2_snapshot = [{arn = "s", is_public = true, block_public_access = "block-all-sharing"}]
expect = "pass"

# The Region's setting could not be read, and is not needed.
[[example]]
ec2_snapshot = [{arn = "s", is_public = false}]
expect = "pass"

[[example]]
ec2_snapshot = [{arn = "s", block_public_access = "unblocked"}]
expect = "unknown"

[[example]]
ec2_snapshot = [{arn = "s", is_public = true}]
expect = "unknown"
*/
select
  s.arn as resource,
  not s.is_public or s.block_public_access = 'block-all-sharing' as ok,
  case
    when s.is_public then 'any AWS account can restore it; the Region''s setting is '
      || coalesce(s.block_public_access, 'not known')
    when not s.is_public then 'it is not shared with all AWS accounts'
    else 'the Region''s setting is ' || s.block_public_access
  end as reason
from estate.ec2_snapshot s
