/*
title = "An event bus takes events from nobody unknown"
layer = "data"
severity = "high"
why = "Rules act on events. A bus that anyone may write to lets any AWS account set off what the rules start, with input of its choice."
fix = "Name the accounts that send, or hold Principal * with a Condition on aws:PrincipalOrgID: aws events put-permission --event-bus-name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html"

[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
exposure = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
exposure = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", is_public = true, public_reason = "anybody may events:PutEvents"}]
expect = "fail"

[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
exposure = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
events_event_bus = [{arn = "arn:aws:events:eu-west-1:111111111111:event-bus/default"}]
expect = "unknown"
*/
select
  b.arn as resource,
  not e.is_public as ok,
  e.public_reason as reason
from estate.events_event_bus b
left join facts.exposure e on e.arn = b.arn
