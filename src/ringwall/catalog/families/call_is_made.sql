/*
doc = "Was a call made whose name and parameters say that it is bad?"

[parameters.sources]
kind = "value"
doc = "The event sources of the call."
sample = ["example.amazonaws.com"]

[parameters.operations]
kind = "value"
doc = "The operations, without the date that some services put into their names."
sample = ["MakeExample"]

[parameters.condition]
kind = "condition"
doc = "What else must be true of a row of logs.cloudtrail."
default = "true"

[parameters.resource]
kind = "condition"
doc = "What was acted on, in SQL over a row of logs.cloudtrail."
default = "''"

[parameters.reason]
kind = "condition"
doc = "What happened, in SQL over a row of logs.cloudtrail."
sample = "operation || ' was called'"

# A call that fails changes nothing.
[[example]]
cloudtrail = [{event_source = "$sources[0]", operation = "$operations[0]", error_code = "AccessDenied"}]
expect = "quiet"

# Another service has an operation of that name.
[[example]]
cloudtrail = [{event_source = "other.amazonaws.com", operation = "$operations[0]"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  $resource as resource,
  $reason as reason
from logs.cloudtrail
where event_source in ($sources)
  and operation in ($operations)
  and error_code = ''
  and $condition
