"""Faults, on purpose: each module here breaks something while a real service works, and says what became of it.

`make faults` runs them all, `python -m faults.kill` one. A module prints its figures and its claims, and exits with 0
only where every claim holds. What they share is in `faults.support`. They are no part of `make test`: they kill, fill
disks and take minutes.
"""
