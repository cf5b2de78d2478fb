"""Tests of commentsvc.api."""
