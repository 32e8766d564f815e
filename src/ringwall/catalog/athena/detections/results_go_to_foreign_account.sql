/*
title = "Results of queries go to a foreign account"
severity = "high"
why = "Whatever is asked from then on, the answers, with the data, are written to somebody else's bucket."
fix = "Set the location of the workgroup back, and enforce the workgroup configuration."
attacks = ["T1537", "T1213.006"]
false_positives = "A bucket of an account of yours that is not known."
confidence = 75

[[example]]
cloudtrail = [{event_source = "athena.amazonaws.com", event_name = "UpdateWorkGroup", request_parameters = {workGroup = "w", configurationUpdates = {resultConfigurationUpdates = {outputLocation = "s3://x/", expectedBucketOwner = "999999999999"}}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "athena.amazonaws.com", event_name = "UpdateWorkGroup", request_parameters = {workGroup = "w", configurationUpdates = {resultConfigurationUpdates = {expectedBucketOwner = "111111111111"}}}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "athena.amazonaws.com", event_name = "StartQueryExecution", request_parameters = {workGroup = "w"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.workGroup'),
    json_extract_string(request_parameters, '$.name'),
    ''
  ) as resource,
  'Results of queries are written to a bucket of a foreign account' as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'athena.amazonaws.com'
  and event_name in ('UpdateWorkGroup', 'CreateWorkGroup', 'StartQueryExecution')
  and error_code = ''
  and regexp_extract(request_parameters, '"expectedBucketOwner": ?"([0-9]{12})"', 1) <> ''
  and regexp_extract(request_parameters, '"expectedBucketOwner": ?"([0-9]{12})"', 1)
    not in (select account_id from facts.own_account)
