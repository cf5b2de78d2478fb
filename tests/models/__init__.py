"""Tests of the tables on both databases."""
