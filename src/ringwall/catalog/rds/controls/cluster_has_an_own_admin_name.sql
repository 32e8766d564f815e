/*
title = "Database cluster should have a master user with a name of its own"
layer = "identity"
severity = "medium"
why = "Attackers try the names that consoles propose first: admin and postgres. Of an account with another name they have to guess both, the name and the password."
fix = "aws rds restore-db-cluster-from-snapshot keeps the name, so make a new one and move the data: aws rds create-db-cluster --db-cluster-identifier NAME --engine ENGINE --master-username OWN_NAME --manage-master-user-password"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.CreateInstance.html"

[[example]]
rds_db_cluster = [{arn = "d", engine = "mysql", master_username = "shop_owner"}]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "d", engine = "mysql", master_username = "admin"}]
expect = "fail"

[[example]]
rds_db_cluster = [{arn = "d", engine = "postgres", master_username = "Postgres"}]
expect = "fail"

# A name that begins like a default.
[[example]]
rds_db_cluster = [{arn = "d", engine = "mysql", master_username = "admin_of_shop"}]
expect = "pass"

# Nobody can choose the name of Neptune, and DocumentDB is not judged.
[[example]]
rds_db_cluster = [
  {arn = "d", engine = "mysql", master_username = "shop_owner"},
  {arn = "e", engine = "neptune", master_username = "admin"},
  {arn = "f", engine = "docdb", master_username = "admin"},
]
expect = "pass"

[[example]]
rds_db_cluster = [{arn = "d", engine = "mysql"}]
expect = "unknown"

[[example]]
rds_db_cluster = [{arn = "d", master_username = "admin"}]
expect = "unknown"
*/
select
  d.arn as resource,
  case
    when d.engine not in ('docdb', 'neptune')
      then lower(nullif(d.master_username, '')) not in ('admin', 'postgres')
  end as ok,
  'the master user is ' || d.master_username as reason
from estate.rds_db_cluster d
where (d.engine not in ('docdb', 'neptune')) is not false
