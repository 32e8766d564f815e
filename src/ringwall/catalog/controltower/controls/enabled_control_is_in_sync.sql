/*
title = "Control of AWS Control Tower should not have drifted"
layer = "accounts"
severity = "high"
why = "Drift means that the SCP, or the rule, of the control was changed or detached: the accounts of the OU are without it."
fix = "aws controltower reset-enabled-control --enabled-control-identifier ARN, once you know who changed it"
url = "https://docs.aws.amazon.com/controltower/latest/userguide/drift.html"

[[example]]
controltower_enabled_control = [{arn = "a", status = "SUCCEEDED", drift_status = "IN_SYNC"}]
expect = "pass"

[[example]]
controltower_enabled_control = [{arn = "a", status = "SUCCEEDED", drift_status = "DRIFTED"}]
expect = "fail"

[[example]]
controltower_enabled_control = [{arn = "a"}]
expect = "unknown"

# AWS does not say.
[[example]]
controltower_enabled_control = [{arn = "a", drift_status = ""}]
expect = "unknown"
*/
select
  c.arn as resource,
  case
    when c.drift_status = 'DRIFTED' or c.status = 'FAILED' then false
    when c.drift_status in ('IN_SYNC', 'NOT_CHECKING') and c.status is not null then true
  end as ok,
  'drift: ' || c.drift_status || ', status: ' || c.status as reason
from estate.controltower_enabled_control c
