/*
title = "A queue takes messages of AWS services for its own resources only"
layer = "data"
severity = "medium"
why = "S3, SNS or EventBridge act for every customer of AWS. A queue that trusts the service without asking for whom takes messages that a stranger's bucket or topic sends: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, topic or rule), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with Policy in it)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "Service:sns.amazonaws.com", origin = "service", actions = ["sqs:SendMessage"], verdict = "must", conditions = [], is_confused_deputy = true}]
expect = "fail"

# A condition that fixes no source does not help.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "Service:sns.amazonaws.com", origin = "service", actions = ["sqs:SendMessage"], verdict = "may", conditions = ["ArnLike aws:SourceArn arn:aws:*"], is_confused_deputy = true}]
expect = "fail"

# A role of another account is no service.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "AWS:arn:aws:iam::222222222222:role/r", origin = "organization", actions = ["sqs:SendMessage"], verdict = "must", conditions = [], is_confused_deputy = false}]
expect = "pass"

# The stranger's way leads to another one.
[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q-2", principal = "Service:sns.amazonaws.com", origin = "service", actions = ["sqs:SendMessage"], verdict = "must", is_confused_deputy = true}]
expect = "pass"

[[example]]
sqs_queue = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q"}]
external_access = [{arn = "arn:aws:sqs:eu-west-1:111111111111:q", principal = "Service:sns.amazonaws.com", origin = "service", actions = ["sqs:SendMessage"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
select
  q.arn as resource,
  case
    when bool_or(x.is_confused_deputy) then false
    when count(x.arn) > count(x.is_confused_deputy) then null
    else true
  end as ok,
  case
    when bool_or(x.is_confused_deputy) then min(
      case
        when x.is_confused_deputy
          then x.principal || ' may, for anyone''s resources, ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    )
    when count(x.arn) > count(x.is_confused_deputy) then min(x.unknown[1])
    else 'no service is trusted for anyone''s resources'
  end as reason
from estate.sqs_queue q
left join facts.external_access x on x.arn = q.arn
group by q.arn
