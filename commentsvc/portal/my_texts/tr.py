"""Turkish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.my_text import MyText

TEXT = MyText(
    intro="Yorum yazmak için hesap gerekmez. Buraya, verdiğiniz adresle ya da bir yorumun makbuzuyla girilir. Sizinle ilgili nelerin saklandığını görür; bunları değiştirebilir, geri alabilir, yanınıza alabilir ya da sildirebilirsiniz.",
    by_mail="E-posta adresinizle",
    by_mail_text="Bir yorumda verdiğiniz adresi yazın. Yalnızca bu tek ileti için kullanılır, saklanmaz.",
    send_link="Bana bağlantı gönder",
    no_mail="Bu site e-posta göndermiyor; bu yüzden adresle girilemez. Bir makbuz kullanın ya da {contact} adresine yazın.",
    by_receipt_text="Makbuzun ait olduğu yorumu görürsünüz. İçeride başka makbuzlar ekleyebilirsiniz.",
    without_either="İkisi de yoksa",
    ended="Bu cihazda başka kimse verilerinizi görmesin diye ziyaretiniz sona erdi. Lütfen yeniden girin.",
    left="Çıkış yaptınız.",
    too_many="Bu çok sık istendi. Lütfen bir saat sonra yeniden deneyin.",
    not_address="Bu bir e-posta adresine benzemiyor.",
    sent_title="Posta kutunuza bakın",
    sent="Bu adresle saklanan bir şey varsa bir bağlantı yolda. Bir kez ve {minutes} dakika boyunca çalışır.",
    sent_nothing="Bir şey gelmiyor mu? İstenmeyen postalara bakın ya da kullanmış olabileceğiniz başka bir adresi deneyin. {contact} adresine de yazabilirsiniz.",
    enter_text="Sizinle ilgili nelerin saklandığını görmek için düğmeye basın. Bu hiçbir şeyi değiştirmez.",
    enter_field="İletideki bağlantı ya da makbuzunuz",
    enter="Verilerimi göster",
    link_dead="Bu bir şey açmıyor. Bir bağlantı bir kez, {minutes} dakika boyunca ve gönderildiği sitede çalışır. Yenisini isteyin.",
    cookie="İçeride olduğunuz sürece tek bir çerez kapıyı sizin için açık tutar. Çıkınca, 30 dakika tıklama olmayınca ve en geç iki saat sonra sona erer.",
    sign_out="Çıkış yap",
    form_refused="Hiçbir şey değiştirilmedi: bu form çok uzun süre açık kaldı ya da bu sayfadan gelmiyor. Geri dönüp yeniden deneyin.",
    comments="Yorumlarınız",
    none="Burada size ait bir yorum yok.",
    replies="Herkese açık yanıtlar: {n}",
    open="Ayrıntılar ve değişiklikler",
    page_of="Sayfa {page} / {pages}",
    newer="Daha yeni",
    older="Daha eski",
    unconfirmed="Adresinizle gönderilmiş ama onaylanmamış",
    unconfirmed_text="Bunlar sizin adresinizle gönderildi ve kimse gönderenin siz olduğunuzu göstermedi. Bir adres yazmak hiçbir şey kanıtlamaz. Bu yüzden burada yalnızca nerede ve ne zaman olduğunu görürsünüz.",
    add_receipt="Makbuz ekle",
    add_receipt_text="Ait olduğu yorum bundan sonra burada da gösterilir.",
    address="Adresiniz",
    address_kept="{address}, istediğiniz iletileri size göndermek için saklanıyor.",
    address_code="Saklanmıyor. Yalnızca ondan üretilmiş bir kod var; yorumlarınız onunla bulunur.",
    address_none="Burada size ait bir adres bilinmiyor.",
    receive="Kim alıyor ve ne kadar süre saklanıyor",
    received_by="Alan: {who}",
    mails="Son 14 günde size gönderilen iletiler",
    no_mails="Yok.",
    mail_kinds={
        "reader-link": "Bu sayfanın bağlantısı",
        "other": "Başka ileti",
    },
    back="Verilerinize dön",
)
