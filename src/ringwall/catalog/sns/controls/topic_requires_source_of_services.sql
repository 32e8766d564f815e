/*
title = "A topic takes messages of AWS services for its own resources only"
layer = "data"
severity = "medium"
why = "S3, CloudWatch or EventBridge act for every customer of AWS. A topic that trusts the service without asking for whom sends on what a stranger's bucket, alarm or rule says: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, alarm or rule), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["sns:Publish"], verdict = "must", conditions = [], is_confused_deputy = true}]
expect = "fail"

# A condition that fixes no source does not help.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["sns:Publish"], verdict = "may", conditions = ["ArnLike aws:SourceArn arn:aws:*"], is_confused_deputy = true}]
expect = "fail"

# A role of another account is no service.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "AWS:arn:aws:iam::222222222222:role/r", origin = "organization", actions = ["sns:Publish"], verdict = "must", conditions = [], is_confused_deputy = false}]
expect = "pass"

# The stranger's way leads to another one.
[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t-2", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["sns:Publish"], verdict = "must", is_confused_deputy = true}]
expect = "pass"

[[example]]
sns_topic = [{arn = "arn:aws:sns:eu-west-1:111111111111:t"}]
external_access = [{arn = "arn:aws:sns:eu-west-1:111111111111:t", principal = "Service:s3.amazonaws.com", origin = "service", actions = ["sns:Publish"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
select
  t.arn as resource,
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
from estate.sns_topic t
left join facts.external_access x on x.arn = t.arn
group by t.arn
