/*
title = "Permission set should have sessions of at most eight hours"
layer = "identity"
severity = "medium"
why = "A stolen session works until it ends. Sessions of twelve hours outlast the working day of the person whose they are."
fix = "aws sso-admin update-permission-set --instance-arn INSTANCE --permission-set-arn ARN --session-duration PT4H; aws sso-admin provision-permission-set --instance-arn INSTANCE --permission-set-arn ARN --target-type ALL_PROVISIONED_ACCOUNTS"
url = "https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html"

[[example]]
sso_permission_set = [{arn = "a", session_duration = "PT8H"}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a", session_duration = "PT12H"}]
expect = "fail"

[[example]]
sso_permission_set = [{arn = "a", session_duration = "PT8H30M"}]
expect = "fail"

# The form that the API takes, too.
[[example]]
sso_permission_set = [{arn = "a", session_duration = "PT3600S"}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a"}]
expect = "unknown"

# What is no duration says nothing.
[[example]]
sso_permission_set = [{arn = "a", session_duration = "a day"}]
expect = "unknown"
*/
with duration as (
  select
    p.arn,
    p.session_duration,
    coalesce(try_cast(regexp_extract(p.session_duration, '(\d+)H', 1) as bigint), 0) * 3600
      + coalesce(try_cast(regexp_extract(p.session_duration, '(\d+)M', 1) as bigint), 0) * 60
      + coalesce(try_cast(regexp_extract(p.session_duration, '(\d+)S', 1) as bigint), 0) as seconds
  from estate.sso_permission_set p
)
select
  d.arn as resource,
  case
    when regexp_full_match(d.session_duration, 'PT(\d+H)?(\d+M)?(\d+S)?') then d.seconds <= 28800
  end as ok,
  'sessions last ' || d.session_duration as reason
from duration d
