/*
doc = "Did a principal do, in an hour, what neither it nor its peers do?"

[parameters.tactic]
kind = "value"
doc = "What the most unusual call is good for: Persistence, Discovery, ..."
sample = "TACTIC"

[parameters.part]
kind = "value"
doc = "S3 for calls about objects, IAMUser for all others."
default = "IAMUser"

[parameters.change]
kind = "value"
doc = "Of calls about objects with the tactic Impact: Delete, Permission or Write."
default = ""

[[example]]
cloudtrail = [{event_time = "2026-01-31T10:05:00Z"}]
unusual_behavior = [{principal_arn = "arn:aws:iam::111111111111:user/ann", subject = "arn:aws:iam::111111111111:user/ann", hour = "2026-01-31T10:00:00Z", at = "2026-01-31T10:05:00Z", tactic = "$tactic", part = "$part", change = "$change", score = 41.5, threshold = 20.0, days = 30, factors = ["first iam:CreateAccessKey, never seen in this account", "first from AS9009, never seen in this account"], operations = ["iam:CreateAccessKey"], events = ["e1"], count = 3}]
expect = "hit"

# Of another kind.
[[example]]
cloudtrail = [{event_time = "2026-01-31T10:05:00Z"}]
unusual_behavior = [{principal_arn = "arn:aws:iam::111111111111:user/ann", subject = "arn:aws:iam::111111111111:user/ann", hour = "2026-01-31T10:00:00Z", at = "2026-01-31T10:05:00Z", tactic = "Reconnaissance", part = "$part", change = "$change", score = 41.5, threshold = 20.0, factors = [], count = 3}]
expect = "quiet"

# As unusual as much else in this account.
[[example]]
cloudtrail = [{event_time = "2026-01-31T10:05:00Z"}]
unusual_behavior = [{principal_arn = "arn:aws:iam::111111111111:user/ann", subject = "arn:aws:iam::111111111111:user/ann", hour = "2026-01-31T10:00:00Z", at = "2026-01-31T10:05:00Z", tactic = "$tactic", part = "$part", change = "$change", score = 19.5, threshold = 20.0, factors = ["rare iam:ListUsers"], count = 3}]
expect = "quiet"
*/
select
  b.at,
  b.subject || ' ' || strftime(b.hour, '%Y-%m-%dT%H') as act,
  b.account_id,
  coalesce(b.region, '') as region,
  b.principal_arn as actor,
  b.principal_arn as resource,
  coalesce(array_to_string(b.factors, '; '), '') as reason,
  b.session,
  b.access_key,
  b.address,
  b.events,
  b.count,
  case
    when b.score >= 2 * b.threshold then 80
    when b.score >= 1.5 * b.threshold then 65
    else 50
  end as confidence,
  b.score,
  b.threshold,
  b.days,
  b.operations
from facts.unusual_behavior b
where b.tactic = $tactic
  and b.part = $part
  and b.change = $change
  and b.score >= b.threshold
  and b.hour >= (select date_trunc('hour', min(e.event_time)) from logs.cloudtrail e)
