"""Turkish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="tr",
    confirm_subject="Lütfen onaylayın: {site} yanıtlarıyla ilgili e-postalar",
    confirm_intro="Birisi, büyük olasılıkla siz, bu yorumu sizin adresinizle {site} sitesine gönderdi ve yanıtlandığında e-posta istedi:",
    confirm_then="Size yalnızca bunu {date} tarihine kadar onaylarsanız yazarız. Bağlantı, düğmesi olan bir sayfa açar.",
    confirm_action="Onayla ya da ben değildim de",
    confirm_otherwise="Siz değilseniz bir şey yapmanız gerekmez: siz bir şey demezseniz adresiniz yedi gün sonra silinir.",
    confirm_footer="Adresiniz {site} yorum formuna yazıldığı için bir kez gönderildi. Sorumlu: {controller}.",
    reply_subject="{name} size {site} sitesinde yanıt verdi",
    reply_intro="{name}, “{page}” sayfasındaki yorumunuzu yanıtladı:",
    reply_action="Yerinde oku",
    reply_stop="Bu yorumla ilgili başka e-posta istemiyorum",
    reply_footer="Bu e-postayı, {site} sitesindeki yorumunuz yanıtlandığında e-posta istediğinizi onayladığınız için alıyorsunuz. Sorumlu: {controller}.",
    ask_title="Adresinizi onaylayın",
    ask_field="E-postadaki bağlantı",
    ask_hint="Bağlantıyla geldiyseniz ve burası boş kalıyorsa, bu sayfanın adresinin tamamını buraya kopyalayın.",
    ask_show="Devam",
    unknown="Bu bağlantı kullanılmış, çok eski ya da eksik. Hiçbir şey değiştirilmedi.",
    mine_title="Bu yorum sizin mi?",
    mine_intro="{site} sitesine sizin adresinizle ve birisi yanıtladığında e-posta isteğiyle gönderildi.",
    confirm_text="Onaylarsanız, birisi yanıtladığında {address} adresine yazarız. Her e-postada bunu sona erdiren bir bağlantı vardır.",
    confirm_button="Benim: bana yazın",
    not_me_title="Ben değildim",
    not_me_text="O hâlde adresinizi başka biri yazdı. Onu yorumdan ayırırız ve size bu konuda yazmayız. Yorum kalır; kaldırılması gerekiyorsa şu adrese yazın: {contact}.",
    not_me_button="Adresimi ayır",
    confirmed="Onaylandı. Birisi yorumunuzu yanıtladığında size yazarız.",
    recorded="Bu kaydedildi. Makbuzunuz neye onay verdiğinizi gösterir ve geri almanızı sağlar.",
    save_event="Kaydedileni sakla",
    detached="Tamam. Adresiniz artık bu yorumla bağlantılı değil ve size bu konuda yazmayız.",
    end_title="Yanıtlarla ilgili e-postaları bitir",
    end_text="Düğmeye basarsanız, {site} sitesindeki yorumunuz yanıtlandığında size artık yazmayız. Bunu geri aldığınız kaydedilir. Yorumunuz kalır.",
    end_button="Bu yorumla ilgili başka e-posta istemiyorum",
    ended="Tamam. Size bu yorumla ilgili artık yazmayız.",
    ended_more="Makbuzunuz neyin kaydedildiğini gösterir ve başka şeyleri de geri almanızı sağlar.",
)
