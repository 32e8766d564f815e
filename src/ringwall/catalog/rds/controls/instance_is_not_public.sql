/*
title = "A database instance is not public"
layer = "infrastructure"
severity = "critical"
why = "A public instance has an address on the internet: its security group and its passwords are all that keep strangers out, and every bug in the engine is theirs to try."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --no-publicly-accessible --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"

[[example]]
rds_db_instance = [{arn = "d", publicly_accessible = false, endpoint_port = 5432}]
expect = "pass"

[[example]]
rds_db_instance = [{arn = "d", publicly_accessible = true, endpoint_port = 5432}]
expect = "fail"

# A member of a cluster has an address of its own.
[[example]]
rds_db_instance = [{arn = "d", publicly_accessible = true, db_cluster_identifier = "c", engine = "aurora-mysql"}]
expect = "fail"

[[example]]
rds_db_instance = [{arn = "d", endpoint_port = 5432}]
expect = "unknown"
*/
select
  d.arn as resource,
  not d.publicly_accessible as ok,
  'PubliclyAccessible is ' || d.publicly_accessible as reason
from estate.rds_db_instance d
