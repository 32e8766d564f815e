"""AWS Key Management Service: keys, who may use them and whether they rotate."""
