/*
title = "Aurora MySQL cluster should have backtracking enabled"
layer = "response"
severity = "medium"
why = "After a wrong or hostile statement a cluster with backtracking is at the state before it within minutes. A restore from a backup takes hours and makes another cluster."
fix = "Backtracking is chosen when a cluster is made, restored or cloned: aws rds restore-db-cluster-to-point-in-time --source-db-cluster-identifier NAME --db-cluster-identifier COPY --restore-type copy-on-write --use-latest-restorable-time --backtrack-window 86400"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html"

[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", backtrack_window = 86400}]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql", backtrack_window = 0}]
expect = "fail"

# Aurora PostgreSQL cannot do it.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "aurora-mysql", backtrack_window = 1},
  {arn = "d", engine = "aurora-postgresql", backtrack_window = 0},
]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "c", engine = "aurora-mysql"}]
expect = "unknown"

[[example]]
rds_db_cluster = [{arn = "c", backtrack_window = 0}]
expect = "unknown"
*/
select
  c.arn as resource,
  case when c.engine in ('aurora', 'aurora-mysql') then c.backtrack_window > 0 end as ok,
  'BacktrackWindow is ' || c.backtrack_window as reason
from estate.rds_db_cluster c
where (c.engine in ('aurora', 'aurora-mysql')) is not false
