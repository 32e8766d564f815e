/*
title = "Commands were run on many instances"
severity = "medium"
why = "Run Command runs anything as root on every instance that the agent is on. For an attacker with AWS credentials it is the shortest way into all machines."
fix = "See what was run (aws ssm list-command-invocations --details) and by whom. Take the instances and their roles as taken over where nobody knows of it."
attacks = ["T1651", "T1059"]
false_positives = "Administrators and deployments that run scripts by tag: state their roles as exceptions. Maintenance windows, State Manager and patching are not reported."
window = "1h"
confidence = 55

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "SendCommand", request_parameters = {documentName = "AWS-RunShellScript", instanceIds = ["i-1", "i-2", "i-3"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "SendCommand", request_parameters = {documentName = "AWS-RunPowerShellScript", targets = [{key = "tag:env", values = ["prod"]}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "SendCommand", request_parameters = {documentName = "AWS-RunShellScript", instanceIds = ["i-1"]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "SendCommand", request_parameters = {documentName = "AWS-RunPatchBaseline", instanceIds = ["i-1", "i-2", "i-3"]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "SendCommand", request_parameters = {documentName = "AWS-RunShellScript", instanceIds = ["i-1", "i-2", "i-3"]}, invoked_by = "ssm.amazonaws.com"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ssm.amazonaws.com", event_name = "SendCommand", request_parameters = {documentName = "AWS-RunShellScript", instanceIds = ["i-1", "i-2", "i-3"]}, error_code = "InvalidInstanceId"}]
expect = "quiet"
*/
with sent as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    coalesce(principal_arn, session_arn) as actor,
    session_arn,
    access_key_id,
    source_ip,
    json_extract_string(request_parameters, '$.documentName') as document,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.instanceIds'), '')
          || coalesce(json_extract_string(request_parameters, '$.targets'), ''),
        '"((?:m?i-[^"]*)|tag:[^"]*|resource-groups:[^"]*)"',
        1
      )
    ) as target
  from logs.cloudtrail
  where event_source = 'ssm.amazonaws.com'
    and event_name = 'SendCommand'
    and error_code = ''
    and invoked_by = ''
    -- Documents of AWS's that patch, take inventory or install a package run no command given.
    and regexp_matches(
      coalesce(json_extract_string(request_parameters, '$.documentName'), ''),
      '^AWS-(Run[A-Za-z]*Script|RunRemoteScript|RunDocument|ApplyAnsiblePlaybooks|RunSaltState)$|^([^A]|A[^Wm])'
    )
)
select
  min(event_time) as at,
  concat_ws(' ', actor, date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  actor,
  '' as resource,
  concat_ws(
    ' ',
    max(document),
    'was sent to',
    case
      when max(case when target like '%:%' then 1 else 0 end) = 1
        then 'all instances with ' || max(case when target like '%:%' then target end)
      else count(distinct target) || ' instances'
    end,
    'within an hour'
  ) as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(distinct event_id) as count
from sent
group by
  account_id,
  actor,
  date_trunc('hour', event_time)
having count(distinct target) >= 3
  or max(case when target like '%:%' then 1 else 0 end) = 1
