"""Comments for any page with one script tag, and consent you can prove."""

__version__ = "0.1.0"
