/*
title = "Lambda layer version should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "lambda_layer_version"
severity = "low"
why = "A permission of a layer version names whole accounts. Everybody there whom the account's administrators allow it can download the layer: its code, and any configuration or secret that was packed with it."
fix = "Remove the permission, or give it to your own organization: aws lambda remove-layer-version-permission --layer-name NAME --version-number VERSION --statement-id SID; aws lambda add-layer-version-permission --layer-name NAME --version-number VERSION --statement-id SID --action lambda:GetLayerVersion --principal '*' --organization-id ORGANIZATION_ID"
url = "https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html"
*/
