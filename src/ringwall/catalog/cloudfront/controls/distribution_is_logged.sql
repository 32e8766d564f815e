/*
title = "Distribution should log requests"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell who attacked an application, what they asked for, and what they got."
fix = "aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with Logging={Enabled=true,IncludeCookies=false,Bucket=BUCKET.s3.amazonaws.com,Prefix=PREFIX}"
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html"

[[example]]
cloudfront_distribution = [{arn = "d", logging_enabled = true, logs_are_delivered = false}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", logging_enabled = false, logs_are_delivered = false}]
expect = "fail"

# The newer way to log, which the distribution itself does not show.
[[example]]
cloudfront_distribution = [{arn = "d", logging_enabled = false, logs_are_delivered = true}]
expect = "pass"

[[example]]
cloudfront_distribution = [{arn = "d", logging_enabled = false}]
expect = "unknown"

[[example]]
cloudfront_distribution = [{arn = "d", logs_are_delivered = false}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.logging_enabled or d.logs_are_delivered as ok,
  case
    when d.logging_enabled then 'it logs to a bucket'
    when d.logs_are_delivered then 'CloudWatch Logs delivers its logs'
    else 'it logs neither to a bucket nor by way of CloudWatch Logs'
  end as reason
from estate.cloudfront_distribution d
