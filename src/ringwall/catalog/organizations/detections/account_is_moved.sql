/*
title = "Account was moved to another unit"
severity = "medium"
why = "The unit decides which SCPs hold an account. Moved to the root or to a unit for suspended or test accounts, other rules hold, or none."
fix = "Move it back if nobody planned it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1484", "T1562.001"]
false_positives = "Control Tower and pipelines that enrol accounts; reorganizations."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "MoveAccount", request_parameters = {accountId = "222222222222", sourceParentId = "ou-prod", destinationParentId = "r-1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Control Tower.
[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "MoveAccount", request_parameters = {accountId = "222222222222"}, invoked_by = "controltower.amazonaws.com"}]
expect = "quiet"

# A new account is put in its place.
[[example]]
cloudtrail = [
  {event_source = "organizations.amazonaws.com", operation = "CreateAccount", request_parameters = {accountName = "new"}, event_time = "2026-01-31T09:50:00Z", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
  {event_source = "organizations.amazonaws.com", operation = "MoveAccount", request_parameters = {accountId = "222222222222", sourceParentId = "r-1", destinationParentId = "ou-1"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"},
]
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
  coalesce(json_extract_string(e.request_parameters, '$.accountId'), '') as resource,
  'account ' || json_extract_string(e.request_parameters, '$.accountId') || ' was moved from '
    || json_extract_string(e.request_parameters, '$.sourceParentId') || ' to '
    || json_extract_string(e.request_parameters, '$.destinationParentId') as reason
from logs.cloudtrail e
where e.event_source = 'organizations.amazonaws.com'
  and e.operation = 'MoveAccount'
  and e.error_code = ''
  and e.invoked_by = ''
  and e.identity_type <> 'AWSService'
  and not exists (
    select 1
    from logs.cloudtrail n
    where n.event_source = 'organizations.amazonaws.com'
      and n.operation = 'CreateAccount'
      and n.error_code = ''
      and n.principal_arn = e.principal_arn
      and n.event_time between e.event_time - interval 1 hour and e.event_time
  )
