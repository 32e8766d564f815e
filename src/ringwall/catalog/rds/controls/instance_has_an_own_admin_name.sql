/*
title = "Database instance should have a master user with a name of its own"
layer = "identity"
severity = "medium"
why = "Attackers try the names that consoles propose first: admin and postgres. Of an account with another name they have to guess both, the name and the password."
fix = "A restored instance keeps the name, so make a new one and move the data: aws rds create-db-instance --db-instance-identifier NAME --engine ENGINE --db-instance-class CLASS --master-username OWN_NAME --manage-master-user-password"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.html"

[[example]]
rds_db_instance = [{arn = "d", engine = "mysql", master_username = "shop_owner", db_cluster_identifier = ""}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "mysql", master_username = "admin", db_cluster_identifier = ""}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", engine = "postgres", master_username = "Postgres", db_cluster_identifier = ""}]
expect = "fail"

# A name that begins like a default.
[[example]]
rds_db_instance = [{arn = "d", engine = "mysql", master_username = "admin_of_shop", db_cluster_identifier = ""}]
expect = "pass"

# Nobody can choose the name of Neptune, and DocumentDB is not judged.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "mysql", master_username = "shop_owner", db_cluster_identifier = ""},
  {arn = "e", engine = "neptune", master_username = "admin", db_cluster_identifier = ""},
  {arn = "f", engine = "docdb", master_username = "admin", db_cluster_identifier = ""},
]
expect = "pass"

# The name of a member is the cluster's.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "mysql", master_username = "shop_owner", db_cluster_identifier = ""},
  {arn = "e", engine = "aurora-mysql", master_username = "admin", db_cluster_identifier = "c"},
]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", engine = "mysql", db_cluster_identifier = ""}]
expect = "unknown"

[[example]]
rds_db_instance = [{arn = "d", master_username = "admin", db_cluster_identifier = ""}]
expect = "unknown"
*/
select
  d.arn as resource,
  case
    when d.engine not in ('docdb', 'neptune') and d.db_cluster_identifier = ''
      then lower(nullif(d.master_username, '')) not in ('admin', 'postgres')
  end as ok,
  'the master user is ' || d.master_username as reason
from estate.rds_db_instance d
where (d.engine not in ('docdb', 'neptune') and d.db_cluster_identifier = '') is not false
