/*
title = "Topic sends its messages to a foreign account"
severity = "medium"
why = "Whoever subscribes gets each message from then on."
fix = "aws sns unsubscribe, unless somebody knows the account."
attacks = ["T1537", "T1119"]
false_positives = "Partners that receive events on purpose."
confidence = 65

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "Subscribe", request_parameters = {topicArn = "t", protocol = "sqs", endpoint = "arn:aws:sqs:eu-west-1:999999999999:q"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "Subscribe", request_parameters = {topicArn = "t", protocol = "sqs", endpoint = "arn:aws:sqs:eu-west-1:111111111111:q"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "Subscribe", request_parameters = {topicArn = "t", protocol = "email", endpoint = "a@x.example"}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"
*/
with given as (
  select
    event_time,
    event_id,
    account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    case when invoked_by = '' then source_ip else '' end as source_ip,
    coalesce(json_extract_string(request_parameters, '$.topicArn'), '') as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.endpoint'), ''),
        '^arn:[^:]*:(?:sqs|lambda|firehose):[^:]*:([0-9]{12}):',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'sns.amazonaws.com'
    and event_name = 'Subscribe'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Topic', target, 'sends its messages to the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)
