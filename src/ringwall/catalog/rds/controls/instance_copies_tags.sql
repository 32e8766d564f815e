/*
title = "Database instance should copy its tags to snapshots"
family = "setting_has_value"
table = "rds_db_instance"
column = "copy_tags_to_snapshot"
setting = "CopyTagsToSnapshot"
scope = "r.db_cluster_identifier = '' and r.engine not in ('docdb', 'neptune')"
row = {engine = "postgres", db_cluster_identifier = ""}
layer = "data"
severity = "low"
why = "Tags say whose a database is and who may do what with it. A snapshot without them belongs to nobody, and policies that ask for a tag do not protect it."
fix = "aws rds modify-db-instance --db-instance-identifier NAME --copy-tags-to-snapshot --apply-immediately"
url = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html"

# A cluster copies the tags, and not its instances.
[[example]]
rds_db_instance = [
  {arn = "d", engine = "postgres", db_cluster_identifier = "", copy_tags_to_snapshot = true},
  {arn = "e", engine = "aurora-mysql", db_cluster_identifier = "c", copy_tags_to_snapshot = false},
]
expect = "pass"
*/
