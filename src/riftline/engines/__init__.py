"""Many articles at once: read in parts, coded by several processes (of this machine, or of many by way of Ray), written as Parquet."""
