/*
title = "Redis OSS cache should keep automatic backups"
layer = "response"
severity = "high"
why = "What is only in the cache is lost when its nodes fail or somebody deletes it. With backups you can restore it."
fix = "aws elasticache modify-replication-group --replication-group-id NAME --snapshot-retention-limit 7; for a single node: aws elasticache modify-cache-cluster --cache-cluster-id NAME --snapshot-retention-limit 7"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html"

[[example]]
elasticache_replication_group = [{arn = "g", snapshot_retention_limit = 1}]
expect = "pass"

[[example]]
elasticache_replication_group = [{arn = "g", snapshot_retention_limit = 0}]
expect = "fail"

[[example]]
elasticache_cache_cluster = [{arn = "c", engine = "redis", replication_group_id = "", snapshot_retention_limit = 0}]
expect = "fail"

# Memcached keeps nothing, and a node of a group is backed up with the group.
[[example]]
elasticache_replication_group = [{arn = "g", snapshot_retention_limit = 7}]
elasticache_cache_cluster = [
  {arn = "c", engine = "redis", replication_group_id = "g", snapshot_retention_limit = 0},
  {arn = "m", engine = "memcached", replication_group_id = "", snapshot_retention_limit = 0},
]
expect = "pass"

[[example]]
elasticache_replication_group = [{arn = "g"}]
expect = "unknown"

[[example]]
elasticache_cache_cluster = [{arn = "c", engine = "redis", replication_group_id = ""}]
expect = "unknown"

[[example]]
elasticache_cache_cluster = [{arn = "c", replication_group_id = "", snapshot_retention_limit = 0}]
expect = "unknown"
*/
select
  g.arn as resource,
  g.snapshot_retention_limit >= 1 as ok,
  'SnapshotRetentionLimit is ' || g.snapshot_retention_limit as reason
from estate.elasticache_replication_group g
union all
select
  c.arn as resource,
  case
    when c.engine <> 'memcached' and c.replication_group_id = ''
      then c.snapshot_retention_limit >= 1
  end as ok,
  'SnapshotRetentionLimit is ' || c.snapshot_retention_limit as reason
from estate.elasticache_cache_cluster c
where (c.engine <> 'memcached' and c.replication_group_id = '') is not false
