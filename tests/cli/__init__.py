"""Tests of commentsvc.cli."""
