"""English."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Comments need no account. You come in here with the address you gave, or with the receipt of a comment. You see what is stored of you, and can change it, take it back, take it along or have it erased.",
    by_mail="With your e-mail address",
    by_mail_text="Type the address you gave with a comment. It is used for this one mail and not kept.",
    send_link="Send me a link",
    no_mail="This website sends no mail, so an address cannot let you in. Use a receipt, or write to {contact}.",
    by_receipt_text="You see the comment that the receipt belongs to. You can add more receipts when you are in.",
    without_either="With neither",
    ended="Your visit has ended, so that nobody else at this device sees your data. Please come in again.",
    left="You are signed out.",
    too_many="This was asked for often. Please try again in an hour.",
    not_address="This does not look like an e-mail address.",
    sent_title="Look into your mailbox",
    sent="If something is stored under this address, a link is on its way. It works once, and for {minutes} minutes.",
    sent_nothing="Nothing comes? Look among the junk mail, or try another address you may have used. You can also write to {contact}.",
    enter_text="Press the button to see what is stored of you. Nothing is changed by that.",
    enter_field="The link from the mail, or your receipt",
    enter="Show my data",
    link_dead="This does not open anything. A link works once, for {minutes} minutes, on the website it was sent for. Have a new one sent.",
    cookie="While you are in, one cookie keeps the door open for you. It ends when you sign out, after 30 minutes without a click, and after two hours at the latest.",
    sign_out="Sign out",
    form_refused="Nothing was changed: this form was open for too long, or it does not come from this page. Please go back and try again.",
    comments="Your comments",
    none="No comment of yours is shown here.",
    replies="Public replies: {n}",
    open="Details and changes",
    page_of="Page {page} of {pages}",
    newer="Newer",
    older="Older",
    unconfirmed="Under your address, but not confirmed",
    unconfirmed_text="These were sent with your address, and nobody has shown that it was you. Whoever types an address proves nothing by that. So you see here only where and when.",
    add_receipt="Add a receipt",
    add_receipt_text="The comment it belongs to is then shown here too.",
    address="Your address",
    address_kept="{address} is kept, to send you the mail you asked for.",
    address_code="It is not kept. There is only a code that was made from it, by which your comments are found.",
    address_none="No address of yours is known here.",
    receive="Who receives it, and for how long it is kept",
    received_by="Received by: {who}",
    mails="Mail sent to you in the last 14 days",
    no_mails="None.",
    mail_kinds={
        "reader-link": "The link to this page",
        "other": "Other mail",
    },
    back="Back to your data",
)
