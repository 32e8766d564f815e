/*
title = "ECR repository should not be public"
family = "policy_is_not_public"
table = "ecr_repository"
severity = "critical"
why = "Anyone who can pull an image can read its code and any secrets in its layers. Anyone who can push an image decides what you run."
fix = "Name the accounts that pull images, or limit Principal * with a Condition on aws:PrincipalOrgID: aws ecr set-repository-policy --repository-name NAME --policy-text file://policy.json"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"
*/
