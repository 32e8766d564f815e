/*
title = "User or role should not have access to services that it does not use"
layer = "identity"
severity = "low"
why = "Permissions that a user or role never uses help only an attacker who steals its credentials."
fix = "Find out what was used (ringwall access usage), reduce its policies to that, and make the new version the default: aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html"

[[example]]
iam_role = [{arn = "r", create_date = "2025-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
unused_access = [{arn = "r", service = "s3", status = "used", days = 120}]
expect = "pass"

[[example]]
iam_role = [{arn = "r", create_date = "2025-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
unused_access = [{arn = "r", service = "s3", status = "used", days = 120}, {arn = "r", service = "ec2", status = "unused", days = 120}]
expect = "fail"

[[example]]
iam_user = [{arn = "u", create_date = "2025-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
unused_access = [{arn = "u", service = "s3", status = "unused", days = 90}]
expect = "fail"

# The logs cover only a month.
[[example]]
iam_role = [{arn = "r", create_date = "2025-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
unused_access = [{arn = "r", service = "ec2", status = "unused", days = 30}]
expect = "unknown"

# Created last week.
[[example]]
iam_role = [{arn = "r", create_date = "2026-06-25T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
unused_access = [{arn = "r", service = "ec2", status = "unused", days = 120}]
expect = "pass"

# Reads of objects are not in the logs.
[[example]]
iam_role = [{arn = "r", create_date = "2025-01-01T00:00:00Z", captured_at = "2026-06-30T00:00:00Z"}]
unused_access = [{arn = "r", service = "s3", status = "unknown", days = 120}]
expect = "unknown"
*/
with holder as (
  select r.arn, r.create_date >= r.captured_at - interval 90 day as is_new
  from estate.iam_role r
  union all
  select u.arn, u.create_date >= u.captured_at - interval 90 day as is_new
  from estate.iam_user u
),
granted as (
  select
    u.arn,
    u.service,
    case
      when u.status = 'used' then true
      when u.status = 'unused' and u.days >= 90 then false
    end as is_used,
    u.days
  from facts.unused_access u
)
-- Without logs there are no verdicts: the join leaves no rows.
select
  h.arn as resource,
  case
    when bool_or(not g.is_used) then h.is_new
    when count(*) > count(g.is_used) then h.is_new or null
    else true
  end as ok,
  case
    when bool_or(not g.is_used)
      then 'not used in ' || max(g.days) || ' days: ' || string_agg(
        case when not g.is_used then g.service end, ', '
        order by g.service
      )
    when count(*) > count(g.is_used)
      then 'the logs of ' || max(g.days) || ' days cannot show the use of ' || string_agg(
        case when g.is_used is null then g.service end, ', '
        order by g.service
      )
    else 'every service was used'
  end as reason
from holder h
join granted g on g.arn = h.arn
group by
  h.arn,
  h.is_new
