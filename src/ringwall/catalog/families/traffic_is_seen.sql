/*
doc = "Did a network interface have traffic of a kind, by itself or in numbers?"

[parameters.peer]
kind = "condition"
doc = "The address of the other side, as a column of the flow f: f.destination_address where the interface is the one that calls, f.source_address where it is called."
default = "f.destination_address"

[parameters.scope]
kind = "condition"
doc = "Which flows f count. a has the facts about the other side (facts.address), o those about the interface (facts.interface_owner)."
sample = "f.destination_port = 0"

[parameters.group]
kind = "condition"
doc = "What is counted by, beside the interface and the time, as a text over the flow f."
default = "f.peer"

[parameters.time]
kind = "value"
doc = "How long traffic is one act: hour or day, as the window of the detection."
default = "hour"

[parameters.threshold]
kind = "condition"
doc = "What a group of flows f must reach, over aggregates."
default = "count(*) > 0"

[parameters.what]
kind = "condition"
doc = "The reason, as a text over aggregates of the flows f; the interface's name is put before it."
sample = "'has traffic'"

[[example]]
vpc_flow = [{log_status = "NODATA"}]
expect = "quiet"
*/
with flow as (
  select
    r.*,
    'arn:' || case
      when r.region like 'cn-%' then 'aws-cn'
      when r.region like 'us-gov-%' then 'aws-us-gov'
      else 'aws'
    end || ':ec2:' || r.region || ':' || r.account || ':' as prefix
  from (
    select
      f.*,
      $peer as peer,
      a.lists,
      a.kinds,
      a.country,
      a.as_name,
      coalesce(f.account_id, o.account_id, '') as account,
      coalesce(f.aws_region, o.region, '') as region,
      coalesce(o.instance_arn, '') as owner_arn,
      coalesce(nullif(f.instance_id, ''), nullif(o.instance_id, ''), '') as instance,
      coalesce(o.role_arn, '') as role_arn,
      coalesce(o.owner, '') as owner
    from logs.vpc_flow f
    join facts.address a
      on a.address = $peer
    left join facts.interface_owner o
      on o.interface_id = f.interface_id
      and f.event_time >= o.since
      and f.event_time < o.until
    where f.interface_id is not null
      and not coalesce(a.is_trusted, false)
      and not coalesce(a.is_own, false)
      and coalesce(o.interface_type, 'interface') not in ('nat_gateway', 'natGateway')
      and $scope
  ) r
),
named as (
  select
    f.*,
    case
      when f.owner_arn <> '' then f.owner_arn
      when f.instance <> '' then f.prefix || 'instance/' || f.instance
      else f.prefix || 'network-interface/' || f.interface_id
    end as arn,
    date_trunc($time, f.event_time) as bucket,
    $group as grouped
  from flow f
)
select
  min(f.event_time) as at,
  f.interface_id || ' ' || f.grouped || ' ' || strftime(f.bucket, '%Y-%m-%dT%H') as act,
  min(f.account) as account_id,
  min(f.region) as region,
  min(f.arn) as actor,
  min(f.arn) as resource,
  coalesce(nullif(min(f.instance), ''), f.interface_id) || ' ' || $what as reason,
  case when count(distinct f.peer) = 1 then min(f.peer) else '' end as address,
  [f.interface_id, min(f.role_arn)] as entities,
  count(*) as count,
  count(distinct f.peer) as peers,
  count(distinct f.destination_port) as ports,
  min(f.destination_port) as first_port,
  sum(f.packets) as packets,
  sum(f.bytes) as bytes,
  min(f.country) as country,
  min(f.as_name) as as_name,
  min(f.owner) as owner,
  max(coalesce(f.ends_at, f.event_time)) as until
from named f
group by f.interface_id, f.grouped, f.bucket
having $threshold
