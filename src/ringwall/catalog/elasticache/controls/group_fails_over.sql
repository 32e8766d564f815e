/*
title = "Replication group should have automatic failover enabled"
layer = "response"
severity = "medium"
why = "When the primary node of a group fails, nothing can be written until somebody promotes a replica. With automatic failover it takes seconds."
fix = "aws elasticache modify-replication-group --replication-group-id NAME --automatic-failover-enabled --apply-immediately (the group needs a replica)"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"

[[example]]
elasticache_replication_group = [{arn = "g", automatic_failover = "enabled"}]
expect = "pass"

# AWS is at it.
[[example]]
elasticache_replication_group = [{arn = "g", automatic_failover = "enabling"}]
expect = "pass"

[[example]]
elasticache_replication_group = [{arn = "g", automatic_failover = "disabled"}]
expect = "fail"

[[example]]
elasticache_replication_group = [{arn = "g", automatic_failover = "disabling"}]
expect = "fail"

[[example]]
elasticache_replication_group = [{arn = "g"}]
expect = "unknown"
*/
select
  g.arn as resource,
  g.automatic_failover in ('enabled', 'enabling') as ok,
  'AutomaticFailover is ' || g.automatic_failover as reason
from estate.elasticache_replication_group g
