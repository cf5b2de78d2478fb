"""English."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## What you decide
Each purpose has a switch of its own, and every switch is off until you turn it on. Beside it stands what it does, \
which data it uses, who receives them and how long they are kept. All of it rests on your consent alone (Article \
6(1)(a) GDPR, and the law on storing things on your device). If you are under 16, please ask your parents first; in \
some countries the age is lower.

## What is kept of your choice
This browser keeps the bare choice for six months: which purposes, which version of this text, until which day. It \
holds no number by which anybody could recognise you. If you say no, nothing else is kept anywhere.

If you say yes, we keep a record of what you were shown and what you chose, because the law asks us to be able to \
prove it (Article 7(1) GDPR). Your name, your address and the page you were reading are not in it. A sealed \
fingerprint of the record goes into a log and proves that nobody changed it later. A yes ends by itself after six \
months; then you are asked again.

## The way back
Taking back is as easy as giving: open this notice again and press the other button. On this device that takes \
effect at once. To have it written into the record as well, the receipt is needed that you get with a yes. It is at \
hand here until you close this tab, and longer if you keep it on this device. Elsewhere, use the receipt’s page.

## The signal of your browser
If your browser sends Global Privacy Control, we take it as a no to everything optional, until you choose otherwise \
yourself."""

WORDS = ChoiceWords(
    title="Your privacy choices",
    summary="{controller_name} asks whether this site may do more than it needs to work. All of that is off now. You can say no and read on as before, and change your mind at any time.",
    text=TEXT,
    kept="The record is kept as long as your choice holds.",
    kept_months="The record is kept as long as your choice holds, and longer by this number of months: {months}.",
    necessity="Optional. The site works the same without it.",
    retention="Until you say no, and for six months at most.",
    withdrawal_method="On every page: open the privacy choices and press the other button. With the receipt, on the receipt’s page too.",
    statistics=OwnPurpose(
        label="Statistics",
        description="Counts which pages are read and how, so that the site can be made better.",
        personal_data=(
            "pages you open",
            "time",
            "kind of device and browser",
        ),
    ),
    marketing=OwnPurpose(
        label="Advertising",
        description="Shows advertising that fits what you read, and measures whether it works.",
        personal_data=(
            "pages you open",
            "time",
            "kind of device and browser",
            "a number by which your browser is recognised",
        ),
    ),
    external_media=OwnPurpose(
        label="Content of other providers",
        description="Loads videos, maps and posts directly from other providers. They then see your network address and which page you are reading.",
        personal_data=(
            "network address",
            "page",
            "what the provider stores in your browser",
        ),
    ),
    preferences=OwnPurpose(
        label="Preferences",
        description="Remembers on this device how you like the site: language, size of type, appearance.",
        personal_data=("your settings",),
    ),
    labels=ChoiceLabels(
        open="Privacy choices",
        data="Data used",
        recipients="Who receives them",
        how_long="How long",
    ),
    buttons=ChoiceButtons(
        accept="Accept all",
        refuse="Refuse all",
        choose="Choose one by one",
        save="Save my choice",
    ),
    messages=ChoiceMessages(
        gpc="Your browser sends Global Privacy Control. We take it as a no: everything optional is off, unless you choose otherwise here.",
        given="Your choice is saved and recorded.",
        withdrawn="Taken back. It takes effect at once and is recorded.",
        withdrawn_here="Taken back on this device. It takes effect at once. To have it recorded as well, use your receipt.",
        failed="That could not be recorded, so nothing was turned on. Please try again.",
        changed="This notice has changed since you last chose. Please choose once more.",
        receipt="With it you can take your choice back from any device. We cannot send it again: copy or save it.",
        elsewhere="This is written into the record. What a browser has stored cannot be reached from here: on the device on which you said yes, open the privacy choices of the site and refuse there too.",
    ),
)
