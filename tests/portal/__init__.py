"""The readers' pages, tried without JavaScript."""
