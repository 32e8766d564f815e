/*
doc = "Did a host ask for a name of a kind, by itself or in numbers?"

[parameters.scope]
kind = "condition"
doc = "Which queries q count. d has the facts about the name (facts.domain)."
sample = "q.query_type = 'ANY'"

[parameters.group]
kind = "condition"
doc = "What is counted by, beside the host and the time, as a text over the query q."
default = "q.registered_domain"

[parameters.time]
kind = "value"
doc = "How long queries are one act: hour or day, as the window of the detection."
default = "hour"

[parameters.threshold]
kind = "condition"
doc = "What a group of queries q must reach, over aggregates."
default = "count(*) > 0"

[parameters.what]
kind = "condition"
doc = "The reason, as a text over aggregates of the queries q; the host's name is put before it."
sample = "'asked for a name'"

[[example]]
dns_query = [{}]
expect = "quiet"
*/
with asked as (
  select
    r.*,
    coalesce(nullif(r.instance_id, ''), nullif(r.source_address, ''), r.vpc_id) as host,
    case
      when r.instance_id = '' then ''
      else 'arn:' || case
        when r.region like 'cn-%' then 'aws-cn'
        when r.region like 'us-gov-%' then 'aws-us-gov'
        else 'aws'
      end || ':ec2:' || r.region || ':' || r.account || ':instance/' || r.instance_id
    end as arn,
    date_trunc($time, r.event_time) as bucket
  from (
    select
      q.*,
      d.registered_domain,
      d.lists,
      d.kinds,
      d.surprise,
      coalesce(q.account_id, '') as account,
      coalesce(q.aws_region, '') as region
    from logs.dns_query q
    join facts.domain d
      on d.name = q.query_name
    where q.query_name <> ''
      and not coalesce(d.is_trusted, false)
      and $scope
  ) r
)
select
  min(q.event_time) as at,
  q.vpc_id || ' ' || q.host || ' ' || $group || ' ' || strftime(q.bucket, '%Y-%m-%dT%H') as act,
  min(q.account) as account_id,
  min(q.region) as region,
  min(q.arn) as actor,
  case when min(q.arn) <> '' then min(q.arn) else q.vpc_id end as resource,
  q.host || ' ' || $what as reason,
  min(q.registered_domain) as address,
  [q.vpc_id] as entities,
  count(*) as count,
  count(distinct q.query_name) as names,
  min(q.query_name) as first_name,
  max(q.event_time) as until
from asked q
group by q.vpc_id, q.host, $group, q.bucket
having $threshold
