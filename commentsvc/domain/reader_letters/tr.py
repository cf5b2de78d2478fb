"""Turkish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="{site} sitesindeki verileriniz",
    opening="{site} sitesinde sizinle ilgili nelerin saklandığını görmek istediniz. Bu bağlantı düğmeli bir sayfa açar; düğmeye basmadan hiçbir şey olmaz.",
    action="Verilerimi göster",
    validity="Bağlantı bir kez ve {minutes} dakika boyunca çalışır.",
    footer="Bu iletiyi, {site} sitesinde bu adres yazıldığı için aldınız. Yazan siz değilseniz bir şey yapmanız gerekmez.",
    new_subject="{site} sitesindeki yeni adresinizi onaylayın",
    new_opening="{site} sitesinde yorum yazmış biri bundan sonra bu adresle tanınmak istiyor. Bu sizseniz, bağlantıdaki sayfayı açıp düğmeye basın.",
    new_action="Bu adresi onayla",
)
