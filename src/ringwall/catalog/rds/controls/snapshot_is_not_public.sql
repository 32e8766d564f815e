/*
title = "A database snapshot is not public"
layer = "data"
severity = "critical"
why = "A public snapshot is a copy of a database that every AWS account can restore and read. Crawlers look for new ones all day."
fix = "Take it back: aws rds modify-db-snapshot-attribute --db-snapshot-identifier NAME --attribute-name restore --values-to-remove all; of a cluster: aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier NAME --attribute-name restore --values-to-remove all"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html"

[[example]]
rds_db_snapshot = [{arn = "s", is_public = false, restore_accounts = []}]
expect = "pass"

[[example]]
rds_db_snapshot = [{arn = "s", is_public = true, restore_accounts = ["all"]}]
expect = "fail"

[[example]]
rds_db_cluster_snapshot = [{arn = "s", is_public = true, restore_accounts = ["222222222222", "all"]}]
expect = "fail"

# Shared with one account.
[[example]]
rds_db_snapshot = [{arn = "s", is_public = false, restore_accounts = ["222222222222"]}]
rds_db_cluster_snapshot = [{arn = "c", is_public = false, restore_accounts = []}]
expect = "pass"

[[example]]
rds_db_snapshot = [{arn = "s"}]
expect = "unknown"
*/
select
  s.arn as resource,
  not s.is_public as ok,
  case
    when s.is_public then 'every account can restore it'
    when not s.is_public then 'not every account can restore it'
  end as reason
from estate.rds_db_snapshot s
union all
select
  c.arn as resource,
  not c.is_public as ok,
  case
    when c.is_public then 'every account can restore it'
    when not c.is_public then 'not every account can restore it'
  end as reason
from estate.rds_db_cluster_snapshot c
