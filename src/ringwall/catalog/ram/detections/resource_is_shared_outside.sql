/*
title = "Resources were shared with a foreign account"
severity = "high"
why = "Subnets, transit gateways, resolver rules, clusters or images that are shared can be used by the other account from then on."
fix = "aws ram disassociate-resource-share. Forbid external principals by a service control policy on ram:RequestedAllowsExternalPrincipals."
attacks = ["T1537", "T1098"]
false_positives = "Partners that share on purpose."
confidence = 75

[[example]]
cloudtrail = [{event_source = "ram.amazonaws.com", event_name = "CreateResourceShare", request_parameters = {name = "s", principals = ["999999999999"], allowExternalPrincipals = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
own_account = [{account_id = "111111111111"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "ram.amazonaws.com", event_name = "CreateResourceShare", request_parameters = {name = "s", principals = ["111111111111"]}}]
own_account = [{account_id = "111111111111"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "ram.amazonaws.com", event_name = "CreateResourceShare", request_parameters = {name = "s", principals = ["arn:aws:organizations::111111111111:organization/o-1"]}}]
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
      json_extract_string(request_parameters, '$.name'),
      json_extract_string(request_parameters, '$.resourceShareArn'),
      ''
    ) as target,
    unnest(
      regexp_extract_all(
        coalesce(json_extract_string(request_parameters, '$.principals'), ''),
        '"(?:arn:[^"]*::)?([0-9]{12})[":]',
        1
      )
    ) as receiver
  from logs.cloudtrail
  where event_source = 'ram.amazonaws.com'
    and event_name in ('CreateResourceShare', 'AssociateResourceShare')
    and error_code = ''
)
select distinct
  event_time as at,
  concat_ws(' ', event_id, receiver) as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  target as resource,
  concat_ws(' ', 'Resource share', target, 'was opened to the foreign account', receiver) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events,
  [receiver] as entities
from given
where receiver not in (select account_id from facts.own_account)
