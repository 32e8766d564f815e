/*
title = "Distribution should take signed URLs of trusted key groups"
layer = "identity"
severity = "medium"
why = "Without signed URLs or cookies, who knows an address has the file. Those of trusted signers are made with keys that the root user alone can create and revoke."
fix = "aws cloudfront create-key-group --key-group-config Name=NAME,Items=PUBLIC_KEY_ID; then aws cloudfront update-distribution --id ID --if-match ETAG --distribution-config file://config.json with TrustedKeyGroups. Suppress the finding where everything is meant for the public."
url = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html"

[[example]]
cloudfront_distribution = [{arn = "d", key_group_behaviors = 1, signer_behaviors = 0}]
expect = "pass"

# Keys of the root user.
[[example]]
cloudfront_distribution = [{arn = "d", key_group_behaviors = 0, signer_behaviors = 1}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d", key_group_behaviors = 1, signer_behaviors = 1}]
expect = "fail"

# Anyone gets everything.
[[example]]
cloudfront_distribution = [{arn = "d", key_group_behaviors = 0, signer_behaviors = 0}]
expect = "fail"

[[example]]
cloudfront_distribution = [{arn = "d", key_group_behaviors = 1}]
expect = "unknown"
*/
select
  d.arn as resource,
  d.key_group_behaviors > 0 and d.signer_behaviors = 0 as ok,
  d.key_group_behaviors || ' cache behaviors have trusted key groups, '
    || d.signer_behaviors || ' have trusted signers' as reason
from estate.cloudfront_distribution d
