"""English."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Who is responsible
{controller} decides why and how your data is used here and answers your questions about it. Its privacy policy is at \
{privacy_url}.

## What happens when you comment
Your name and your comment are published on this page. Everyone can read them, search engines too. If you give a \
website, your name links to it. The comment may be checked by a person or a program before or after it appears.

## Why this is allowed
{ground}

Mail about replies, and remembering your name and addresses on this device, rest on your consent as well. Each is off \
unless you turn it on, and a comment without it is a full comment.

To keep spam and abuse out, we count for a short time how many requests come from one network address. This rests on \
our legitimate interest in a discussion that people can use (Article 6(1)(f) GDPR).

We keep a record of what you were shown and what you chose, because the law obliges us to be able to show it \
(Articles 5(2) and 7(1) GDPR).

## What is stored, and what is not
Stored are: your name, your comment, your website if you give one, the page and the time; and which version of this \
notice you were shown, in which language, what you ticked, which version of the form you used, and whether your browser \
sent the signal "Global Privacy Control".

Your e-mail address is optional. We keep the address itself only if you ask for mail about replies: until you confirm \
that, for at most seven days; then until you take it back or your comment is deleted. In any case we keep a code that \
is computed from it with a secret key, so that we can find your data again when you ask for it. By the same code we \
recognise people whose earlier comments were fine, so that the next one need not wait.

Your network address is never stored whole. There is no advertising and no tracking, and your browser is not sent to any other \
company. There are no cookies; only the page for browsers without JavaScript uses one, to protect its form, until you \
close the browser.

What you are writing, and the key with which you can still change your comment, stay in this tab of your browser until \
you close it.

A sealed fingerprint of the record goes into a log. It proves that the record was not changed later, and holds neither \
your name nor your words.

## How long
Your comment stays until you or we delete it. {kept} When you have your data erased, the record is erased with it. \
Copies in backups are gone when the backup expires.

## Opinions, belief, health
A comment can reveal things the law protects especially (Article 9 GDPR): political opinions, belief, health, sexual \
life, origin. You need not tell us any of them. Until your comment is published, only those who check comments see it. \
Once it is published, everyone can read it; what you write about yourself you then make public yourself \
(Article 9(2)(e)). You can have it erased at any time, but others may have copied it before. Please do not write such \
things about other people.

## Your rights
You can ask for a copy of your data (Article 15), have it corrected (16) or erased (17), have its use restricted (18), \
receive it in a common file format (20), and object to uses that rest on legitimate interests (21). You can take back \
your consent at any time (7(3)); what was done until then stays lawful. This costs nothing, and you get an answer within \
one month. Write to {controller_contact}. You can also complain to {authority} (Article 77).

## The way back
After posting you get a receipt. With it you can withdraw, without an account and as easily as you commented: with the \
button beside your comment, or on the receipt's page. Your comment is then erased. If you have lost the receipt, write \
to {controller_contact}."""

