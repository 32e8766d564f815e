"""Tables at rest: snapshots, logs and facts as Parquet files."""
