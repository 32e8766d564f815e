/*
title = "Console password was set for another user"
severity = "high"
why = "A password on somebody else's user, or on a user of a program, opens the console as that user."
fix = "aws iam delete-login-profile, and ask the owner. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098", "T1078.004"]
false_positives = "Administrators who welcome a colleague, or reset a password: they ask for a new one at the first sign-in."
window = "1h"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateLoginProfile", request_parameters = {userName = "deploy", passwordResetRequired = false}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateLoginProfile", request_parameters = {userName = "bob"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# The owner has to choose another at once.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateLoginProfile", request_parameters = {userName = "bob", passwordResetRequired = true}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"

# The own one.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateLoginProfile", request_parameters = {userName = "mallory"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# It failed.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateLoginProfile", request_parameters = {userName = "deploy"}, error_code = "EntityAlreadyExistsException", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
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
  coalesce(json_extract_string(e.request_parameters, '$.userName'), '') as resource,
  'the password of user ' || json_extract_string(e.request_parameters, '$.userName')
    || ' was set by somebody else' as reason,
  case when c.made_at is null then 75 else 40 end as confidence
from logs.cloudtrail e
-- The user may be new, made by the same caller a moment ago.
left join (
  select
    account_id,
    principal_arn,
    json_extract_string(request_parameters, '$.userName') as made,
    max(event_time) as made_at
  from logs.cloudtrail
  where event_source = 'iam.amazonaws.com'
    and operation = 'CreateUser'
    and error_code = ''
  group by
    account_id,
    principal_arn,
    json_extract_string(request_parameters, '$.userName')
) c
  on c.account_id = e.account_id
  and c.principal_arn = e.principal_arn
  and c.made = json_extract_string(e.request_parameters, '$.userName')
  and c.made_at between e.event_time - interval 1 hour and e.event_time
where e.event_source = 'iam.amazonaws.com'
  and e.operation in ('CreateLoginProfile', 'UpdateLoginProfile')
  and e.error_code = ''
  and json_extract_string(e.request_parameters, '$.userName') <> ''
  and json_extract_string(e.request_parameters, '$.userName') <> regexp_extract(e.principal_arn, '[^/]*$', 0)
  and coalesce(
    json_extract_string(e.request_parameters, '$.passwordResetRequired'),
    'false'
  ) = 'false'
