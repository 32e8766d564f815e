/*
title = "Neptune snapshot should not be public"
family = "cluster_snapshot_is_not_public"
engine = "neptune"
severity = "critical"
why = "Any AWS account can restore a public snapshot and read the database. Attackers look for new ones all the time."
fix = "aws neptune modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier NAME --attribute-name restore --values-to-remove all"
url = "https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-share-snapshot.html"
*/
