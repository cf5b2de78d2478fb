"""What the faults share: a service with all its parts, load that remembers, and proof of what is left."""
