/*
title = "Images are replicated to a foreign account"
severity = "high"
why = "Each image that is pushed goes to a registry of somebody else, with its code and secrets."
fix = "aws ecr put-replication-configuration without the account."
attacks = ["T1537", "T1020"]
false_positives = "Partners that get images on purpose."
confidence = 80

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutReplicationConfiguration", request_parameters = {replicationConfiguration = {rules = [{destinations = [{region = "eu-west-1", registryId = "999999999999"}]}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ecr.amazonaws.com", event_name = "PutReplicationConfiguration", request_parameters = {replicationConfiguration = {rules = [{destinations = [{region = "us-east-1", registryId = "111111111111"}]}]}}}]
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
    account_id as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.replicationConfiguration'), ''),
        '"registryId": ?"([0-9]{12})"',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'ecr.amazonaws.com'
    and event_name = 'PutReplicationConfiguration'
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Images are replicated to the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)
