"""Turkish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.notice_words import PurposeWords, Words

TEXT = """\
## Kim sorumlu
{controller}, verilerinizin burada neden ve nasıl kullanıldığına karar verir ve bu konudaki sorularınızı yanıtlar. Gizlilik \
politikası buradadır: {privacy_url}

## Yorum yazdığınızda ne olur
Adınız ve yorumunuz bu sayfada yayımlanır. Arama motorları dahil herkes bunları okuyabilir. Bir web sitesi yazarsanız adınız \
oraya bağlantı olur. Yorum, görünmeden önce veya sonra bir kişi ya da bir program tarafından incelenebilir.

## Buna neden izin var
{ground}

Yanıtlarla ilgili e-postalar ile adınızın ve adreslerinizin bu cihazda hatırlanması da sizin rızanıza dayanır. Siz \
açana kadar kapalıdır ve bunlarsız bir yorum da tam bir yorumdur.

İstenmeyen mesajları ve kötüye kullanımı önlemek için, kısa bir süre boyunca tek bir ağ adresinden kaç istek geldiğini \
sayarız. Bu, insanların kullanabileceği bir tartışma için meşru menfaatimize dayanır (GDPR madde 6(1)(f)).

Size ne gösterildiğinin ve ne seçtiğinizin kaydını tutarız, çünkü yasa bunu gösterebilmemizi zorunlu kılar (GDPR madde 5(2) \
ve 7(1)).

## Ne saklanır, ne saklanmaz
Saklananlar: adınız, yorumunuz, yazdıysanız web siteniz, sayfa ve zaman; ayrıca bu bildirimin hangi sürümünün hangi dilde \
gösterildiği, neyi işaretlediğiniz, formun hangi sürümünü kullandığınız ve tarayıcınızın “Global Privacy Control” sinyalini \
gönderip göndermediği.

E-posta adresi yazmak zorunda değilsiniz. Adresin kendisini yalnızca yanıtlarla ilgili e-posta isterseniz saklarız: \
siz onaylayana kadar en fazla yedi gün, sonra siz geri alana ya da yorumunuz silinene kadar. Her durumda, \
istediğinizde verilerinizi bulabilmek için ondan gizli bir anahtarla hesaplanan bir kod tutarız. Aynı kodla, önceki \
yorumları uygun olan kişileri tanırız; böylece sonraki yorumun beklemesi gerekmez.

Ağ adresiniz hiçbir zaman tam olarak saklanmaz. Reklam ve izleme yoktur; tarayıcınız başka hiçbir şirkete yönlendirilmez. \
Çerez yoktur; yalnızca JavaScript kullanmayan tarayıcılara ait sayfa, formunu korumak için siz tarayıcıyı kapatana kadar bir \
çerez kullanır.

Yazmakta olduğunuz metin ve yorumunuzu hâlâ değiştirebilmenizi sağlayan anahtar, siz kapatana kadar tarayıcınızın bu \
sekmesinde kalır.

Kaydın mühürlü bir parmak izi bir günlüğe yazılır. Kaydın sonradan değiştirilmediğini kanıtlar; ne adınızı ne de sözlerinizi \
içerir.

## Ne kadar süre
Yorumunuz, siz veya biz silene kadar kalır. {kept} Verilerinizi sildirdiğinizde kayıt da onlarla birlikte silinir. Yedeklerdeki \
kopyalar, yedeğin süresi dolunca yok olur.

## Görüş, inanç, sağlık
Bir yorum, yasanın özel olarak koruduğu şeyleri ortaya çıkarabilir (GDPR madde 9): siyasi görüş, inanç, sağlık, cinsel hayat, \
köken. Bunların hiçbirini bize söylemek zorunda değilsiniz. Yorumunuz yayımlanana kadar onu yalnızca yorumları inceleyenler \
görür. Yayımlandıktan sonra herkes okuyabilir; kendiniz hakkında yazdıklarınızı o zaman kendiniz açıklamış olursunuz (madde \
9(2)(e)). İstediğiniz zaman sildirebilirsiniz, ama başkaları önceden kopyalamış olabilir. Lütfen başka insanlar hakkında böyle \
şeyler yazmayın.

