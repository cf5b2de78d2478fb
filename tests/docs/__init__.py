"""The documentation says what the code does: made pages, links, and everything a page names."""
