/*
title = "A bucket is open to another organization on conditions only"
layer = "data"
severity = "high"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. A breach over there is a breach of this data."
fix = "Add a Condition to the statement on who comes (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or from where (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws s3api put-bucket-policy --bucket NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may s3:GetObject"}]
expect = "fail"

[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
exposure = [{arn = "arn:aws:s3:::b", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
s3_bucket = [{arn = "arn:aws:s3:::b"}]
expect = "unknown"
*/
select
  b.arn as resource,
  not e.is_open_to_accounts as ok,
  e.accounts_reason as reason
from estate.s3_bucket b
left join facts.exposure e on e.arn = b.arn
