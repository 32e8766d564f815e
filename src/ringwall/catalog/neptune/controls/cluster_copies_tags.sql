/*
title = "Neptune cluster should copy its tags to snapshots"
family = "setting_has_value"
table = "rds_db_cluster"
column = "copy_tags_to_snapshot"
setting = "CopyTagsToSnapshot"
scope = "r.engine = 'neptune'"
row = {engine = "neptune"}
layer = "data"
severity = "low"
why = "Tags say whose a database is and who may do what with it. A snapshot without them belongs to nobody, and policies that ask for a tag do not protect it."
fix = "aws neptune modify-db-cluster --db-cluster-identifier NAME --copy-tags-to-snapshot"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/tagging.html"
*/
