/*
title = "EC2 instance should not be stopped for more than 30 days"
layer = "infrastructure"
severity = "medium"
why = "What is stopped gets no patches and nobody watches it. When it starts again after months, it has every vulnerability that was found meanwhile."
fix = "Make an image if it may be needed again, then terminate it: aws ec2 terminate-instances --instance-ids INSTANCE_ID"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html"

[[example]]
ec2_instance = [{arn = "i", state = "running", state_transition_reason = "", captured_at = "2026-03-01 00:00:00", launch_time = "2025-01-01 00:00:00"}]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "stopped", state_transition_reason = "User initiated (2026-02-20 10:00:00 GMT)", captured_at = "2026-03-01 00:00:00", launch_time = "2025-01-01 00:00:00"}]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "stopped", state_transition_reason = "User initiated (2026-01-20 10:00:00 GMT)", captured_at = "2026-03-01 00:00:00", launch_time = "2025-01-01 00:00:00"}]
expect = "fail"

# EC2 does not say when it was stopped, but it was started less than 30 days ago.
[[example]]
ec2_instance = [{arn = "i", state = "stopped", state_transition_reason = "Server.InternalError", captured_at = "2026-03-01 00:00:00", launch_time = "2026-02-20 00:00:00"}]
expect = "pass"

# A terminated instance is out of scope.
[[example]]
ec2_instance = [
  {arn = "i", state = "terminated", state_transition_reason = "User initiated (2025-01-20 10:00:00 GMT)", captured_at = "2026-03-01 00:00:00"},
  {arn = "j", state = "running", state_transition_reason = "", captured_at = "2026-03-01 00:00:00"},
]
expect = "pass"

[[example]]
ec2_instance = [{arn = "i", state = "stopped", state_transition_reason = "", captured_at = "2026-03-01 00:00:00", launch_time = "2025-01-01 00:00:00"}]
expect = "unknown"

[[example]]
ec2_instance = [{arn = "i", state_transition_reason = "User initiated (2026-01-20 10:00:00 GMT)", captured_at = "2026-03-01 00:00:00", launch_time = "2025-01-01 00:00:00"}]
expect = "unknown"
*/
with stopped as (
  select
    i.arn,
    i.state,
    i.captured_at,
    i.launch_time,
    try_cast(
      nullif(
        regexp_extract(
          i.state_transition_reason, '(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (GMT|UTC)', 1
        ),
        ''
      ) as timestamp
    ) as stopped_at
  from estate.ec2_instance i
  where coalesce(i.state, '') not in ('terminated', 'shutting-down')
)
select
  arn as resource,
  -- Where the state is not known, the instance may be in any.
  case
    when state <> 'stopped' then true
    when state is null then null
    when stopped_at is not null then stopped_at >= captured_at - interval 30 day
    when launch_time >= captured_at - interval 30 day then true
  end as ok,
  case
    when state <> 'stopped' then 'the state is ' || state
    when stopped_at is not null then 'stopped at ' || stopped_at || ' UTC'
    else 'EC2 does not say when it was stopped; it was last started at ' || launch_time || ' UTC'
  end as reason
from stopped
