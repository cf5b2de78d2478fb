"""What the rows share: servers that are started and surely ended, bulk data, load, and the table."""
