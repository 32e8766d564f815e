/*
title = "Role was assumed from an account outside the organization"
severity = "low"
why = "Each such call is a visitor. Those that nobody announced are how a backdoor is used."
fix = "Ask who owns the account; narrow the role's trust policy if nobody knows."
attacks = ["T1199", "T1078.004"]
false_positives = "Providers: they come every day, by a role of their own, with an external ID."
confidence = 30

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/app"}, identity_type = "AWSAccount", principal_account_id = "999999999999"}]
own_account = [{account_id = "111111111111", source = "estate"}]
expect = "hit"

# From the organization.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/app"}, identity_type = "AWSAccount", principal_account_id = "222222222222"}]
own_account = [{account_id = "222222222222", source = "estate"}]
expect = "quiet"

# A provider with its external ID.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/app", externalId = "x"}, identity_type = "AWSAccount", principal_account_id = "999999999999"}]
own_account = [{account_id = "111111111111", source = "estate"}]
expect = "quiet"

# It is not known which accounts are own.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "AssumeRole", request_parameters = {roleArn = "arn:aws:iam::111111111111:role/app"}, identity_type = "AWSAccount", principal_account_id = "999999999999"}]
own_account = [{account_id = "111111111111", source = "logs"}]
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
  coalesce(json_extract_string(e.request_parameters, '$.roleArn'), '') as resource,
  'account ' || e.principal_account_id || ' assumed '
    || coalesce(json_extract_string(e.request_parameters, '$.roleArn'), 'a role') as reason
from logs.cloudtrail e
where e.event_source = 'sts.amazonaws.com'
  and e.operation = 'AssumeRole'
  and e.error_code = ''
  and e.identity_type = 'AWSAccount'
  and e.principal_account_id not in ('', coalesce(e.account_id, ''))
  and coalesce(json_extract_string(e.request_parameters, '$.externalId'), '') = ''
  and exists (select 1 from facts.own_account where source = 'estate')
  and not exists (
    select 1
    from facts.own_account a
    where a.account_id = e.principal_account_id
  )
