/*
title = "A file system policy does not let anyone in"
layer = "data"
severity = "high"
why = "Principal * without a condition on who is calling lets every AWS account that finds a way to a mount target read and write the files; the network is the only wall left."
fix = "Name the roles that mount it, or hold Principal * with a Condition Bool elasticfilesystem:AccessedViaMountTarget true: aws efs put-file-system-policy --file-system-id ID --policy file://policy.json"
url = "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html"

[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
expect = "pass"

[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
external_access = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", principal = "*", origin = "public", actions = ["elasticfilesystem:ClientMount"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to those who come through a mount target.
[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
external_access = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", principal = "* of organization o-1", origin = "organization", actions = ["elasticfilesystem:ClientMount"], verdict = "may", conditions = ["Bool elasticfilesystem:AccessedViaMountTarget true"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
external_access = [
  {arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["elasticfilesystem:ClientMount"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", principal = "*", origin = "public", actions = ["elasticfilesystem:ClientMount"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
external_access = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1-2", principal = "*", origin = "public", actions = ["elasticfilesystem:ClientMount"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
efs_file_system = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"}]
external_access = [{arn = "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1 was not collected"]}]
expect = "unknown"
*/
select
  f.arn as resource,
  case
    when bool_or(x.is_public) then false
    when count(x.arn) > count(x.is_public) then null
    else true
  end as ok,
  case
    when bool_or(x.is_public) then min(
      case
        when x.is_public
          then 'anybody may ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    )
    when count(x.arn) > count(x.is_public) then min(x.unknown[1])
    else 'nobody gets in who is not named'
  end as reason
from estate.efs_file_system f
left join facts.external_access x on x.arn = f.arn
group by f.arn
