"""What readers are told about their requests, in Turkish."""

from commentsvc.domain.request_text import RequestText

TEXT = RequestText(
    kinds={
        "access": "verilerimin bir kopyası",
        "erasure": "verilerim silinsin",
        "rectification": "verilerim düzeltilsin",
        "portability": "yanıma alabileceğim verilerim",
        "restriction": "verilerim saklansın ama başka bir şey yapılmasın",
        "objection": "verilerim artık kullanılmasın",
        "impersonation": "adresimle başka biri yazdı",
    },
    confirm_subject="{site}: lütfen isteğinizi onaylayın",
    confirm_intro="Biri, büyük olasılıkla siz, adresinizle {site} sitesine şu isteği gönderdi:",
    confirm_action="Evet, bu benim isteğim",
    confirm_hint="Bağlantı bir kez ve 24 saat içinde çalışır. Siz değilseniz hiçbir şey yapmayın: istek silinir.",
    subject="{site} sitesine {reference} numaralı isteğiniz",
    asked="{day} günü şunu istediniz:",
    extended="Bunun için daha çok zamana ihtiyacımız var. Yanıtı en geç {day} günü alırsınız.",
    reason="Nedeni:",
    answer="Yanıtımız:",
    copy="Kopyanız hazır. Onu kendi sayfanızda bulursunuz; giriş bağlantısı bu adrese gönderilir.",
    nothing=(
        "{site} sitesinde adresinizle saklanan hiçbir şey yok. Adressiz gönderilenler yalnızca makbuzuyla bulunabilir."
    ),
    reported=(
        "Adresinizle yorumlar bildirildi. Her bildirimin alındığını bildiren e-postadaki bağlantı, ondan"
        " nelerin saklandığını gösterir."
    ),
    unconfirmed=(
        "Adresinizle gönderilmiş, kimsenin onaylamadığı yorumlar var. Başka biri yazmış olabilir; bu "
        "yüzden onları ne kopyaladık ne de sildik."
    ),
    erased="{site} sitesinde size ait olan silindi. Bu geri alınamaz.",
    kept=(
        "Bir bölümü en geç {day} gününe kadar saklanır, çünkü hukuki talepler için gereklidir (GDPR md. "
        "17(3)(e)). Kimseye gösterilmez ve sonra silinir."
    ),
    restricted=(
        "Artık söz konusu olanı yalnızca saklıyoruz, başka bir şey yapmıyoruz. Kimseye gösterilmez. Bu "
        "sona ermeden size haber veririz."
    ),
    lifted=(
        "Bu kısıtlamayı {day} günü kaldıracağız. Sonra saklananlar yeniden gösterilebilir ve "
        "kullanılabilir. Katılmıyorsanız o günden önce yanıt verin."
    ),
    objected="İtirazınıza uyuyoruz. Söz konusu olan artık gösterilmiyor ve kullanılmıyor.",
    done="İstediğinizi yaptık.",
    refused="İstediğinizi yapmıyoruz.",
    complain="Memnun değilseniz bir veri koruma kurumuna şikâyet edebilir veya mahkemeye gidebilirsiniz.",
    open_mine="Verilerimi aç",
    footer=(
        "Bu e-postayı, bu adresle {site} sitesine yapılan bir istek nedeniyle alıyorsunuz. Sorumlu: "
        "{controller}, {contact}."
    ),
    page_title="İsteği onayla",
    page_intro="Buraya bir e-postadan geldiniz. Alan boşsa e-postadaki bağlantıyı yapıştırın.",
    page_field="E-postadaki bağlantı",
    page_show="İsteği göster",
    page_asked="Adresinizle {site} sitesinden şu istendi:",
    page_erases="Onayladığınızda burada size ait olan silinir. Bu geri alınamaz.",
    page_done="{reference} numaralı isteğiniz onaylandı. Yanıt en geç {day} günü adresinize gelir.",
    page_unknown="Bu bağlantı daha önce kullanılmış ya da çok eski. Yeniden isteyebilirsiniz.",
)
