/*
title = "Identity for sending mail was verified by a user"
severity = "medium"
why = "With an identity of their own, attackers send mail through your account, and your domain's reputation pays for it."
fix = "aws ses delete-identity, unless it is meant; rotate the key."
attacks = ["T1586.002", "T1496.003"]
false_positives = "Administrators with access keys who set up a domain."
confidence = 50

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "CreateEmailIdentity", request_parameters = {emailIdentity = "x.example"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "CreateEmailIdentity", request_parameters = {emailIdentity = "x.example"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ses.amazonaws.com", event_name = "VerifyEmailIdentity", request_parameters = {emailAddress = "a@x.example"}, error_code = "AccessDenied", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.emailIdentity'),
    json_extract_string(request_parameters, '$.emailAddress'),
    json_extract_string(request_parameters, '$.domain'),
    ''
  ) as resource,
  concat_ws(' ', 'A user had a new identity for sending mail verified') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'ses.amazonaws.com'
  and event_name in (
    'VerifyEmailIdentity', 'VerifyDomainIdentity', 'VerifyEmailAddress', 'CreateEmailIdentity',
    'VerifyDomainDkim'
  )
  and error_code = ''
  and identity_type in ('IAMUser', 'Root')
