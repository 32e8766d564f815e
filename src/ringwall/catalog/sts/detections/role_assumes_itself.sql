/*
title = "Role assumed itself again and again"
severity = "medium"
why = "A session that assumes its own role before it ends never ends. It keeps stolen credentials alive after the way in was closed."
fix = "Attach a policy that denies sessions from before now (aws:TokenIssueTime) to the role. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1550.001", "T1098"]
false_positives = "Libraries that assume the role that they already have, in each start of a program. They start from new credentials of the machine each time."
window = "1d"
confidence = 40

[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Admin", roleSessionName = "x"}, event_time = "2026-01-31T08:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Admin", roleSessionName = "x"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Admin", roleSessionName = "x"}, event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
expect = "hit"

# Another role.
[[example]]
cloudtrail = [
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Other", roleSessionName = "x"}, event_time = "2026-01-31T08:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Other", roleSessionName = "x"}, event_time = "2026-01-31T09:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Other", roleSessionName = "x"}, event_time = "2026-01-31T10:00:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
expect = "quiet"

# Once.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/Admin", roleSessionName = "x"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' '
    || cast(date_trunc('day', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  coalesce(nullif(principal_arn, ''), session_arn) as resource,
  'role ' || coalesce(nullif(principal_arn, ''), session_arn) || ' assumed itself in '
    || cast(count(distinct date_trunc('hour', event_time)) as text) || ' hours of a day' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source = 'sts.amazonaws.com'
  and operation = 'AssumeRole'
  and error_code = ''
  and json_extract_string(request_parameters, '$.roleArn') = principal_arn
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  date_trunc('day', event_time)
having count(distinct date_trunc('hour', event_time)) >= 3
