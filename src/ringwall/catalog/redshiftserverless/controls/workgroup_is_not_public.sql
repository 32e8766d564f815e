/*
title = "Redshift Serverless workgroup should not be public"
family = "setting_has_value"
table = "redshiftserverless_workgroup"
column = "publicly_accessible"
setting = "publiclyAccessible"
value = false
other = true
layer = "infrastructure"
severity = "high"
why = "A public workgroup has an address on the internet. Only its security group and its passwords protect a whole warehouse of data."
fix = "aws redshift-serverless update-workgroup --workgroup-name NAME --no-publicly-accessible"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html"
*/
