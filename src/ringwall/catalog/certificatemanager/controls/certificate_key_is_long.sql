/*
title = "ACM certificate should not have an RSA key of less than 2,048 bits"
layer = "data"
severity = "high"
why = "An RSA key of 1,024 bits can be computed from the certificate: who has it can be taken for you, and reads what is encrypted."
fix = "Import a certificate with a key of 2,048 bits or more, and have what uses the old one use it: aws acm import-certificate --certificate fileb://certificate.pem --private-key fileb://key.pem"
url = "https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html"

[[example]]
certificatemanager_certificate = [{arn = "c", key_algorithm = "RSA_2048"}]
expect = "pass"

[[example]]
certificatemanager_certificate = [{arn = "c", key_algorithm = "EC_prime256v1"}]
expect = "pass"

[[example]]
certificatemanager_certificate = [{arn = "c", key_algorithm = "RSA_1024"}]
expect = "fail"

[[example]]
certificatemanager_certificate = [{arn = "c"}]
expect = "unknown"
*/
select
  arn as resource,
  key_algorithm <> 'RSA_1024' as ok,
  'its key is ' || key_algorithm as reason
from estate.certificatemanager_certificate
