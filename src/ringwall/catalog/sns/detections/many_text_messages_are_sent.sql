/*
title = "Many text messages were sent"
severity = "medium"
why = "Each message costs, and those to numbers of high price pay who owns them."
fix = "Set the spend limit to 1, and rotate the credentials where nobody knows of it."
attacks = ["T1496.003"]
false_positives = "Applications that send codes to their users: state their role as an exception."
window = "1h"
confidence = 45

[[example]]
cloudtrail = [
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"},
]
expect = "hit"

[[example]]
cloudtrail = [
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
  {event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {topicArn = "t"}},
]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "sns.amazonaws.com", event_name = "Publish", request_parameters = {phoneNumber = "h"}}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', coalesce(principal_arn, session_arn), date_trunc('hour', event_time)) as act,
  account_id,
  min(aws_region) as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  concat_ws(' ', count(*), 'text messages were sent within an hour') as reason,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(source_ip) as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  count(*) as count
from logs.cloudtrail
where event_source = 'sns.amazonaws.com'
  and event_name = 'Publish'
  and error_code = ''
  and invoked_by = ''
  and json_extract_string(request_parameters, '$.phoneNumber') is not null
group by
  account_id,
  coalesce(principal_arn, session_arn),
  date_trunc('hour', event_time)
having count(*) >= 50
