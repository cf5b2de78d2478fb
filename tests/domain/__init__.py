"""The rules, tried without a database, a server or a clock."""
