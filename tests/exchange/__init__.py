"""Tests of commentsvc.exchange."""
