/*
title = "Neptune snapshot should not be public"
layer = "data"
severity = "critical"
why = "Any AWS account can restore a public snapshot and read the database. Attackers look for new ones all the time."
fix = "aws neptune modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier NAME --attribute-name restore --values-to-remove all"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-share-snapshot.html"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "neptune", is_public = false, restore_accounts = []}]
expect = "pass"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "neptune", is_public = true, restore_accounts = ["222222222222", "all"]}]
expect = "fail"

# Shared with one account; and a public one of another engine.
[[example]]
rds_db_cluster_snapshot = [
  {arn = "s", engine = "neptune", is_public = false, restore_accounts = ["222222222222"]},
  {arn = "t", engine = "aurora-mysql", is_public = true, restore_accounts = ["all"]},
]
expect = "pass"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "neptune"}]
expect = "unknown"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", is_public = true}]
expect = "unknown"
*/
select
  s.arn as resource,
  case when s.engine = 'neptune' then not s.is_public end as ok,
  case
    when s.is_public then 'any AWS account can restore it'
    when not s.is_public then 'it is not shared with all AWS accounts'
  end as reason
from estate.rds_db_cluster_snapshot s
where (s.engine = 'neptune') is not false
