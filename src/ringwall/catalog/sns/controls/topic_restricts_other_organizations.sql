/*
title = "A topic is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can listen to all messages, or send false ones."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sns:Subscribe"], verdict = "must", conditions = [], in_organization = false}]
expect = "fail"

# One role of that account alone, or one network of it.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sns:Subscribe"], verdict = "may", conditions = ["ArnLike aws:PrincipalArn arn:aws:iam::999999999999:role/reader"], in_organization = false}]
expect = "pass"

# TLS says how one comes, not who.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sns:Subscribe"], verdict = "may", conditions = ["unless Bool aws:securetransport false"], in_organization = false}]
expect = "fail"

# An account of the own organization.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::222222222222:root", origin = "organization", actions = ["sns:Subscribe"], verdict = "must", conditions = [], in_organization = true}]
expect = "pass"

# A condition that could not be decided leaves it open, beside one that holds.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [
  {arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sns:Subscribe"], verdict = "unknown", conditions = [], in_organization = false, unknown = ["a condition that cannot be told"]},
  {arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::888888888888:root", origin = "account", actions = ["sns:Subscribe"], verdict = "may", conditions = ["IpAddress aws:SourceIp 192.0.2.0/24"], in_organization = false},
]
expect = "unknown"

# Who belongs to the organization is not known.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sns:Subscribe"], verdict = "must", conditions = []}]
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
  t.arn as resource,
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
from estate.sns_topic t
left join share o on o.arn = t.arn
group by t.arn
