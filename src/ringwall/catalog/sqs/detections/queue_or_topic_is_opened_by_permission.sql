/*
title = "Queue or topic was opened to outsiders by AddPermission"
severity = "high"
why = "AddPermission writes the policy of a queue or topic, so no policy is seen in the call. Outsiders can then read or inject messages."
fix = "aws sqs remove-permission (or sns), unless somebody knows the account."
attacks = ["T1098", "T1537"]
false_positives = "Partners that use the queue on purpose."
confidence = 70

[[example]]
cloudtrail = [{event_source = "sqs.amazonaws.com", event_name = "AddPermission", request_parameters = {queueUrl = "q", aWSAccountIds = ["999999999999"], actions = ["*"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "AddPermission", request_parameters = {topicArn = "t", aWSAccountId = ["*"]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "sqs.amazonaws.com", event_name = "AddPermission", request_parameters = {queueUrl = "q", aWSAccountIds = ["111111111111"]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "sqs.amazonaws.com", event_name = "AddPermission", request_parameters = {queueUrl = "q", aWSAccountIds = ["999999999999"]}, error_code = "AccessDenied"}]
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
    coalesce(
      json_extract_string(request_parameters, '$.queueUrl'),
      json_extract_string(request_parameters, '$.topicArn'),
      ''
    ) as target,
    unnest(
      regexp_extract_all(
        coalesce(
          json_extract_string(request_parameters, '$.aWSAccountIds'),
          json_extract_string(request_parameters, '$.awsaccountIds'),
          json_extract_string(request_parameters, '$.aWSAccountId'),
          ''
        ),
        '([0-9]{12}|[*])',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source in ('sqs.amazonaws.com', 'sns.amazonaws.com')
    and event_name = 'AddPermission'
    and error_code = ''
)
select
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(
    ' ',
    target,
    'may now be used by',
    case receiver when '*' then 'everyone' else 'the foreign account ' || receiver end
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from given
where receiver not in (select account_id from facts.own_account)
