"""What the claims about speed rest on: `make bench` runs the rows, the scripts beside it measure one thing each."""
