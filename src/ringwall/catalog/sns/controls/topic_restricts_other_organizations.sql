/*
title = "Topic should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "sns_topic"
severity = "medium"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. They can read all messages, or send false ones."
fix = "Add a Condition on the caller (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or on the network (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"
*/
