/*
title = "The organization has all features enabled"
layer = "accounts"
severity = "high"
why = "With consolidated billing alone there are no guardrails: no SCP, no RCP, no service that looks after all accounts."
fix = "aws organizations enable-all-features (accounts that were invited must agree)"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html"

[[example]]
organizations_organization = [{arn = "o", feature_set = "ALL"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", feature_set = "CONSOLIDATED_BILLING"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
select
  o.arn as resource,
  o.feature_set = 'ALL' as ok,
  'FeatureSet is ' || o.feature_set as reason
from estate.organizations_organization o
