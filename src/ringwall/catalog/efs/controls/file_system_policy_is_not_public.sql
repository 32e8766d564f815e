/*
title = "A file system policy does not let anyone in"
layer = "data"
severity = "high"
why = "Principal * without a condition on who is calling lets every AWS account that finds a way to a mount target read and write the files; the network is the only wall left."
fix = "Name the roles that mount it, or hold Principal * with a Condition Bool elasticfilesystem:AccessedViaMountTarget true: aws efs put-file-system-policy --file-system-id ID --policy file://policy.json"
url = "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html"

[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
exposure = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
exposure = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", is_public = true, public_reason = "anybody may elasticfilesystem:ClientMount"}]
expect = "fail"

[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
exposure = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
expect = "unknown"
*/
select
  f.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.efs_file_system f
left join facts.exposure e on e.arn = f.arn
