"""The log: what is committed, how it is hashed, proven and signed. Standard library and `cryptography` only."""
