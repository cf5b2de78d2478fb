"""Turkish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.choice_words import ChoiceButtons, ChoiceLabels, ChoiceMessages, ChoiceWords, OwnPurpose

TEXT = """\
## Neye karar verirsiniz
Her amacın kendi anahtarı vardır ve siz açana kadar hepsi kapalıdır. Yanında ne yaptığı, hangi verileri kullandığı, \
bunları kimin aldığı ve ne kadar saklandığı yazar. Hepsi yalnızca rızanıza dayanır (GDPR madde 6(1)(a) ve \
cihazınızda saklamaya ilişkin yasa). 16 yaşından küçükseniz lütfen önce anne babanıza sorun; bazı ülkelerde yaş daha \
düşüktür.

## Tercihinizden ne saklanır
Bu tarayıcı altı ay boyunca yalnızca tercihin kendisini saklar: hangi amaçlar, bu metnin hangi sürümü, hangi güne \
kadar. İçinde sizi tanımaya yarayacak bir numara yoktur. Hayır derseniz hiçbir yerde başka bir şey saklanmaz.

Evet derseniz size ne gösterildiğinin ve ne seçtiğinizin kaydını saklarız, çünkü yasa bunu kanıtlayabilmemizi ister \
(GDPR madde 7(1)). Adınız, adresiniz ve okuduğunuz sayfa bu kayıtta yoktur. Kaydın mühürlü bir parmak izi bir \
günlüğe girer ve sonradan kimsenin onu değiştirmediğini kanıtlar. Evet altı ay sonra kendiliğinden sona erer; o \
zaman size yeniden sorulur.

## Geri dönüş yolu
Geri almak, vermek kadar kolaydır: bu bildirimi yeniden açın ve öbür düğmeye basın. Bu cihazda hemen geçerli olur. \
Kayda da yazılması için, evet dediğinizde aldığınız makbuz gerekir. Bu sekmeyi kapatana kadar burada elinizin \
altındadır, bu cihazda saklarsanız daha uzun süre kalır. Başka yerde makbuzun sayfasını kullanın.

## Tarayıcınızın sinyali
Tarayıcınız Global Privacy Control gönderiyorsa, siz başka türlü seçene kadar bunu isteğe bağlı her şeye hayır \
olarak anlarız."""

WORDS = ChoiceWords(
    title="Gizlilik tercihleriniz",
    summary="{controller_name}, bu sitenin çalışmak için gerekenden fazlasını yapıp yapamayacağını soruyor. Şu anda bunların hepsi kapalı. Hayır deyip eskisi gibi okumaya devam edebilir, fikrinizi istediğiniz zaman değiştirebilirsiniz.",
    text=TEXT,
    kept="Kayıt, tercihiniz geçerli olduğu sürece saklanır.",
    kept_months="Kayıt, tercihiniz geçerli olduğu sürece ve şu kadar ay daha saklanır: {months}.",
    necessity="İsteğe bağlı. Site bu olmadan da aynı şekilde çalışır.",
    retention="Siz hayır diyene kadar, en fazla altı ay.",
    withdrawal_method="Her sayfada: gizlilik tercihlerini açın ve öbür düğmeye basın. Makbuzla, makbuzun sayfasında da.",
    statistics=OwnPurpose(
        label="İstatistik",
        description="Siteyi iyileştirmek için hangi sayfaların nasıl okunduğunu sayar.",
        personal_data=(
            "açtığınız sayfalar",
            "zaman",
            "cihaz ve tarayıcı türü",
        ),
    ),
    marketing=OwnPurpose(
        label="Reklam",
        description="Okuduklarınıza uyan reklamlar gösterir ve işe yarayıp yaramadığını ölçer.",
        personal_data=(
            "açtığınız sayfalar",
            "zaman",
            "cihaz ve tarayıcı türü",
            "tarayıcınızın tanındığı bir numara",
        ),
    ),
    external_media=OwnPurpose(
        label="Başka sağlayıcıların içeriği",
        description="Videoları, haritaları ve gönderileri doğrudan başka sağlayıcılardan yükler. O zaman ağ adresinizi ve hangi sayfayı okuduğunuzu görürler.",
        personal_data=(
            "ağ adresi",
            "sayfa",
            "sağlayıcının tarayıcınızda sakladıkları",
        ),
    ),
    preferences=OwnPurpose(
        label="Kişisel ayarlar",
        description="Siteyi nasıl sevdiğinizi bu cihazda hatırlar: dil, yazı boyutu, görünüm.",
        personal_data=("ayarlarınız",),
    ),
    labels=ChoiceLabels(
        open="Gizlilik tercihleri",
        data="Kullanılan veriler",
        recipients="Kim alır",
        how_long="Ne kadar süre",
    ),
    buttons=ChoiceButtons(
        accept="Hepsini kabul et",
        refuse="Hepsini reddet",
        choose="Tek tek seç",
        save="Tercihimi kaydet",
    ),
    messages=ChoiceMessages(
        gpc="Tarayıcınız Global Privacy Control gönderiyor. Bunu hayır olarak anlıyoruz: burada başka türlü seçmedikçe isteğe bağlı her şey kapalıdır.",
        given="Tercihiniz saklandı ve kaydedildi.",
        withdrawn="Geri alındı. Hemen geçerli oldu ve kaydedildi.",
        withdrawn_here="Bu cihazda geri alındı. Hemen geçerli oldu. Kaydedilmesi için makbuzunuzu kullanın.",
        failed="Bu kaydedilemedi, bu yüzden hiçbir şey açılmadı. Lütfen yeniden deneyin.",
        changed="Bu bildirim siz seçtiğinizden beri değişti. Lütfen bir kez daha seçin.",
        receipt="Onunla tercihinizi herhangi bir cihazdan geri alabilirsiniz. Yeniden gönderemeyiz: kopyalayın veya kaydedin.",
        elsewhere="Bu kayda yazıldı. Bir tarayıcının sakladıklarına buradan ulaşılamaz: evet dediğiniz cihazda sitenin gizlilik tercihlerini açın ve orada da reddedin.",
    ),
)
