/*
family = "call_is_made"
title = "Credential of a lesser known kind was created for another user"
severity = "medium"
why = "SSH keys, signing certificates and service-specific credentials (CodeCommit, Keyspaces, Bedrock) outlive the keys that everyone rotates."
fix = "Delete it: aws iam delete-service-specific-credential, delete-ssh-public-key, delete-signing-certificate. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.001", "T1098.004"]
false_positives = "Administrators who set up Git access or Bedrock keys for programs."
confidence = 50
sources = ["iam.amazonaws.com"]
operations = [
  "CreateServiceSpecificCredential",
  "ResetServiceSpecificCredential",
  "UploadSSHPublicKey",
  "UploadSigningCertificate",
]
resource = "coalesce(json_extract_string(request_parameters, '$.userName'), '')"
reason = '''
operation || ' for user ' || coalesce(json_extract_string(request_parameters, '$.userName'), '')
  || coalesce(' of ' || json_extract_string(request_parameters, '$.serviceName'), '')
'''
condition = '''
json_extract_string(request_parameters, '$.userName') <> ''
and json_extract_string(request_parameters, '$.userName') <> regexp_extract(principal_arn, '[^/]*$', 0)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateServiceSpecificCredential", request_parameters = {userName = "bob", serviceName = "bedrock.amazonaws.com"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UploadSSHPublicKey", request_parameters = {userName = "bob"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# A user uploads an own key.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UploadSSHPublicKey", request_parameters = {userName = "mallory"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
