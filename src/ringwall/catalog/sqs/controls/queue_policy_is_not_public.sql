/*
title = "A queue policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling lets every AWS account read, forge or drop the queue's messages."
fix = "Name the callers, or hold Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "*", origin = "public", actions = ["sqs:SendMessage"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "* of organization o-1", origin = "organization", actions = ["sqs:SendMessage"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [
  {arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sqs:SendMessage"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "*", origin = "public", actions = ["sqs:SendMessage"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q-2", principal = "*", origin = "public", actions = ["sqs:SendMessage"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:sqs:eu-west-1:111111111111:q was not collected"]}]
expect = "unknown"
*/
select
  q.arn as resource,
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
from estate.sqs_queue q
left join facts.external_access x on x.arn = q.arn
group by q.arn
