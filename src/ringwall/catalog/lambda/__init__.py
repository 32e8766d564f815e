"""AWS Lambda: functions, the roles they run as and who may call them."""
