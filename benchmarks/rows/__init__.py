"""One row of the table, or one family of rows, a file.

Each has `NAME`, `GOALS` (the words of the goal, by what is measured), `LIMITS` (what holds the figure where it is, one
sentence) and `run(bench)`, which yields a `Line` as soon as it is measured.
"""
