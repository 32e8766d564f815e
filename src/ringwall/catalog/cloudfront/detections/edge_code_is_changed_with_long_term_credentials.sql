/*
title = "Distribution or its code was changed by a user"
severity = "medium"
why = "Code at the edge sees and changes each request and answer: it can take passwords and cards of visitors. An origin that is replaced serves what the attacker wants."
fix = "Compare the configuration and the code with the version before."
attacks = ["T1557", "T1565.002"]
false_positives = "Administrators with access keys or the console, where people have IAM users."
confidence = 50

[[example]]
cloudtrail = [{event_source = "cloudfront.amazonaws.com", event_name = "PublishFunction2020_05_31", operation = "PublishFunction", request_parameters = {name = "f"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "cloudfront.amazonaws.com", event_name = "PublishFunction2020_05_31", operation = "PublishFunction", request_parameters = {name = "f"}, identity_type = "AssumedRole", principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "cloudfront.amazonaws.com", event_name = "UpdateDistribution2020_05_31", operation = "UpdateDistribution", request_parameters = {id = "E1"}, error_code = "AccessDenied", identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/alex"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.id'),
    ''
  ) as resource,
  concat_ws(
    ' ',
    'A user called',
    operation,
    'on',
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.id')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'cloudfront.amazonaws.com'
  and operation in ('CreateFunction', 'UpdateFunction', 'PublishFunction', 'UpdateDistribution')
  and error_code = ''
  and identity_type in ('IAMUser', 'Root')
