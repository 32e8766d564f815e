/*
title = "Database snapshot should not be public"
layer = "data"
severity = "critical"
why = "Any AWS account can restore a public snapshot and read the database. Attackers look for new ones all the time."
fix = "Remove the permission: aws rds modify-db-snapshot-attribute --db-snapshot-identifier NAME --attribute-name restore --values-to-remove all; for a cluster: aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier NAME --attribute-name restore --values-to-remove all"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html"

[[example]]
rds_db_snapshot = [{arn = "s", is_public = false, restore_accounts = []}]
expect = "pass"

[[example]]
rds_db_snapshot = [{arn = "s", is_public = true, restore_accounts = ["all"]}]
expect = "fail"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", engine = "aurora-mysql", is_public = true, restore_accounts = ["222222222222", "all"]}]
expect = "fail"

# Shared with one account.
[[example]]
rds_db_snapshot = [{arn = "s", is_public = false, restore_accounts = ["222222222222"]}]
rds_db_cluster_snapshot = [{arn = "c", engine = "aurora-mysql", is_public = false, restore_accounts = []}]
expect = "pass"

# Snapshots of DocumentDB and Neptune have rules of their own.
[[example]]
rds_db_snapshot = [{arn = "s", is_public = false, restore_accounts = []}]
rds_db_cluster_snapshot = [
  {arn = "c", engine = "docdb", is_public = true, restore_accounts = ["all"]},
  {arn = "n", engine = "neptune", is_public = true, restore_accounts = ["all"]},
]
expect = "pass"

[[example]]
rds_db_cluster_snapshot = [{arn = "c", is_public = true, restore_accounts = ["all"]}]
expect = "unknown"

[[example]]
rds_db_snapshot = [{arn = "s"}]
expect = "unknown"
*/
select
  s.arn as resource,
  not s.is_public as ok,
  case
    when s.is_public then 'any AWS account can restore it'
    when not s.is_public then 'it is not shared with all AWS accounts'
  end as reason
from estate.rds_db_snapshot s
union all
select
  c.arn as resource,
  case when c.engine not in ('docdb', 'neptune') then not c.is_public end as ok,
  case
    when c.is_public then 'any AWS account can restore it'
    when not c.is_public then 'it is not shared with all AWS accounts'
  end as reason
from estate.rds_db_cluster_snapshot c
where (c.engine not in ('docdb', 'neptune')) is not false
