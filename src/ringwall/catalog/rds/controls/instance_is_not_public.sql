/*
title = "Database instance should not be public"
family = "setting_has_value"
table = "rds_db_instance"
column = "publicly_accessible"
setting = "PubliclyAccessible"
value = false
other = true
layer = "infrastructure"
severity = "critical"
why = "A public instance has an address on the internet. Only its security group and its passwords protect it, and attackers can try every vulnerability of the engine."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --no-publicly-accessible --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"

# A member of a cluster has an address of its own.
[[example]]
rds_db_instance = [{arn = "d", publicly_accessible = true, db_cluster_identifier = "c", engine = "aurora-mysql"}]
expect = "fail"
*/
