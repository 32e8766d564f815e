/*
title = "EFS file system should not be public"
family = "policy_is_not_public"
table = "efs_file_system"
severity = "high"
why = "Principal * without a condition on the caller lets every AWS account that can reach a mount target read and write the files. The network is then the only protection."
fix = "Name the roles that mount the file system, or limit Principal * with a Condition Bool elasticfilesystem:AccessedViaMountTarget true: aws efs put-file-system-policy --file-system-id ID --policy file://policy.json"
url = "https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html"
*/
