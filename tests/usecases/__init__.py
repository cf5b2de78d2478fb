"""Tests of commentsvc.usecases."""
