/*
title = "A repository is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can read the code in the images, or push one where it was given more."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws ecr set-repository-policy --repository-name NAME --policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
expect = "pass"

[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "must", conditions = [], in_organization = false}]
expect = "fail"

# One role of that account alone, or one network of it.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "may", conditions = ["ArnLike aws:PrincipalArn arn:aws:iam::999999999999:role/reader"], in_organization = false}]
expect = "pass"

# TLS says how one comes, not who.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "may", conditions = ["unless Bool aws:securetransport false"], in_organization = false}]
expect = "fail"

# An account of the own organization.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::222222222222:root", origin = "organization", actions = ["ecr:BatchGetImage"], verdict = "must", conditions = [], in_organization = true}]
expect = "pass"

# A condition that could not be decided leaves it open, beside one that holds.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [
  {arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "unknown", conditions = [], in_organization = false, unknown = ["a condition that cannot be told"]},
  {arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::888888888888:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "may", conditions = ["IpAddress aws:SourceIp 192.0.2.0/24"], in_organization = false},
]
expect = "unknown"

# Who belongs to the organization is not known.
[[example]]
ecr_repository = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r"}]
external_access = [{arn = "arn:aws:ecr:eu-west-1:111111111111:repository/r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["ecr:BatchGetImage"], verdict = "must", conditions = []}]
expect = "unknown"
*/
with share as (
  select
    x.arn,
    x.principal || ' may ' || x.actions[1]
      || case
        when array_length(x.actions) > 1
          then ' and ' || (array_length(x.actions) - 1) || ' more'
        else ''
      end as what,
    x.unknown[1] as doubt,
    -- What was not collected may be open to an account as well as to anybody.
    x.origin in ('account', 'public')
      and case
        when x.verdict <> 'unknown'
          then x.origin = 'account'
            and not x.in_organization
            -- TLS says how one comes, not who.
            and array_length(
              list_filter(x.conditions, lambda c: c not like '%aws:securetransport%')
            ) = 0
      end as is_open
  from facts.external_access x
)
select
  r.arn as resource,
  case
    when bool_or(o.is_open) then false
    when count(o.arn) > count(o.is_open) then null
    else true
  end as ok,
  case
    when bool_or(o.is_open)
      then min(case when o.is_open then o.what end) || ', of another organization, on no condition'
    when count(o.arn) > count(o.is_open) then min(o.doubt)
    else 'no other organization gets in without a condition'
  end as reason
from estate.ecr_repository r
left join share o on o.arn = r.arn
group by r.arn
