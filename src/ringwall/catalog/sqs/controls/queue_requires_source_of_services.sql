/*
title = "A queue takes messages of AWS services for its own resources only"
layer = "data"
severity = "medium"
why = "S3, SNS or EventBridge act for every customer of AWS. A queue that trusts the service without asking for whom takes messages that a stranger's bucket or topic sends: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, topic or rule), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q", effect = "Allow", principals = ["Service:s3.amazonaws.com"], fixed_keys = ["aws:sourcearn"]}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q", effect = "Allow", principals = ["Service:s3.amazonaws.com"], fixed_keys = []}]
expect = "fail"

# aws:SourceArn is asked for, and * is good enough: the key is there and fixes nothing.
[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q", effect = "Allow", principals = ["Service:sns.amazonaws.com"], condition_keys = ["aws:sourcearn"], fixed_keys = []}]
expect = "fail"

# A Deny to a service, and an Allow to a role, trust no service.
[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [
  {arn = "q", effect = "Deny", principals = ["Service:s3.amazonaws.com"], fixed_keys = []},
  {arn = "q", effect = "Allow", principals = ["AWS:arn:aws:iam::111111111111:role/r"], fixed_keys = []},
]
expect = "pass"

[[example]]
sqs_queue = [{arn = "q"}]
policy_statement = [{arn = "q", effect = "Allow", principals = ["Service:s3.amazonaws.com"]}]
expect = "unknown"
*/
with statement as (
  select
    s.arn,
    s.principals,
    s.effect = 'Allow'
      and ',' || array_to_string(s.principals, ',') like '%,Service:%'
      and not (
        list_contains(s.fixed_keys, 'aws:sourcearn')
          or list_contains(s.fixed_keys, 'aws:sourceaccount')
          or list_contains(s.fixed_keys, 'aws:sourceorgid')
          or list_contains(s.fixed_keys, 'aws:sourceorgpaths')
      ) as trusts_blindly
  from estate.policy_statement s
)
select
  q.arn as resource,
  case
    when bool_or(s.trusts_blindly) then false
    when count(s.arn) > count(s.trusts_blindly) then null
    else true
  end as ok,
  case
    when bool_or(s.trusts_blindly)
      then 'trusts ' || min(case when s.trusts_blindly then array_to_string(s.principals, ', ') end)
        || ' for anyone''s resources'
    else 'no service is trusted for anyone''s resources'
  end as reason
from estate.sqs_queue q
left join statement s on s.arn = q.arn
group by q.arn
