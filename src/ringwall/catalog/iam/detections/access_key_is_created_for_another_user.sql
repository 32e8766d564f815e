/*
title = "Access key was created for another user"
severity = "medium"
why = "A second key of somebody else's user works as that user, and its owner does not see it."
fix = "aws iam update-access-key --status Inactive, and ask the owner. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.001"]
false_positives = "Terraform that makes a user with its key (the confidence is lower where the user is new), and administrators who rotate keys."
window = "1h"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", request_parameters = {userName = "bob"}, response_elements = {accessKey = {accessKeyId = "AKIANEW", userName = "bob"}}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", request_parameters = {userName = "bob"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# A user makes an own key.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", request_parameters = {userName = "mallory"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# The same, without a name.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# The quota was reached.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateAccessKey", request_parameters = {userName = "bob"}, error_code = "LimitExceededException", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
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
  'a key of user ' || json_extract_string(e.request_parameters, '$.userName')
    || ' was created by somebody else' as reason,
  case when c.made_at is null then 75 else 40 end as confidence,
  coalesce(
    json_extract_string(e.response_elements, '$.accessKey.accessKeyId'),
    ''
  ) as new_key
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
  and e.operation = 'CreateAccessKey'
  and e.error_code = ''
  and json_extract_string(e.request_parameters, '$.userName') <> ''
  and json_extract_string(e.request_parameters, '$.userName') <> regexp_extract(e.principal_arn, '[^/]*$', 0)
