/*
title = "DAX cluster should be encrypted in transit"
family = "setting_has_value"
table = "dax_cluster"
column = "cluster_endpoint_encryption_type"
setting = "ClusterEndpointEncryptionType"
value = "TLS"
other = "NONE"
layer = "data"
severity = "medium"
why = "Without TLS whoever can read the network reads items, and a client cannot know that it speaks with the cache."
fix = "The type is chosen when a cluster is made: aws dax create-cluster --cluster-name NAME-TLS --node-type TYPE --replication-factor COUNT --iam-role-arn ROLE_ARN --cluster-endpoint-encryption-type TLS, and let programs use it"
url = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html"
*/
