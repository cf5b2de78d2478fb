"""Arabic."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="بياناتك في {site}",
    opening="طلبت أن ترى ما هو محفوظ عنك في {site}. يفتح هذا الرابط صفحة فيها زر، ولا يحدث شيء قبل أن تضغط عليه.",
    action="اعرض بياناتي",
    validity="يعمل الرابط مرة واحدة، لمدة {minutes} دقيقة.",
    footer="وصلتك هذه الرسالة لأن هذا العنوان كُتب في {site}. إن لم تكن أنت من كتبه فلا حاجة إلى فعل شيء.",
    new_subject="أكّد عنوانك الجديد في {site}",
    new_opening="شخص علّق في {site} يريد أن يُعرف بهذا العنوان من الآن فصاعدًا. إن كنت أنت، فافتح الصفحة من هذا الرابط واضغط على الزر.",
    new_action="أكّد هذا العنوان",
)