## Haklarınız
Verilerinizin bir kopyasını isteyebilir (madde 15), onları düzelttirebilir (16) veya sildirebilir (17), kullanımlarını \
kısıtlatabilir (18), yaygın bir dosya biçiminde alabilir (20) ve meşru menfaatlere dayanan kullanımlara itiraz edebilirsiniz \
(21). Rızanızı istediğiniz zaman geri alabilirsiniz (7(3)); o zamana kadar yapılanlar hukuka uygun kalır. Bunun ücreti yoktur \
ve bir ay içinde yanıt alırsınız. Şuraya yazın: {controller_contact}. Şikâyette de bulunabilirsiniz (madde 77). Başvuru yeri: \
{authority}.

## Geri dönüş yolu
Gönderdikten sonra bir makbuz alırsınız. Onunla, hesap açmadan ve yorum yazdığınız kadar kolayca rızanızı geri alabilirsiniz: \
yorumunuzun yanındaki düğmeyle veya makbuzun sayfasında. O zaman yorumunuz silinir. Makbuzu kaybettiyseniz şuraya yazın: \
{controller_contact}"""

WORDS = Words(
    title="Yayımlamadan önce",
    summary=(
        "{controller_name}, adınızı ve yorumunuzu herkesin okuyabileceği bu sayfada yayımlar. Bunu istediğiniz "
        "zaman geri alabileceğiniz bir makbuz alırsınız; o zaman yorumunuz silinir. E-posta adresiniz yalnızca "
        "yanıtlarla ilgili e-posta isterseniz saklanır."
    ),
    text=TEXT,
    grounds={
        "a": "Yayımlama sizin rızanıza dayanır (GDPR madde 6(1)(a)). Hayır demekte özgürsünüz: o zaman hiçbir şey gönderilmez ve "
        "okumaya devam edebilirsiniz. 16 yaşından küçükseniz lütfen önce anne babanıza sorun; bazı ülkelerde bu yaş daha düşüktür.",
        "b": "Yayımlama, bu yorum bölümünün kullanımı konusunda sizinle aramızdaki anlaşmaya dayanır: yayımlamamız için bir yorum "
        "gönderirsiniz (GDPR madde 6(1)(b)). Göndermek zorunda değilsiniz ve okumaya devam edebilirsiniz.",
        "f": "Yayımlama, bu sayfada herkese açık bir tartışma için meşru menfaatimize dayanır (GDPR madde 6(1)(f)). Yorum yazmak "
        "zorunda değilsiniz, okumaya devam edebilir ve istediğiniz zaman itiraz edebilirsiniz.",
    },
    kept={
        "zero": "Seçiminizin kaydı yorum kadar saklanır.",
        "one": "Seçiminizin kaydı yorumdan bir ay daha uzun saklanır.",
        "other": "Seçiminizin kaydı yorumdan {months} ay daha uzun saklanır.",
    },
    any_authority="yaşadığınız yerdeki veri koruma kurumu",
    publish=PurposeWords(
        label={
            "a": "{controller_name} tarafından adımın ve yorumumun burada yayımlanmasını kabul ediyorum.",
            "b": "{controller_name} tarafından verilerimin, yorumumu burada yayımlamak için nasıl kullanıldığını okudum.",
            "f": "{controller_name} tarafından verilerimin, yorumumu burada yayımlamak için nasıl kullanıldığını okudum.",
        },
        description="Adınız, yorumunuz ve yazdıysanız web siteniz bu sayfada herkese gösterilir.",
        personal_data=("ad", "yorum", "web sitesi, yazıldıysa", "sayfa", "zaman"),
        necessity="Bu olmadan yorum yayımlanamaz.",
        retention="Siz veya biz yorumu silene kadar. {kept}",
        recipients=("bu sayfayı okuyan herkes", "bu yorum bölümünü bizim için işleten ve yöneten kişiler"),
    ),
    reply_mail=PurposeWords(
        label={"a": "Birisi yorumumu yanıtladığında bana e-posta gönderin."},
        description="Önce bağlantı içeren bir e-posta alırsınız. Size yalnızca orada onaylarsanız yazarız. Her e-postada bunu sona erdiren bir bağlantı vardır.",
        personal_data=("e-posta adresi",),
        necessity="İsteğe bağlı. Onsuz da yorumunuz aynıdır.",
        retention="Siz geri alana ya da yorum silinene kadar; onaylamazsanız yedi gün.",
        recipients=("bu yorum bölümünü ve e-posta sunucusunu bizim için işletenler",),
    ),
    remember_me=PurposeWords(
        label={"a": "Bir sonraki yorumum için adım, e-posta adresim ve web sitem bu cihazda hatırlansın."},
        description="Yalnızca bu tarayıcıda kalır ve bir dahaki sefere sizin için doldurulur. İstediğiniz zaman buradan kaldırabilirsiniz.",
        personal_data=("ad", "e-posta adresi, yazıldıysa", "web sitesi, yazıldıysa"),
        necessity="İsteğe bağlı. Onsuz da yorumunuz aynıdır.",
        retention="Siz kaldırana kadar, yalnızca bu cihazda.",
        recipients=(),
    ),
    withdrawal_method=(
        "Gönderdikten sonra aldığınız makbuzla: yorumunuzun yanındaki düğme veya makbuzun sayfası. Makbuz yoksa şu adrese bir "
        "mesajla: {controller_contact}"
    ),
    labels={
        "name": "Ad",
        "email": "E-posta",
        "email_hint": "Yayımlanmaz. Yalnızca yanıtlarla ilgili e-posta isterseniz saklanır; yoksa yalnızca bir kod kalır ve yorumlarınız onunla tanınır, isterseniz bulunur.",
        "website": "Web sitesi",
        "body": "Yorum",
        "placeholder": "Ne düşünüyorsunuz?",
        "reply_to": "Yanıtlanan: {name}",
        "reply_placeholder": "Yanıtınız",
        "optional": "isteğe bağlı",
        "required": "zorunlu",
        "details": "Bildirimin tamamını oku",
        "hide_details": "Bildirimin tamamını gizle",
        "privacy_policy": "Gizlilik politikası",
        "controller": "Sorumlu",
        "heading": "Yorumlar",
        "sort": "Sıralama",
        "oldest": "Önce en eskiler",
        "newest": "Önce en yeniler",
        "guest": "Misafir",
        "edited": "düzenlendi",
        "author_pending": "Bunu yalnızca siz görebilirsiniz",
        "receipt": "Makbuzunuz",
        "receipt_id": "Numara",
        "receipt_secret": "Gizli kod",
        "keep_receipt": "Daha sonra geri alabilmem için makbuzu bu cihazda sakla",
        "basis_a": "rızanız",
        "basis_b": "sizinle bir anlaşma",
        "basis_f": "meşru menfaatler",
    },
    buttons={
        "write": "Yorum yaz",
        "submit": "Yorumu yayımla",
        "reply": "Yanıtı yayımla",
        "open_reply": "Yanıtla",
        "cancel": "Vazgeç",
        "edit": "Düzenle",
        "save": "Kaydet",
        "delete": "Sil",
        "delete_confirm": "Evet, sil",
        "withdraw": "Geri al",
        "withdraw_confirm": "Evet, geri al ve sil",
        "forget": "Beni bu cihazda unut",
        "copy": "Kopyala",
        "save_file": "Dosya olarak kaydet",
        "close": "Kapat",
        "retry": "Yeniden dene",
        "stop": "Denemeyi bırak",
        "more": "Daha fazla yorum göster",
        "more_replies": "Daha fazla yanıt göster",
        "permalink": "Bu yorumun bağlantısı",
    },
    messages={
        "count": {"one": "{n} yorum", "other": "{n} yorum"},
        "replies": {"one": "{n} yanıt daha göster", "other": "{n} yanıt daha göster"},
        "empty": "Henüz yorum yok. İlk yorum sizinki olabilir.",
        "empty_closed": "Yorum yok.",
        "loading": "Yorumlar yükleniyor",
        "loading_failed": "Yorumlar yüklenemedi.",
        "closed": "Bu tartışma kapandı. Yine de okuyabilirsiniz.",
        "gone": "Bu yorum artık burada değil.",
        "sending": "Gönderiliyor",
        "pending": "Teşekkürler. Yorumunuz incelenmeyi bekliyor. O zamana kadar onu yalnızca siz görebilirsiniz.",
        "published": "Yorumunuz yayımlandı.",
        "reply_mail_sent": "Yanıtlarla ilgili e-postalar siz onaylayınca başlar: lütfen posta kutunuza bakın.",
        "changed": "Değişikliğiniz kaydedildi.",
        "draft_kept": "Yazdıklarınız bu sekmede duruyor.",
        "offline": "Bağlantı yok. Yazdıklarınız duruyor ve kendiliğinden yeniden gönderilecek.",
        "form_failed": "Form açılamadı. Yazdıklarınız duruyor.",
        "notice_changed": "Bu formu açtığınızdan beri bildirim değişti. Lütfen bir kez daha okuyup yeniden seçin. Yazdıklarınız hâlâ burada.",
        "form_expired": "Bu form uzun süre açık kaldı ve yenilendi. Yazdıklarınız hâlâ burada.",
        "check_fields": "Lütfen işaretli alanlara bakın.",
        "consent_required": "Bu olmadan yorumunuz yayımlanamaz.",
        "name_required": "Lütfen bir ad yazın. Gerçek adınız olması gerekmez.",
        "email_required": "Lütfen bir e-posta adresi yazın ya da yanıtlarla ilgili e-postaların işaretini kaldırın.",
        "body_required": "Lütfen bir şey yazın.",
        "too_long": "Metin çok uzun. Fazla karakter sayısı: {n}.",
        "too_many": "Az önce çok sayıda yorum geldi. Lütfen biraz sonra yeniden deneyin.",
        "failed": "Olmadı. Yazdıklarınız duruyor; lütfen yeniden deneyin.",
        "not_allowed": "Bu sayfadan yorum gönderilemez.",
        "edit_closed": "Bu yorumu değiştirme süresi doldu. Makbuzunuzla onu yine de sildirebilirsiniz.",
        "delete_confirm": "Bu yorum silinsin mi? Ona ait verilerle birlikte silinir. Bu geri alınamaz.",
        "deleted": "Yorumunuz silindi.",
        "receipt": "Size ne gösterildiğini ve ne seçtiğinizi gösterir; onunla rızanızı istediğiniz zaman geri alabilirsiniz. Yeniden gönderemeyiz: şimdi kopyalayın veya kaydedin.",
        "copied": "Kopyalandı.",
        "copy_failed": "Kopyalanamadı. Lütfen metni seçip kendiniz kopyalayın.",
        "saved": "Kaydedildi.",
        "kept": "Makbuz bu cihazda saklandı.",
        "link_copied": "Bağlantı kopyalandı.",
        "withdraw_confirm": "Rızanız geri alınsın mı? Yorumunuz, ona ait verilerle birlikte silinir. Bu geri alınamaz.",
        "withdrawn": "Geri alındı. Yorumunuz silindi.",
        "remembered": "Bu cihazın hatırladıklarıyla dolduruldu.",
        "forgotten": "Bu cihaz sizi unuttu.",
    },
)
