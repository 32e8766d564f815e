/*
title = "Security Hub should be configured centrally"
family = "setting_has_value"
table = "securityhub_organization_configuration"
column = "configuration_type"
setting = "ConfigurationType"
value = "CENTRAL"
other = "LOCAL"
layer = "detection"
severity = "low"
why = "With central configuration, the administrator's policies say what is checked in which accounts and Regions, new ones among them, and no account can turn it off."
fix = "As the administrator, in the home Region: aws securityhub create-finding-aggregator --region-linking-mode ALL_REGIONS, then aws securityhub update-organization-configuration --no-auto-enable --organization-configuration ConfigurationType=CENTRAL"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html"
*/
