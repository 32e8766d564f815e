/*
title = "Private certificate authority was deleted"
severity = "high"
why = "What trusts its certificates stops working, and nobody can revoke one any more."
fix = "Restore it within the days that it can be restored: aws acm-pca restore-certificate-authority --certificate-authority-arn ARN. Then find out who called, and take the credentials away if nobody planned it."
attacks = ["T1485", "T1531"]
false_positives = "An authority that was replaced, after the last certificate of it has expired."
confidence = 60
url = "https://docs.aws.amazon.com/privateca/latest/userguide/PCADeleteCA.html"
family = "operation_succeeds"
source = "acm-pca.amazonaws.com"
operations = ["DeleteCertificateAuthority"]
resource = "json_extract_string(e.request_parameters, '$.certificateAuthorityArn')"
*/
