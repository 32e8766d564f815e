"""AWS Backup: vaults and who may take backups out of them or delete them."""
