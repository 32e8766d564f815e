/*
family = "call_is_made"
title = "Alarm was set to notify nobody"
severity = "low"
why = "An alarm without actions still changes its colour, where nobody looks."
fix = "aws cloudwatch enable-alarm-actions. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006"]
false_positives = "Maintenance windows; those who open one enable the actions again within hours."
confidence = 40
sources = ["monitoring.amazonaws.com"]
operations = ["DisableAlarmActions"]
resource = "coalesce(json_extract_string(request_parameters, '$.alarmNames'), '')"
reason = '''
'alarms notify nobody any more: '
  || coalesce(json_extract_string(request_parameters, '$.alarmNames'), '')
'''
condition = "invoked_by = ''"

[[example]]
cloudtrail = [{event_source = "monitoring.amazonaws.com", operation = "DisableAlarmActions", request_parameters = {alarmNames = ["root-use"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A service does it for a deployment.
[[example]]
cloudtrail = [{event_source = "monitoring.amazonaws.com", operation = "DisableAlarmActions", request_parameters = {alarmNames = ["cpu"]}, invoked_by = "codedeploy.amazonaws.com"}]
expect = "quiet"
*/
