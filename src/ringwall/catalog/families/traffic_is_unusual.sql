/*
doc = "Did a network interface send what it never does?"

[parameters.kind]
kind = "value"
doc = "What is unusual: volume or port."
sample = "KIND"

[parameters.what]
kind = "condition"
doc = "The reason, as a text over the row t of facts.unusual_traffic; the interface's name is put before it."
sample = "'has traffic'"

[[example]]
vpc_flow = [{interface_id = "eni-1"}]
unusual_traffic = [{account_id = "111111111111", region = "eu-west-1", interface_id = "eni-1", instance_id = "i-0a", hour = "2026-01-31T10:00:00Z", at = "2026-01-31T10:05:00Z", kind = "$kind", peer = "203.0.113.7", port = "6/443", bytes = 9000000000, times = 16, days = 30}]
expect = "hit"

# Of another kind.
[[example]]
vpc_flow = [{interface_id = "eni-1"}]
unusual_traffic = [{account_id = "111111111111", region = "eu-west-1", interface_id = "eni-1", instance_id = "i-0a", hour = "2026-01-31T10:00:00Z", at = "2026-01-31T10:05:00Z", kind = "other", peer = "203.0.113.7", port = "6/443", bytes = 9000000000, times = 16, days = 30}]
expect = "quiet"
*/
select
  t.at,
  t.interface_id || ' ' || t.port || ' ' || strftime(t.hour, '%Y-%m-%dT%H') as act,
  coalesce(nullif(t.account_id, ''), o.account_id, '') as account_id,
  coalesce(nullif(t.region, ''), o.region, '') as region,
  case
    when coalesce(o.instance_arn, '') <> '' then o.instance_arn
    else 'arn:' || case
      when t.region like 'cn-%' then 'aws-cn'
      when t.region like 'us-gov-%' then 'aws-us-gov'
      else 'aws'
    end || ':ec2:' || coalesce(nullif(t.region, ''), o.region, '') || ':'
      || coalesce(nullif(t.account_id, ''), o.account_id, '') || ':'
      || case
        when t.instance_id <> '' then 'instance/' || t.instance_id
        else 'network-interface/' || t.interface_id
      end
  end as actor,
  t.interface_id as resource,
  coalesce(nullif(t.instance_id, ''), t.interface_id) || ' ' || $what as reason,
  t.peer as address,
  [t.interface_id, coalesce(o.role_arn, '')] as entities,
  t.bytes,
  t.times,
  t.days,
  o.owner
from facts.unusual_traffic t
left join facts.interface_owner o
  on o.interface_id = t.interface_id
  and t.at >= o.since
  and t.at < o.until
where t.kind = $kind
  and t.hour >= (select date_trunc('hour', min(f.event_time)) from logs.vpc_flow f)
