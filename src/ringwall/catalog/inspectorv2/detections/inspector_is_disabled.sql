/*
family = "call_is_made"
title = "Inspector was switched off"
severity = "medium"
why = "Inspector finds vulnerable packages on instances, images and functions, where an intruder comes back in."
fix = "aws inspector2 enable --resource-types EC2 ECR LAMBDA. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Cost saving; another scanner that takes over."
sources = ["inspector2.amazonaws.com"]
operations = ["Disable", "DisableDelegatedAdminAccount", "DisassociateMember"]
resource = "''"
reason = '''
operation || ' took Inspector out of use for '
    || coalesce(
      json_extract_string(request_parameters, '$.resourceTypes'),
      json_extract_string(request_parameters, '$.accountId'),
      'an account'
    )
'''

[[example]]
cloudtrail = [{event_source = "inspector2.amazonaws.com", operation = "Disable", request_parameters = {resourceTypes = ["EC2"], accountIds = ["111111111111"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is enabled.
[[example]]
cloudtrail = [{event_source = "inspector2.amazonaws.com", operation = "Enable", request_parameters = {resourceTypes = ["EC2"]}}]
expect = "quiet"
*/
