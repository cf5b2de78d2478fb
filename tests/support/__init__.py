"""What the tests stand on: databases, sites, accounts, one assertion for the error shape, and no network."""
