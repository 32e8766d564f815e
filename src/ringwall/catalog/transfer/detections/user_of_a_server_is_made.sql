/*
title = "Login to a file server was made"
severity = "low"
why = "A user of Transfer Family reads and writes buckets by SFTP, without AWS credentials, and is easily overlooked."
fix = "aws transfer delete-user (or delete-ssh-public-key), unless it is meant."
attacks = ["T1136.003", "T1098.004", "T1048"]
false_positives = "Partners that exchange files."
confidence = 40

[[example]]
cloudtrail = [{event_source = "transfer.amazonaws.com", event_name = "CreateUser", request_parameters = {serverId = "s-1", userName = "u"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "transfer.amazonaws.com", event_name = "CreateUser", request_parameters = {serverId = "s-1"}, error_code = "AccessDenied"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "transfer.amazonaws.com", event_name = "CreateUser", request_parameters = {serverId = "s-1"}, invoked_by = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.serverId'), '') as resource,
  concat_ws(
    ' ',
    event_name,
    'gives a login to server',
    json_extract_string(request_parameters, '$.serverId')
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'transfer.amazonaws.com'
  and event_name in ('CreateUser', 'ImportSshPublicKey')
  and error_code = ''
  and invoked_by = ''
