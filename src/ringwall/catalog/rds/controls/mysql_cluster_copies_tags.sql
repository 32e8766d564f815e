/*
title = "RDS for MySQL cluster should copy its tags to snapshots"
family = "setting_has_value"
table = "rds_db_cluster"
column = "copy_tags_to_snapshot"
setting = "CopyTagsToSnapshot"
scope = "r.engine in ('mysql')"
row = {engine = "mysql"}
layer = "data"
severity = "low"
why = "Tags say whose a database is and who may do what with it. A snapshot without them belongs to nobody, and policies that ask for a tag do not protect it."
fix = "aws rds modify-db-cluster --db-cluster-identifier NAME --copy-tags-to-snapshot"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html"

# A cluster of another engine.
[[example]]
rds_db_cluster = [
  {arn = "c", engine = "mysql", copy_tags_to_snapshot = true},
  {arn = "d", engine = "docdb", copy_tags_to_snapshot = false},
]
expect = "pass"
*/
