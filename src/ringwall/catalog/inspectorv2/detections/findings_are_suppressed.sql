/*
title = "Inspector was set to suppress findings"
severity = "low"
why = "A filter with the action SUPPRESS hides vulnerabilities from all reports."
fix = "Read the filter (aws inspector2 list-filters), and delete it if nobody answers for it."
attacks = ["T1562.006"]
false_positives = "The security team's own filters for accepted risks."
confidence = 50

[[example]]
cloudtrail = [{event_source = "inspector2.amazonaws.com", operation = "CreateFilter", request_parameters = {name = "noise", action = "SUPPRESS"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A saved search.
[[example]]
cloudtrail = [{event_source = "inspector2.amazonaws.com", operation = "CreateFilter", request_parameters = {name = "view", action = "NONE"}}]
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
  coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.filterArn'),
    ''
  ) as resource,
  'filter '
    || coalesce(
      json_extract_string(request_parameters, '$.name'),
      json_extract_string(request_parameters, '$.filterArn'),
      ''
    )
    || ' hides vulnerabilities' as reason
from logs.cloudtrail
where event_source = 'inspector2.amazonaws.com'
  and operation in ('CreateFilter', 'UpdateFilter')
  and error_code = ''
  and json_extract_string(request_parameters, '$.action') = 'SUPPRESS'
