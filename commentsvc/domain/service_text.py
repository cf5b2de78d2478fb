"""What readers are told of spam services that a site asks, in every language of the notices. No I/O."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ServiceText:
    """A section of the notice: its heading, and what it says with `{names}` of who is asked."""

    heading: str
    sentence: str


TEXTS: Mapping[str, ServiceText] = {
    "ar": ServiceText(
        "من يفحص التعليق أيضًا",
        "قبل أن يظهر تعليقك، يُرسل نصه وموقعك إن ذكرته وعنوان هذه الصفحة ولغتها إلى {names} لكشف الرسائل المزعجة. وقد نخبر هذه الجهة بعد ذلك هل كان التعليق مزعجًا أم لا. لا يُرسل اسمك ولا عنوان بريدك الإلكتروني ولا عنوان شبكتك. ويستند ذلك إلى مصلحتنا المشروعة في نقاش خالٍ من الرسائل المزعجة (المادة 6(1)(f) من اللائحة العامة لحماية البيانات).",
    ),
    "cs": ServiceText(
        "Kdo ještě komentář kontroluje",
        "Než se váš komentář objeví, pošle se jeho text, váš web, pokud jej uvedete, adresa této stránky a její jazyk příjemci {names}, aby se poznal spam. Potom mu můžeme sdělit, zda to spam byl. Vaše jméno, vaše e-mailová adresa ani vaše síťová adresa se neposílají. Zakládá se to na našem oprávněném zájmu na diskusi bez spamu (čl. 6 odst. 1 písm. f) GDPR).",
    ),
    "da": ServiceText(
        "Hvem der også tjekker for spam",
        "Før din kommentar vises, sendes teksten, dit websted, hvis du angiver et, denne sides adresse og sprog til {names}, så spam bliver fundet. Bagefter kan vi fortælle, om det var spam. Dit navn, din e-mailadresse og din netværksadresse sendes ikke. Det hviler på vores legitime interesse i en debat uden spam (artikel 6, stk. 1, litra f, i GDPR).",
    ),
    "de": ServiceText(
        "Wer noch auf Spam prüft",
        "Bevor Ihr Kommentar erscheint, werden sein Text, Ihre Website, falls Sie eine angeben, die Adresse dieser Seite und die Sprache an {names} gesendet, damit Spam gefunden wird. Danach teilen wir dort vielleicht mit, ob es Spam war. Ihr Name, Ihre E-Mail-Adresse und Ihre Netzwerkadresse werden nicht gesendet. Das beruht auf unserem berechtigten Interesse an einer Diskussion ohne Spam (Artikel 6 Absatz 1 Buchstabe f DSGVO).",
    ),
    "en": ServiceText(
        "Who else checks for spam",
        "Before your comment appears, its text, your website if you give one, the address of this page and the language are sent to {names}, so that spam is found. Afterwards we may say there whether it was spam. Your name, your e-mail address and your network address are not sent. This rests on our legitimate interest in a discussion without spam (Article 6(1)(f) GDPR).",
    ),
    "es": ServiceText(
        "Quién más busca spam",
        "Antes de que aparezca su comentario, el texto, su sitio web si lo indica, la dirección de esta página y el idioma se envían a {names} para detectar el spam. Después podemos comunicarle si lo era. No se envían su nombre, su dirección de correo electrónico ni su dirección de red. Esto se basa en nuestro interés legítimo en un debate sin spam (artículo 6, apartado 1, letra f), del RGPD).",
    ),
    "fi": ServiceText(
        "Kuka muu tarkistaa roskapostin varalta",
        "Ennen kuin kommenttisi näkyy, sen teksti, verkkosivustosi, jos ilmoitat sellaisen, tämän sivun osoite ja kieli lähetetään vastaanottajalle {names}, jotta roskaposti löytyy. Sen jälkeen voimme kertoa sille, oliko kommentti roskapostia. Nimeäsi, sähköpostiosoitettasi tai verkko-osoitettasi ei lähetetä. Tämä perustuu oikeutettuun etuumme käydä keskustelua ilman roskapostia (yleisen tietosuoja-asetuksen 6 artiklan 1 kohdan f alakohta).",
    ),
    "fr": ServiceText(
        "Qui d’autre vérifie le spam",
        "Avant que votre commentaire ne paraisse, son texte, votre site web si vous en indiquez un, l’adresse de cette page et la langue sont envoyés à {names}, afin de détecter le spam. Ensuite, nous pouvons lui dire si c’en était. Votre nom, votre adresse e-mail et votre adresse réseau ne sont pas envoyés. Cela repose sur notre intérêt légitime à une discussion sans spam (article 6, paragraphe 1, point f), du RGPD).",
    ),
    "it": ServiceText(
        "Chi altro controlla lo spam",
        "Prima che il tuo commento appaia, il testo, il tuo sito web se lo indichi, l’indirizzo di questa pagina e la lingua vengono inviati a {names}, perché lo spam sia riconosciuto. In seguito possiamo comunicare se lo era. Il tuo nome, il tuo indirizzo e-mail e il tuo indirizzo di rete non vengono inviati. Ciò si basa sul nostro legittimo interesse a una discussione senza spam (articolo 6, paragrafo 1, lettera f), del GDPR).",
    ),
    "ja": ServiceText(
        "ほかに迷惑投稿を調べるところ",
        "コメントが表示される前に、迷惑投稿を見つけるため、その本文、入力された場合はウェブサイト、このページのアドレス、言語が{names}に送られます。その後、迷惑投稿だったかどうかを伝えることがあります。あなたの名前、メールアドレス、ネットワークアドレスは送られません。これは、迷惑投稿のない議論という私たちの正当な利益に基づきます（GDPR第6条1項f号）。",
    ),
    "nl": ServiceText(
        "Wie nog meer op spam controleert",
        "Voordat uw reactie verschijnt, worden de tekst, uw website als u die opgeeft, het adres van deze pagina en de taal naar {names} gestuurd, zodat spam wordt gevonden. Daarna kunnen we laten weten of het spam was. Uw naam, uw e-mailadres en uw netwerkadres worden niet verstuurd. Dit berust op ons gerechtvaardigd belang bij een gesprek zonder spam (artikel 6, lid 1, onder f, AVG).",
    ),
    "pl": ServiceText(
        "Kto jeszcze sprawdza spam",
        "Zanim komentarz się pojawi, jego treść, podana strona internetowa, adres tej strony i język są wysyłane do {names}, aby wykryć spam. Potem możemy przekazać, czy był to spam. Imię, adres e-mail ani adres sieciowy nie są wysyłane. Podstawą jest nasz prawnie uzasadniony interes w dyskusji bez spamu (art. 6 ust. 1 lit. f RODO).",
    ),
    "pt": ServiceText(
        "Quem mais procura spam",
        "Antes de o seu comentário aparecer, o texto, o seu site se o indicar, o endereço desta página e o idioma são enviados a {names}, para que o spam seja encontrado. Depois podemos dizer-lhe se era spam. O seu nome, o seu endereço de e-mail e o seu endereço de rede não são enviados. Isto assenta no nosso interesse legítimo numa discussão sem spam (artigo 6.º, n.º 1, alínea f), do RGPD).",
    ),
    "sv": ServiceText(
        "Vem mer som letar efter skräp",
        "Innan din kommentar visas skickas texten, din webbplats om du anger en, den här sidans adress och språket till {names}, så att skräp hittas. Efteråt kan vi tala om ifall det var skräp. Ditt namn, din e-postadress och din nätverksadress skickas inte. Det vilar på vårt berättigade intresse av en diskussion utan skräp (artikel 6.1 f i GDPR).",
    ),
    "tr": ServiceText(
        "İstenmeyen iletileri başka kim denetler",
        "Yorumunuz görünmeden önce metni, verdiyseniz web siteniz, bu sayfanın adresi ve dili, istenmeyen iletileri bulmak için {names} alıcısına gönderilir. Sonra ona yorumun istenmeyen ileti olup olmadığını söyleyebiliriz. Adınız, e-posta adresiniz ve ağ adresiniz gönderilmez. Bu, istenmeyen ileti bulunmayan bir tartışmadaki meşru menfaatimize dayanır (GDPR madde 6(1)(f)).",
    ),
    "uk": ServiceText(
        "Хто ще перевіряє на спам",
        "Перш ніж ваш коментар з’явиться, його текст, ваш сайт, якщо ви його вказали, адреса цієї сторінки й мова надсилаються до {names}, щоб виявити спам. Потім ми можемо повідомити туди, чи був це спам. Ваше ім’я, адреса електронної пошти й мережева адреса не надсилаються. Це ґрунтується на нашому законному інтересі в обговоренні без спаму (стаття 6(1)(f) GDPR).",
    ),
}


def service_section(lang: str, names: Sequence[str]) -> str:
    """The section that names these services, as a notice's text has it; in English where we have no `lang`."""
    told = TEXTS.get(lang, TEXTS["en"])
    return f"## {told.heading}\n{told.sentence.format(names=', '.join(names))}"
