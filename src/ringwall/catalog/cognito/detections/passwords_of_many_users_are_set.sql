/*
title = "Passwords of many users of an application were set"
severity = "medium"
why = "Who may set the password of a user of the application becomes that user."
fix = "Ask the owner of the principal; sign the users out (admin-user-global-sign-out) and reset the passwords."
attacks = ["T1098", "T1531"]
false_positives = "Migrations of users, and service desks that work by a tool."
window = "1h"
confidence = 50

[[example]]
cloudtrail = [
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}}]
expect = "quiet"

[[example]]
cloudtrail = [
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
  {event_source = "cognito-idp.amazonaws.com", event_name = "AdminSetUserPassword", request_parameters = {userPoolId = "p"}, error_code = "UserNotFoundException"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(min(json_extract_string(request_parameters, '$.userPoolId')), '') as resource,
  concat_ws(' ', 'The passwords of', count(*), 'users were set within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'cognito-idp.amazonaws.com'
  and event_name in ('AdminSetUserPassword', 'AdminResetUserPassword')
  and error_code = ''
  and invoked_by = ''
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 10
