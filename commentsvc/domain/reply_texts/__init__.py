"""The words of mail about replies and of its pages, one module a language; their shape is `reply_text.ReplyText`."""
