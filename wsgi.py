"""For any WSGI server: `wsgi:app`."""

from commentsvc.app import create_app

app = create_app()
