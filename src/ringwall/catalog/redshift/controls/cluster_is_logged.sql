/*
title = "Redshift cluster should write audit logs"
layer = "detection"
severity = "medium"
why = "The audit logs say who connected and which statements they sent. Without them nobody can say after an attack what was read."
fix = "aws redshift enable-logging --cluster-identifier NAME --log-destination-type cloudwatch --log-exports connectionlog useractivitylog userlog"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html"

[[example]]
redshift_cluster = [{arn = "c", logging_enabled = true, log_destination_type = "cloudwatch", log_bucket_name = ""}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c", logging_enabled = true, log_destination_type = "", log_bucket_name = "logs"}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c", logging_enabled = false, log_destination_type = "", log_bucket_name = ""}]
expect = "fail"

[[example]]
redshift_cluster = [{arn = "c"}]
expect = "unknown"
*/
select
  c.arn as resource,
  c.logging_enabled as ok,
  case
    when c.logging_enabled then 'audit logs are sent to ' || coalesce(nullif(c.log_bucket_name, ''), 'CloudWatch Logs')
    else 'no audit logs are written'
  end as reason
from estate.redshift_cluster c
