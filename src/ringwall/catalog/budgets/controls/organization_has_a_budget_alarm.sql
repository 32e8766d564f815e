/*
title = "Management account should have a budget with an alarm"
layer = "accounts"
severity = "medium"
why = "Stolen credentials are often used to mine: the bill is the first sign of it. A budget of the management account counts all accounts."
fix = "aws budgets create-budget --account-id ACCOUNT --budget file://budget.json --notifications-with-subscribers file://notifications.json"
url = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
budgets_notification = [{arn = "n", subscribers = '[{"SubscriptionType": "EMAIL", "Address": "ops@example.com"}]'}]
expect = "pass"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
expect = "fail"

# An alarm that nobody gets.
[[example]]
organizations_account = [{arn = "a", is_management = true}]
budgets_notification = [{arn = "n", subscribers = '[]'}]
expect = "fail"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
budgets_notification = [{arn = "n"}]
expect = "unknown"
*/
with alarm as (
  select
    n.account_id,
    n.arn,
    json_array_length(n.subscribers) > 0 as is_sent
  from estate.budgets_notification n
)
select
  a.arn as resource,
  case
    when a.is_management is null then null
    when bool_or(m.is_sent) then true
    when count(m.arn) > count(m.is_sent) then null
    else false
  end as ok,
  'alarms of budgets with subscribers: ' || count(case when m.is_sent then m.arn end) as reason
from estate.organizations_account a
left join alarm m on m.account_id = a.account_id
where a.is_management is not false
group by
  a.arn,
  a.is_management
