/*
title = "Trail should be logging"
layer = "detection"
severity = "high"
why = "A trail that was stopped still appears in every list, but records nothing. Stopping trails is often the first thing that an attacker does."
fix = "aws cloudtrail start-logging --name TRAIL_ARN"
url = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", is_logging = true}]
expect = "pass"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t", is_logging = false, stop_logging_time = "2026-06-01T00:00:00Z"}]
expect = "fail"

[[example]]
cloudtrail_trail = [{arn = "t", trail_arn = "t"}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when t.trail_arn = t.arn then t.is_logging
  end as ok,
  case
    when t.is_logging then 'the trail is logging'
    when not t.is_logging
      then 'the trail is not logging'
        || case
          when t.stop_logging_time > timestamp '1970-01-01 00:00:00'
            then '; it was stopped on ' || cast(cast(t.stop_logging_time as date) as text)
          else ''
        end
  end as reason
from estate.cloudtrail_trail t
where (t.trail_arn = t.arn) is not false
