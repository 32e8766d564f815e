/*
title = "Macie was set to archive findings unseen"
severity = "medium"
why = "A filter with the action ARCHIVE hides every finding that fits, now and later."
fix = "Read the filter (aws macie2 get-findings-filter), and delete it if nobody answers for it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006"]
false_positives = "Test data that the security team knows."
confidence = 60

[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "CreateFindingsFilter", request_parameters = {name = "noise", action = "ARCHIVE", findingCriteria = {}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A saved search.
[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "CreateFindingsFilter", request_parameters = {name = "view", action = "NOOP"}}]
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
    json_extract_string(request_parameters, '$.id'),
    ''
  ) as resource,
  'filter '
    || coalesce(
      json_extract_string(request_parameters, '$.name'),
      json_extract_string(request_parameters, '$.id'),
      ''
    )
    || ' archives findings unseen' as reason
from logs.cloudtrail
where event_source = 'macie2.amazonaws.com'
  and operation in ('CreateFindingsFilter', 'UpdateFindingsFilter')
  and error_code = ''
  and regexp_matches(request_parameters, '"action"\s*:\s*"ARCHIVE"')
