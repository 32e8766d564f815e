/*
title = "Organization should share resources with AWS RAM without invitations"
family = "organization_has_row"
table = "ram_organization_sharing"
present = "sharing within the organization is enabled"
absent = "sharing within the organization is not enabled"
severity = "low"
why = "Where sharing within the organization is off, accounts share with each other by invitations, as they do with strangers: nobody can then forbid sharing with the outside without breaking what is shared inside."
fix = "In the management account: aws ram enable-sharing-with-aws-organization"
url = "https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html#getting-started-sharing-orgs"
*/
