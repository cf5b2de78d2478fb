"""Turkish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="Uyar",
    title="Bu yorum için uyar",
    intro="{site} moderatörlerinin dikkatini bu yoruma çek. Okur ve karar verirler. Aynı fikirde olmamak bir neden değildir.",
    why="Neyi yanlış?",
    spam="Reklam ya da istenmeyen içerik",
    rude="Birine hakaret ya da tehdit ediyor",
    off_topic="Konuyla ilgisi yok",
    other="Başka bir şey",
    privacy="Kim olduğunu kimse sormaz. Kimse iki kez sayılmasın diye ağ adresinin bir bölümünden yapılan bir kod bir gün saklanır.",
    illegal="Yasaya aykırı mı?",
    report="O zaman bildir: sana yanıt verilir.",
    send="Gönder",
    done_title="Teşekkürler",
    done="Moderatörlerin haberi oldu. Bir yorum için kaç kez uyarıldığı kimseye söylenmez.",
    not_here="Burada uyarılabilecek herkese açık bir yorum yok.",
)
