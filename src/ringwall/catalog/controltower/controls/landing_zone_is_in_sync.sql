/*
title = "Landing zone should not have drifted"
layer = "accounts"
severity = "high"
why = "Drift means that someone changed what Control Tower manages: an account was moved, an SCP was edited. What protects all accounts is then not what it is thought to be."
fix = "aws controltower reset-landing-zone --landing-zone-identifier ARN, once you know who changed it"
url = "https://docs.aws.amazon.com/controltower/latest/userguide/drift.html"

[[example]]
controltower_landing_zone = [{arn = "a", status = "ACTIVE", drift_status = "IN_SYNC"}]
expect = "pass"

[[example]]
controltower_landing_zone = [{arn = "a", status = "ACTIVE", drift_status = "DRIFTED"}]
expect = "fail"

[[example]]
controltower_landing_zone = [{arn = "a"}]
expect = "unknown"

# AWS does not say.
[[example]]
controltower_landing_zone = [{arn = "a", drift_status = ""}]
expect = "unknown"
*/
select
  c.arn as resource,
  case
    when c.drift_status = 'DRIFTED' or c.status = 'FAILED' then false
    when c.drift_status in ('IN_SYNC', 'NOT_CHECKING') and c.status is not null then true
  end as ok,
  'drift: ' || c.drift_status || ', status: ' || c.status as reason
from estate.controltower_landing_zone c
