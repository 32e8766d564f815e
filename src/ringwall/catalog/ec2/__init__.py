"""Amazon EC2: instances, networks, disks, and the settings of each region."""
