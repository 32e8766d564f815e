/*
title = "Lambda layer version should not be public"
family = "policy_is_not_public"
table = "lambda_layer_version"
severity = "high"
why = "A permission for Principal * without an organization lets every AWS account download the layer: its code, and any configuration or secret that was packed with it."
fix = "Remove the permission and grant it to the accounts that need it: aws lambda remove-layer-version-permission --layer-name NAME --version-number VERSION --statement-id SID; aws lambda add-layer-version-permission --layer-name NAME --version-number VERSION --statement-id SID --action lambda:GetLayerVersion --principal ACCOUNT"
url = "https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html"
*/
