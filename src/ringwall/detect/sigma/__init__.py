"""Rules in Sigma's format, as detections over `logs.cloudtrail`: https://sigmahq.io."""
