/*
doc = "Did an operation succeed that says by itself that something bad was done?"

[parameters.source]
kind = "value"
doc = "The service: cloudtrail.amazonaws.com."
sample = "cloudtrail.amazonaws.com"

[parameters.operations]
kind = "value"
doc = "The operations, by any name that CloudTrail has for them."
sample = ["StopLogging"]

[parameters.resource]
kind = "condition"
doc = "What was acted on, in SQL over an event e of logs.cloudtrail."
default = "e.resources[1]"

[parameters.scope]
kind = "condition"
doc = "Which events it is about, in SQL over an event e of logs.cloudtrail."
default = "true"

[[example]]
cloudtrail = [{event_source = "$source", event_name = "$operations[0]", operation = "$operations[0]", principal_arn = "arn:aws:iam::111111111111:user/ann"}]
expect = "hit"

# It was refused.
[[example]]
cloudtrail = [{event_source = "$source", event_name = "$operations[0]", operation = "$operations[0]", error_code = "AccessDenied"}]
expect = "quiet"

# Another service has an operation of that name.
[[example]]
cloudtrail = [{event_source = "other.amazonaws.com", event_name = "$operations[0]", operation = "$operations[0]"}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  e.account_id,
  e.aws_region as region,
  e.principal_arn as actor,
  coalesce($resource, '') as resource,
  e.event_name || coalesce(' of ' || $resource, '') || ' by '
    || coalesce(nullif(e.principal_arn, ''), e.identity_type) as reason,
  e.session_arn as session,
  e.access_key_id as access_key,
  e.source_ip as address
from logs.cloudtrail e
where e.event_source = $source
  and e.operation in ($operations)
  and e.error_code = ''
  and $scope
