/*
title = "Firewall should log what its rules drop or alert to"
layer = "infrastructure"
severity = "medium"
why = "Without alert logs, nobody sees what a firewall has dropped, nor why: an attack that failed is not known of, and a rule that cuts off what is needed is turned off altogether."
fix = "Send alert logs, and better flow logs too, to a bucket: aws network-firewall update-logging-configuration, one change at a time"
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging.html"

[[example]]
networkfirewall_logging_configuration = [{arn = "f", alert = '[{"LogType": "ALERT"}]', flow = '[]'}]
expect = "pass"

[[example]]
networkfirewall_logging_configuration = [{arn = "f", alert = '[]', flow = '[{"LogType": "FLOW"}]'}]
expect = "fail"

[[example]]
networkfirewall_logging_configuration = [{arn = "f"}]
expect = "unknown"
*/
select
  arn as resource,
  json_array_length(alert) > 0 as ok,
  case
    when json_array_length(alert) > 0 then 'alerts are logged'
    else 'alerts are not logged'
  end as reason
from estate.networkfirewall_logging_configuration
