"""Ukrainian."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="Ваші дані на {site}",
    opening="Ви просили показати, що збережено про вас на {site}. Посилання відкриває сторінку з кнопкою; доки ви її не натиснете, нічого не станеться.",
    action="Показати мої дані",
    validity="Посилання діє один раз і {minutes} хвилин.",
    footer="Ви отримали це, бо цю адресу ввели на {site}. Якщо це були не ви, нічого робити не треба.",
    new_subject="Підтвердьте свою нову адресу на {site}",
    new_opening="Хтось, хто коментував на {site}, хоче надалі бути відомим за цією адресою. Якщо це ви, відкрийте сторінку за посиланням і натисніть кнопку.",
    new_action="Підтвердити цю адресу",
)
