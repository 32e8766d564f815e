/*
title = "Cache cluster should not be in the default subnet group"
layer = "infrastructure"
severity = "high"
why = "The default subnet group has the subnets of the default VPC, which lead to the internet. Nobody chose them for data."
fix = "A cluster keeps its subnets: aws elasticache create-cache-subnet-group --cache-subnet-group-name PRIVATE --cache-subnet-group-description private --subnet-ids PRIVATE_SUBNET_1 PRIVATE_SUBNET_2, and make a new one in it from a backup"
url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html"

[[example]]
elasticache_cache_cluster = [{arn = "c", cache_subnet_group_name = "private"}]
expect = "pass"

[[example]]
elasticache_cache_cluster = [{arn = "c", cache_subnet_group_name = "default"}]
expect = "fail"

# A name that begins like the default.
[[example]]
elasticache_cache_cluster = [{arn = "c", cache_subnet_group_name = "default-private"}]
expect = "pass"

[[example]]
elasticache_cache_cluster = [{arn = "c"}]
expect = "unknown"
*/
select
  c.arn as resource,
  c.cache_subnet_group_name <> 'default' as ok,
  'the subnet group is ' || c.cache_subnet_group_name as reason
from estate.elasticache_cache_cluster c
