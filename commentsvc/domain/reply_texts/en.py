"""English."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="en",
    confirm_subject="Please confirm: mail about replies on {site}",
    confirm_intro="Somebody, probably you, sent this comment to {site} with your address, and asked for mail when it is answered:",
    confirm_then="We write to you only if you confirm that, until {date}. The link opens a page with a button.",
    confirm_action="Confirm, or say that it was not you",
    confirm_otherwise="If it was not you, you need do nothing: without your word your address is deleted after seven days.",
    confirm_footer="Sent once, because your address was typed into the comment form of {site}. Responsible: {controller}.",
    reply_subject="{name} answered you on {site}",
    reply_intro="{name} answered your comment on “{page}”:",
    reply_action="Read it where it stands",
    reply_stop="No more mail about this comment",
    reply_footer="You get this mail because you confirmed that you want mail when your comment on {site} is answered. Responsible: {controller}.",
    ask_title="Confirm your address",
    ask_field="The link from the mail",
    ask_hint="If you came by the link and this stays empty, copy the whole address of this page into it.",
    ask_show="Continue",
    unknown="This link was used, is too old, or is not whole. Nothing was changed.",
    mine_title="Is this your comment?",
    mine_intro="It was sent to {site} with your address, and with the wish for mail when somebody answers it.",
    confirm_text="If you confirm, we write to {address} when somebody answers. Every mail has a link that ends this.",
    confirm_button="It is mine: write to me",
    not_me_title="It was not me",
    not_me_text="Then somebody else typed your address. We take it off the comment and do not write to you about it. The comment stays; if it should go, write to {contact}.",
    not_me_button="Take my address off it",
    confirmed="Confirmed. We write to you when somebody answers your comment.",
    recorded="This was recorded. Your receipt shows what you agreed to, and lets you take it back.",
    save_event="Save what was recorded",
    detached="Done. Your address is no longer connected with this comment, and we do not write to you about it.",
    end_title="End mail about replies",
    end_text="If you press the button, we no longer write to you when somebody answers your comment on {site}. It is recorded that you took this back. Your comment stays.",
    end_button="No more mail about this comment",
    ended="Done. We no longer write to you about this comment.",
    ended_more="Your receipt shows what was recorded, and lets you take back more.",
)
