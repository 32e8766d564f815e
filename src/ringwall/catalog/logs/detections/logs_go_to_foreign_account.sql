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

# The filter's pattern names an own destination, which nothing goes to.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutSubscriptionFilter", request_parameters = {filterPattern = "arn:aws:logs:eu-west-1:111111111111:x", logGroupName = "app", destinationArn = "arn:aws:logs:eu-west-1:999999999999:destination:x"}}]
expect = "hit"

# A policy of the whole account.
[[example]]
cloudtrail = [{event_source = "logs.amazonaws.com", operation = "PutAccountPolicy", request_parameters = {policyType = "SUBSCRIPTION_FILTER_POLICY", policyDocument = '{"DestinationArn":"arn:aws:firehose:eu-west-1:999999999999:deliverystream/x","FilterPattern":""}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory"}]
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
with sent as (
  select
    *,
    regexp_extract(
      coalesce(
        json_extract_string(request_parameters, '$.destinationArn'),
        json_extract_string(
          json_extract_string(request_parameters, '$.policyDocument'),
          '$.DestinationArn'
        ),
        ''
      ),
      '^arn:aws[a-z-]*:(logs|lambda|kinesis|firehose):[a-z0-9-]*:([0-9]{12}):',
      2
    ) as receiver
  from logs.cloudtrail
  where event_source = 'logs.amazonaws.com'
    and operation in ('PutAccountPolicy', 'PutSubscriptionFilter')
    and error_code = ''
)
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(json_extract_string(request_parameters, '$.logGroupName'), '') as resource,
  'logs of ' || coalesce(json_extract_string(request_parameters, '$.logGroupName'), 'the account')
    || ' go to account ' || receiver as reason,
  [receiver] as entities
from sent
where receiver not in ('', coalesce(account_id, ''))
  and receiver not in (select account_id from facts.own_account)
