/*
title = "ECR repository should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "ecr_repository"
severity = "medium"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. They can read the code in the images, or push images if the policy allows more."
fix = "Add a Condition on the caller (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or on the network (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws ecr set-repository-policy --repository-name NAME --policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html"
*/
