/*
title = "Redshift cluster should not be public"
family = "setting_has_value"
table = "redshift_cluster"
column = "publicly_accessible"
setting = "PubliclyAccessible"
value = false
other = true
layer = "infrastructure"
severity = "critical"
why = "A public cluster has an address on the internet. Only its security group and its passwords protect a whole warehouse of data."
fix = "aws redshift modify-cluster --cluster-identifier NAME --no-publicly-accessible"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html"
*/
