/*
title = "A table's policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling gives every AWS account the table's items."
fix = "Name the roles that use the table: aws dynamodb put-resource-policy --resource-arn ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html"

[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
expect = "pass"

[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
external_access = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", principal = "*", origin = "public", actions = ["dynamodb:GetItem"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to a VPC endpoint of ours.
[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
external_access = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", principal = "* of organization o-1", origin = "organization", actions = ["dynamodb:GetItem"], verdict = "may", conditions = ["StringEquals aws:SourceVpce vpce-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
external_access = [
  {arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["dynamodb:GetItem"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", principal = "*", origin = "public", actions = ["dynamodb:GetItem"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
external_access = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t-2", principal = "*", origin = "public", actions = ["dynamodb:GetItem"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
dynamodb_table = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t"}]
external_access = [{arn = "arn:aws:dynamodb:eu-west-1:111111111111:table/t", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:dynamodb:eu-west-1:111111111111:table/t was not collected"]}]
expect = "unknown"
*/
select
  t.arn as resource,
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
from estate.dynamodb_table t
left join facts.external_access x on x.arn = t.arn
group by t.arn