WORDS = Words(
    title="Before you publish",
    summary=(
        "{controller_name} publishes your name and your comment on this page, for everyone to read. You get a "
        "receipt with which you can take this back at any time; your comment is then erased. Your e-mail address "
        "is kept only if you ask for mail about replies."
    ),
    text=TEXT,
    grounds={
        "a": "Publishing rests on your consent (Article 6(1)(a) GDPR). You are free to say no: nothing is sent then, and "
        "you can go on reading. If you are under 16, please ask your parents first; in some countries the age is lower.",
        "b": "Publishing rests on the agreement between you and us about the use of this comment section: you send a "
        "comment so that we publish it (Article 6(1)(b) GDPR). You need not send one, and you can go on reading.",
        "f": "Publishing rests on our legitimate interest in a public discussion on this page (Article 6(1)(f) GDPR). "
        "You need not comment, you can go on reading, and you can object at any time.",
    },
    kept={
        "zero": "The record of your choice is kept as long as the comment.",
        "one": "The record of your choice is kept as long as the comment and one month longer.",
        "other": "The record of your choice is kept as long as the comment and {months} months longer.",
    },
    any_authority="the data protection authority of the place where you live",
    publish=PurposeWords(
        label={
            "a": "I agree that {controller_name} publishes my name and my comment here.",
            "b": "I have read how {controller_name} uses my data to publish my comment here.",
            "f": "I have read how {controller_name} uses my data to publish my comment here.",
        },
        description="Your name, your comment and, if you give one, your website are shown on this page to everyone.",
        personal_data=("name", "comment", "website, if given", "page", "time"),
        necessity="A comment cannot be published without it.",
        retention="Until you or we delete the comment. {kept}",
        recipients=("everyone who reads this page", "those who run and moderate this comment section for us"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Send me an e-mail when somebody answers my comment."},
        description="First you get a mail with a link. Only if you confirm there do we write to you. Every mail has a link that ends this.",
        personal_data=("e-mail address",),
        necessity="Optional. Your comment is the same without it.",
        retention="Until you take it back or the comment is deleted; seven days if you do not confirm it.",
        recipients=("those who run this comment section and its mail server for us",),
    ),
    remember_me=PurposeWords(
        label={"a": "Remember my name, e-mail address and website on this device for my next comment."},
        description="Kept in this browser only, and filled in for you next time. You can remove it here whenever you like.",
        personal_data=("name", "e-mail address, if given", "website, if given"),
        necessity="Optional. Your comment is the same without it.",
        retention="Until you remove it, on this device only.",
        recipients=(),
    ),
    withdrawal_method=(
        "With the receipt that you get after posting: the button beside your comment or the receipt's page. Without it, "
        "a message to {controller_contact}."
    ),
    labels={
        "name": "Name",
        "email": "E-mail",
        "email_hint": "Not published. Kept only if you ask for mail about replies; otherwise only a code of it stays, by which your comments are recognised, and found if you ask.",
        "website": "Website",
        "body": "Comment",
        "placeholder": "What do you think?",
        "reply_to": "Reply to {name}",
        "reply_placeholder": "Your reply",
        "optional": "optional",
        "required": "required",
        "details": "Read the whole notice",
        "hide_details": "Hide the whole notice",
        "privacy_policy": "Privacy policy",
        "controller": "Responsible",
        "heading": "Comments",
        "sort": "Order",
        "oldest": "Oldest first",
        "newest": "Newest first",
        "guest": "Guest",
        "edited": "edited",
        "author_pending": "Only you can see this",
        "receipt": "Your receipt",
        "receipt_id": "Number",
        "receipt_secret": "Secret",
        "keep_receipt": "Keep the receipt on this device, so that I can withdraw later",
        "basis_a": "your consent",
        "basis_b": "an agreement with you",
        "basis_f": "legitimate interests",
    },
    buttons={
        "write": "Write a comment",
        "submit": "Publish comment",
        "reply": "Publish reply",
        "open_reply": "Reply",
        "cancel": "Cancel",
        "edit": "Edit",
        "save": "Save",
        "delete": "Delete",
        "delete_confirm": "Yes, erase it",
        "withdraw": "Withdraw",
        "withdraw_confirm": "Yes, withdraw and erase",
        "forget": "Forget me on this device",
        "copy": "Copy",
        "save_file": "Save as a file",
        "close": "Close",
        "retry": "Try again",
        "stop": "Stop trying",
        "more": "Show more comments",
        "more_replies": "Show more replies",
        "permalink": "Link to this comment",
    },
    messages={
        "count": {"one": "{n} comment", "other": "{n} comments"},
        "replies": {"one": "Show {n} more reply", "other": "Show {n} more replies"},
        "empty": "No comments yet. Yours could be the first.",
        "empty_closed": "There are no comments.",
        "loading": "Loading comments",
        "loading_failed": "The comments could not be loaded.",
        "closed": "This discussion is closed. You can still read it.",
        "gone": "This comment is no longer here.",
        "sending": "Sending",
        "pending": "Thank you. Your comment is waiting to be checked. Until then only you can see it.",
        "published": "Your comment is published.",
        "reply_mail_sent": "Mail about replies begins once you confirm it: please look into your mailbox.",
        "changed": "Your change is saved.",
        "draft_kept": "What you wrote is kept in this tab.",
        "offline": "There is no connection. What you wrote is kept and will be sent again by itself.",
        "form_failed": "The form could not be opened. What you wrote is kept.",
        "notice_changed": "The notice has changed since you opened this form. Please read it once more and choose again. "
        "What you wrote is still here.",
        "form_expired": "This form was open for a long time and was renewed. What you wrote is still here.",
        "check_fields": "Please look at the marked fields.",
        "consent_required": "Without this your comment cannot be published.",
        "name_required": "Please give a name. It need not be your real one.",
        "email_required": "Please give an e-mail address, or untick mail about replies.",
        "body_required": "Please write something.",
        "too_long": "This is too long by {n} characters.",
        "too_many": "Many comments came in just now. Please try again in a little while.",
        "failed": "That did not work. What you wrote is kept; please try again.",
        "not_allowed": "Comments cannot be sent from this page.",
        "edit_closed": "The time for changing this comment is over. With your receipt you can still have it erased.",
        "delete_confirm": "Delete this comment? It is erased with the data that belongs to it. This cannot be undone.",
        "deleted": "Your comment is erased.",
        "receipt": "It shows what you were shown and what you chose, and with it you can withdraw at any time. We cannot send it again: copy or "
        "save it now.",
        "copied": "Copied.",
        "copy_failed": "It could not be copied. Please select and copy it yourself.",
        "saved": "Saved.",
        "kept": "The receipt is kept on this device.",
        "link_copied": "The link is copied.",
        "withdraw_confirm": "Withdraw? Your comment is then erased with the data that belongs to it. This cannot be undone.",
        "withdrawn": "Withdrawn. Your comment is erased.",
        "remembered": "Filled in from what this device remembers.",
        "forgotten": "This device has forgotten you.",
    },
)
