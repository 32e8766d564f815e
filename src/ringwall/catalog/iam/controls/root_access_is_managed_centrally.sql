/*
title = "Root access of member accounts should be managed centrally"
layer = "accounts"
severity = "high"
why = "Each member account has a root user with a password that can be reset by mail, and SCPs are the only limit to it. Managed centrally, it needs no credentials at all."
fix = "aws organizations enable-aws-service-access --service-principal iam.amazonaws.com; aws iam enable-organizations-root-credentials-management; aws iam enable-organizations-root-sessions"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html"

[[example]]
iam_organizations_features = [{arn = "f", root_credentials_management = true, root_sessions = true}]
expect = "pass"

[[example]]
iam_organizations_features = [{arn = "f", root_credentials_management = false, root_sessions = true}]
expect = "fail"

[[example]]
iam_organizations_features = [{arn = "f"}]
expect = "unknown"
*/
select
  f.arn as resource,
  f.root_credentials_management and f.root_sessions as ok,
  'RootCredentialsManagement: ' || f.root_credentials_management
    || ', RootSessions: ' || f.root_sessions as reason
from estate.iam_organizations_features f
