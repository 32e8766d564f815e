/*
title = "Database cluster should have instances in several Availability Zones"
family = "setting_has_value"
table = "rds_db_cluster"
column = "multi_az"
setting = "MultiAZ"
scope = "r.engine not in ('docdb', 'neptune')"
row = {engine = "aurora-postgresql"}
layer = "response"
severity = "medium"
why = "When the only zone of a cluster fails, nobody can use the database until an instance is made elsewhere. A reader in another zone takes over within a minute."
fix = "aws rds create-db-instance --db-instance-identifier NAME-2 --db-cluster-identifier NAME --engine ENGINE --db-instance-class CLASS --availability-zone OTHER_ZONE"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html"
*/
