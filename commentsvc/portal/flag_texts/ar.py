"""Arabic."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="تنبيه",
    title="نبّه إلى هذا التعليق",
    intro="نبّه مشرفي {site} إلى هذا التعليق. سيقرؤونه ويقررون. أن يكون لك رأي آخر ليس سببًا.",
    why="ما المشكلة فيه؟",
    spam="إنه إعلان أو رسالة مزعجة",
    rude="يهين أحدًا أو يهدده",
    off_topic="لا صلة له بالموضوع",
    other="شيء آخر",
    privacy="لا أحد يسأل من أنت. حتى لا يُحسب أحد مرتين، يُحفظ ليوم واحد رمز مصنوع من جزء من عنوان شبكتك.",
    illegal="هل هو مخالف للقانون؟",
    report="إذن بلّغ عنه: ستصلك إجابة.",
    send="إرسال",
    done_title="شكرًا",
    done="المشرفون على علم بذلك. لا يُخبَر أحد كم مرة نُبّه إلى تعليق.",
    not_here="لا يوجد هنا تعليق عام يمكن التنبيه إليه.",
)
