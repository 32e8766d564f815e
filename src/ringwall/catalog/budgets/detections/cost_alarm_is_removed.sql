/*
family = "call_is_made"
title = "Alarm on costs was removed"
severity = "low"
why = "Budgets and anomaly monitors are the last to notice machines that mine, and the first that a miner takes away."
fix = "Create the budget, monitor or subscription again. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.006", "T1496"]
false_positives = "Budgets at the end of a project; stacks that are deleted."
confidence = 40
sources = ["budgets.amazonaws.com", "ce.amazonaws.com"]
operations = [
  "DeleteAnomalyMonitor",
  "DeleteAnomalySubscription",
  "DeleteBudget",
  "DeleteNotification",
  "DeleteSubscriber",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.budgetName'),
  json_extract_string(request_parameters, '$.monitorArn'),
  json_extract_string(request_parameters, '$.subscriptionArn'),
  ''
)
'''
reason = '''
operation || ' of '
  || coalesce(
    json_extract_string(request_parameters, '$.budgetName'),
    json_extract_string(request_parameters, '$.monitorArn'),
    json_extract_string(request_parameters, '$.subscriptionArn'),
    ''
  )
'''
condition = "invoked_by = ''"

[[example]]
cloudtrail = [{event_source = "budgets.amazonaws.com", operation = "DeleteBudget", request_parameters = {accountId = "111111111111", budgetName = "all"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A stack is deleted.
[[example]]
cloudtrail = [{event_source = "budgets.amazonaws.com", operation = "DeleteBudget", request_parameters = {budgetName = "project"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"
*/
