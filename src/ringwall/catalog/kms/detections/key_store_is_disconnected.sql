/*
title = "Custom key store was disconnected or deleted"
severity = "high"
why = "No key of the store works from then on: what it encrypted cannot be read, which is what those want who ask for a ransom."
fix = "Connect it again: aws kms connect-custom-key-store --custom-key-store-id ID. Then find out who called, and take the credentials away if nobody planned it."
attacks = ["T1486", "T1485"]
false_positives = "Maintenance of the hardware security modules behind it, which is announced."
confidence = 70
url = "https://docs.aws.amazon.com/kms/latest/developerguide/disconnect-keystore.html"
family = "operation_succeeds"
source = "kms.amazonaws.com"
operations = ["DisconnectCustomKeyStore", "DeleteCustomKeyStore"]
resource = "json_extract_string(e.request_parameters, '$.customKeyStoreId')"
*/
