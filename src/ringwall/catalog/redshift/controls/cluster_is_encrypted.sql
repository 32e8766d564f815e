/*
title = "Redshift cluster should be encrypted"
family = "setting_has_value"
table = "redshift_cluster"
column = "encrypted"
setting = "Encrypted"
layer = "data"
severity = "medium"
why = "An unencrypted cluster has unencrypted snapshots, which can be shared with another account. To read an encrypted one it also needs the key, which has a policy and a log of its own."
fix = "aws redshift modify-cluster --cluster-identifier NAME --encrypted --kms-key-id KEY (the cluster can be read only until its data has moved)"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html"
*/
