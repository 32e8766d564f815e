/*
title = "A queue is open to another organization on conditions only"
layer = "data"
severity = "medium"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. It can forge messages, or take them away."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "must", conditions = [], in_organization = false}]
expect = "fail"

# One role of that account alone, or one network of it.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "may", conditions = ["ArnLike aws:PrincipalArn arn:aws:iam::999999999999:role/reader"], in_organization = false}]
expect = "pass"

# TLS says how one comes, not who.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "may", conditions = ["unless Bool aws:securetransport false"], in_organization = false}]
expect = "fail"

# An account of the own organization.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::222222222222:root", origin = "organization", actions = ["sqs:SendMessage"], verdict = "must", conditions = [], in_organization = true}]
expect = "pass"

# A condition that could not be decided leaves it open, beside one that holds.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [
  {arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "unknown", conditions = [], in_organization = false, unknown = ["a condition that cannot be told"]},
  {arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::888888888888:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "may", conditions = ["IpAddress aws:SourceIp 192.0.2.0/24"], in_organization = false},
]
expect = "unknown"

# Who belongs to the organization is not known.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "must", conditions = []}]
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
  q.arn as resource,
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
from estate.sqs_queue q
left join share o on o.arn = q.arn
group by q.arn
