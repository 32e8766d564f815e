/*
title = "Organization should have all features enabled"
family = "setting_has_value"
table = "organizations_organization"
column = "feature_set"
setting = "FeatureSet"
value = "ALL"
other = "CONSOLIDATED_BILLING"
layer = "accounts"
severity = "high"
why = "With consolidated billing alone there are no guardrails: no SCPs, no RCPs, and no services that work across all accounts."
fix = "aws organizations enable-all-features (accounts that were invited must agree)"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html"
*/
