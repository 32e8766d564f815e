/*
title = "A queue policy does not let anyone in"
layer = "data"
severity = "critical"
why = "Principal * without a condition on who is calling lets every AWS account read, forge or drop the queue's messages."
fix = "Name the callers, or hold Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"

[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q", is_public = false}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q", sid = "All", is_public = true}, {arn = "q", is_public = false}]
expect = "fail"

# No policy: only the account's own identities.
[[example]]
sqs_queue = [{arn = "q"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q"}]
expect = "unknown"
*/
select
  q.arn as resource,
  case
    when bool_or(s.is_public) then false
    when count(s.arn) > count(s.is_public) then null
    else true
  end as ok,
  case
    when bool_or(s.is_public)
      then 'open to anyone by statement '
        || coalesce(min(case when s.is_public then nullif(s.sid, '') end), 'without Sid')
    else 'no statement is open to anyone'
  end as reason
from estate.sqs_queue q
left join estate.policy_statement s on s.arn = q.arn
group by q.arn
