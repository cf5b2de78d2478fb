"""English."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Flag",
    title="Flag this comment",
    intro="Point the moderators of {site} to this comment. They look at it and decide. That you do not agree with it is no reason.",
    why="What is wrong with it?",
    spam="It is advertising or spam",
    rude="It insults or threatens somebody",
    off_topic="It has nothing to do with the subject",
    other="Something else",
    privacy="Nobody asks who you are. So that nobody is counted twice, a code made from a part of your network address is kept for a day.",
    illegal="Is it against the law?",
    report="Then report it: you get an answer.",
    send="Send",
    done_title="Thank you",
    done="The moderators know. Nobody is told how often a comment was flagged.",
    not_here="There is no public comment here that could be flagged.",
)
