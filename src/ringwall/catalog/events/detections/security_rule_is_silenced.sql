/*
title = "Event rule that forwards security events was silenced"
severity = "high"
why = "Findings and calls reach people through rules of EventBridge. Disabled, or without targets, a rule is still in its list."
fix = "aws events enable-rule, and put its targets back. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1562.006"]
false_positives = "Stacks that are replaced; the new rule is there before."

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "findings"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
events_rule = [{name = "findings", event_pattern = {source = ["aws.guardduty"]}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "PutRule", request_parameters = {name = "findings", state = "DISABLED", eventPattern = '{"source":["aws.securityhub"]}'}}]
events_rule = []
expect = "hit"

# A rule for builds.
[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "builds"}}]
events_rule = [{name = "builds", event_pattern = {source = ["aws.codebuild"]}}]
expect = "quiet"

# A rule of another account.
[[example]]
cloudtrail = [{event_source = "events.amazonaws.com", operation = "DisableRule", request_parameters = {name = "findings"}}]
events_rule = [{account_id = "222222222222", name = "findings", event_pattern = {source = ["aws.guardduty"]}}]
expect = "quiet"
*/
select
  e.event_time as at,
  e.event_id as act,
  coalesce(e.account_id, '') as account_id,
  e.aws_region as region,
  coalesce(nullif(e.principal_arn, ''), e.session_arn) as actor,
  e.session_arn as session,
  e.access_key_id as access_key,
  case when e.invoked_by = '' then e.source_ip else '' end as address,
  coalesce(
    json_extract_string(e.request_parameters, '$.name'),
    json_extract_string(e.request_parameters, '$.rule'),
    ''
  ) as resource,
  operation || ' silenced rule '
    || coalesce(
      json_extract_string(e.request_parameters, '$.name'),
      json_extract_string(e.request_parameters, '$.rule'),
      ''
    )
    || ', which forwards security events' as reason,
  case when e.invoked_by = 'cloudformation.amazonaws.com' then 40 else 80 end as confidence
from logs.cloudtrail e
where e.event_source = 'events.amazonaws.com'
  and e.operation in ('DeleteRule', 'DisableRule', 'PutRule', 'RemoveTargets')
  and e.error_code = ''
  and (
    e.operation <> 'PutRule'
    or json_extract_string(e.request_parameters, '$.state') = 'DISABLED'
  )
  and e.identity_type <> 'AWSService'
  and (
    regexp_matches(
      coalesce(json_extract_string(e.request_parameters, '$.eventPattern'), ''),
      'aws[.](guardduty|securityhub|inspector2|macie|access-analyzer|config|cloudtrail|health|signin)|CloudTrail'
    )
    or exists (
      select 1
      from estate.events_rule r
      where r.account_id = e.account_id
        and r.region = e.aws_region
        and r.name = coalesce(
          json_extract_string(e.request_parameters, '$.name'),
          json_extract_string(e.request_parameters, '$.rule')
        )
        and regexp_matches(
          r.event_pattern,
          'aws[.](guardduty|securityhub|inspector2|macie|access-analyzer|config|cloudtrail|health|signin)|CloudTrail'
        )
    )
  )
