/*
title = "Logs were sent to another organization's account"
severity = "high"
why = "A subscription copies every event of a log group out of the account, as it comes."
fix = "aws logs delete-subscription-filter. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1537", "T1020"]
false_positives = "Providers of observability products, whose accounts are not in the organization."
confidence = 70

[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutSubscriptionFilter", request_parameters = {logGroupName = "app", destinationArn = "arn:aws:logs:eu-west-1:999999999999:destination:x"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A function of the same account.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutSubscriptionFilter", request_parameters = {logGroupName = "app", destinationArn = "arn:aws:lambda:eu-west-1:111111111111:function:x"}}]
expect = "quiet"

# The log archive of the organization.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutSubscriptionFilter", request_parameters = {logGroupName = "app", destinationArn = "arn:aws:logs:eu-west-1:222222222222:destination:x"}}]
own_account = [{account_id = "222222222222"}]
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
  coalesce(json_extract_string(e.request_parameters, '$.logGroupName'), '') as resource,
  'logs of ' || coalesce(json_extract_string(e.request_parameters, '$.logGroupName'), 'the account')
    || ' go to account '
    || regexp_extract(
      e.request_parameters,
      'arn:aws[a-z-]*:(logs|lambda|kinesis|firehose):[a-z0-9-]*:([0-9]{12}):',
      2
    ) as reason
from logs.cloudtrail e
where e.event_source = 'logs.amazonaws.com'
  and e.operation in ('PutAccountPolicy', 'PutSubscriptionFilter')
  and e.error_code = ''
  and regexp_extract(
    e.request_parameters,
    'arn:aws[a-z-]*:(logs|lambda|kinesis|firehose):[a-z0-9-]*:([0-9]{12}):',
    2
  ) not in ('', coalesce(e.account_id, ''))
  and not exists (
    select 1
    from facts.own_account a
    where a.account_id = regexp_extract(
      e.request_parameters,
      'arn:aws[a-z-]*:(logs|lambda|kinesis|firehose):[a-z0-9-]*:([0-9]{12}):',
      2
    )
  )
