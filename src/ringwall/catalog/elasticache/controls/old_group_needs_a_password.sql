/*
title = "Replication group of an old Redis OSS version should need a password"
layer = "identity"
severity = "medium"
why = "Before version 6 Redis OSS has no users: without AUTH whoever reaches the port reads and changes everything."
fix = "aws elasticache modify-replication-group --replication-group-id NAME --auth-token TOKEN --auth-token-update-strategy SET --apply-immediately (it needs encryption in transit; better upgrade to version 6 or later and use groups of users)"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"

[[example]]
elasticache_replication_group = [{arn = "g", replication_group_id = "g", auth_token_enabled = true}]
elasticache_cache_cluster = [{arn = "c", engine = "redis", engine_version = "5.0.6", replication_group_id = "g"}]
expect = "pass"

[[example]]
elasticache_replication_group = [{arn = "g", replication_group_id = "g", auth_token_enabled = false}]
elasticache_cache_cluster = [{arn = "c", engine = "redis", engine_version = "5.0.6", replication_group_id = "g"}]
expect = "fail"

[[example]]
elasticache_replication_group = [{arn = "g", replication_group_id = "g", auth_token_enabled = false}]
elasticache_cache_cluster = [
  {arn = "c", engine = "redis", engine_version = "3.2.10", replication_group_id = "g"},
  {arn = "d", engine = "redis", engine_version = "7.1.0", replication_group_id = "h"},
]
expect = "fail"

# From version 6 on there are users and groups of them.
[[example]]
elasticache_replication_group = [
  {arn = "g", replication_group_id = "g", auth_token_enabled = true},
  {arn = "h", replication_group_id = "h", auth_token_enabled = false},
]
elasticache_cache_cluster = [
  {arn = "c", engine = "redis", engine_version = "5.0.6", replication_group_id = "g"},
  {arn = "d", engine = "redis", engine_version = "6.2.6", replication_group_id = "h"},
]
expect = "pass"

# A group of another account has the same name.
[[example]]
elasticache_replication_group = [{arn = "g", replication_group_id = "g", auth_token_enabled = false}]
elasticache_cache_cluster = [{arn = "c", engine = "redis", engine_version = "6.2.6", replication_group_id = "g", account_id = "222222222222"}]
expect = "unknown"

# Its nodes were not collected.
[[example]]
elasticache_replication_group = [{arn = "g", replication_group_id = "g", auth_token_enabled = false}]
expect = "unknown"

[[example]]
elasticache_replication_group = [{arn = "g", replication_group_id = "g", auth_token_enabled = false}]
elasticache_cache_cluster = [{arn = "c", engine = "redis", replication_group_id = "g"}]
expect = "unknown"
*/
with node as (
  select
    g.arn,
    case
      when c.replication_group_id = g.replication_group_id
        then try_cast(split_part(c.engine_version, '.', 1) as integer) < 6
    end as is_old
  from estate.elasticache_replication_group g
  left join estate.elasticache_cache_cluster c
    on c.account_id = g.account_id
    and c.region = g.region
    and (c.replication_group_id = g.replication_group_id) is not false
),
aged as (
  select
    arn,
    case
      when bool_or(is_old) then true
      when count(*) = count(is_old) then false
    end as is_old
  from node
  group by arn
)
select
  g.arn as resource,
  case when a.is_old then g.auth_token_enabled end as ok,
  'AuthTokenEnabled is ' || g.auth_token_enabled as reason
from estate.elasticache_replication_group g
left join aged a on a.arn = g.arn
where a.is_old is not false
