/*
doc = "Can any AWS account restore a snapshot of a database cluster of one engine?"
layer = "data"

[parameters.engine]
kind = "value"
doc = "The engine."
sample = "engine"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "$engine", is_public = false, restore_accounts = []}]
expect = "pass"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "$engine", is_public = true, restore_accounts = ["222222222222", "all"]}]
expect = "fail"

# Shared with one account; and a public one of another engine.
[[example]]
rds_db_cluster_snapshot = [
  {arn = "s", engine = "$engine", is_public = false, restore_accounts = ["222222222222"]},
  {arn = "t", engine = "aurora-mysql", is_public = true, restore_accounts = ["all"]},
]
expect = "pass"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "$engine"}]
expect = "unknown"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", is_public = true}]
expect = "unknown"
*/
select
  s.arn as resource,
  case when s.engine = $engine then not s.is_public end as ok,
  case
    when s.is_public then 'any AWS account can restore it'
    when not s.is_public then 'it is not shared with all AWS accounts'
  end as reason
from estate.rds_db_cluster_snapshot s
where (s.engine = $engine) is not false
