/*
title = "Database instance should have deletion protection enabled"
layer = "data"
severity = "low"
why = "One wrong command, or one stolen role, can delete a database together with its automated backups. With deletion protection it takes two steps, and the first one shows in the logs."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --deletion-protection --apply-immediately (for a member of a cluster: aws rds modify-db-cluster --db-cluster-identifier NAME --deletion-protection)"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"

[[example]]
rds_db_instance = [{arn = "d", deletion_protection = true, db_cluster_identifier = ""}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", deletion_protection = false, db_cluster_identifier = ""}]
expect = "fail"

# A member of a cluster is protected by the cluster's setting.
[[example]]
rds_db_instance = [{arn = "d", deletion_protection = false, db_cluster_identifier = "c"}]
rds_db_cluster = [{arn = "c", db_cluster_identifier = "c", deletion_protection = true}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", deletion_protection = false, db_cluster_identifier = "c"}]
rds_db_cluster = [
  {arn = "c", db_cluster_identifier = "c", deletion_protection = false},
  {arn = "e", db_cluster_identifier = "e", deletion_protection = true},
]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", db_cluster_identifier = ""}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", deletion_protection = false, db_cluster_identifier = "c"}]
expect = "unknown"
*/
select
  d.arn as resource,
  case
    when d.db_cluster_identifier = '' then d.deletion_protection
    when d.db_cluster_identifier <> '' then c.deletion_protection
  end as ok,
  case
    when d.db_cluster_identifier = '' then 'DeletionProtection is ' || d.deletion_protection
    else 'DeletionProtection of cluster ' || d.db_cluster_identifier || ' is '
      || c.deletion_protection
  end as reason
from estate.rds_db_instance d
left join estate.rds_db_cluster c
  on c.account_id = d.account_id
  and c.region = d.region
  and c.db_cluster_identifier = d.db_cluster_identifier
