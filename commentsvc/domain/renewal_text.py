"""The one mail in which a reader is asked to choose again, in every language of the notices. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RenewalText:
    """`{site}` is the site's name. `changed` and `over` say why what was agreed to has ended: the notice asks again, or
    its time is over."""

    subject: str
    changed: str
    over: str
    stopped: str
    again: str
    action: str
    footer: str


TEXTS: Mapping[str, RenewalText] = {
    "ar": RenewalText(
        subject="{site}: يمكنك الاختيار من جديد",
        changed="تغيّر على {site} النص الذي يشرح ما يحدث لبياناتك.",
        over="مضى وقت طويل على ما وافقت عليه في {site}، وقد انتهت مدته.",
        stopped="لذلك لم نعد نعتمد على موافقتك الاختيارية السابقة، ولن تصلك منا رسائل عن الردود. تعليقاتك باقية كما "
        "هي.",
        again="إذا أردت ذلك مرة أخرى، فاقرأ النص واختر من جديد. وإلا فليس عليك أن تفعل شيئًا.",
        action="اقرأ واختر من جديد",
        footer="هذه الرسالة الوحيدة التي نرسلها في هذا الأمر، إلى العنوان الذي أكّدته بنفسك.",
    ),
    "cs": RenewalText(
        subject="{site}: můžete si znovu vybrat",
        changed="Na webu {site} se změnil text o tom, co se děje s vašimi údaji.",
        over="To, s čím jste na webu {site} souhlasili, je už dlouho a jeho doba skončila.",
        stopped="Na váš dřívější dobrovolný souhlas už proto nespoléháme a zprávy o odpovědích vám neposíláme. "
        "Vaše komentáře zůstávají.",
        again="Pokud je chcete znovu, přečtěte si text a vyberte si. Pokud ne, nemusíte dělat nic.",
        action="Přečíst a znovu vybrat",
        footer="V této věci píšeme jen jednou, na adresu, kterou jste sami potvrdili.",
    ),
    "da": RenewalText(
        subject="{site}: du kan vælge igen",
        changed="Teksten om, hvad der sker med dine oplysninger på {site}, er ændret.",
        over="Det er længe siden, du sagde ja på {site}, og tiden er nu gået.",
        stopped="Derfor bruger vi ikke længere dit tidligere frivillige ja, og du får ikke flere mails om svar. Dine "
        "kommentarer bliver stående.",
        again="Vil du have det igen, så læs teksten og vælg på ny. Ellers behøver du ikke gøre noget.",
        action="Læs og vælg på ny",
        footer="Vi skriver kun denne ene gang om det, til den adresse, du selv har bekræftet.",
    ),
    "de": RenewalText(
        subject="{site}: Sie können neu wählen",
        changed="Bei {site} hat sich der Text darüber geändert, was mit Ihren Daten geschieht.",
        over="Ihre Zustimmung bei {site} ist lange her, und ihre Zeit ist abgelaufen.",
        stopped="Wir stützen uns deshalb nicht mehr auf Ihre frühere freiwillige Zustimmung und schicken Ihnen keine "
        "E-Mails über Antworten mehr. Ihre Kommentare bleiben stehen.",
        again="Wenn Sie das wieder möchten, lesen Sie bitte den Text und wählen Sie neu. Sonst brauchen Sie nichts "
        "zu tun.",
        action="Lesen und neu wählen",
        footer="Wir schreiben Ihnen dazu nur dieses eine Mal, an die Adresse, die Sie selbst bestätigt haben.",
    ),
    "en": RenewalText(
        subject="{site}: you can choose again",
        changed="The text about what happens to your data at {site} has changed.",
        over="What you agreed to at {site} was long ago, and its time is over.",
        stopped="We therefore no longer rely on what you agreed to of your own free will, and send you no more mail "
        "about "
        "replies. Your comments stay.",
        again="If you want it again, please read the text and choose anew. If not, you need not do anything.",
        action="Read and choose again",
        footer="We write about this only once, to the address that you confirmed yourself.",
    ),
    "es": RenewalText(
        subject="{site}: puede elegir de nuevo",
        changed="En {site} ha cambiado el texto sobre lo que pasa con sus datos.",
        over="Lo que aceptó en {site} fue hace mucho, y su plazo ha terminado.",
        stopped="Por eso ya no nos basamos en lo que aceptó de forma voluntaria, y no le enviaremos más correos sobre "
        "respuestas. Sus comentarios siguen ahí.",
        again="Si lo quiere otra vez, lea el texto y elija de nuevo. Si no, no tiene que hacer nada.",
        action="Leer y elegir de nuevo",
        footer="Solo le escribimos esta vez sobre ello, a la dirección que usted mismo confirmó.",
    ),
    "fi": RenewalText(
        subject="{site}: voit valita uudelleen",
        changed="Teksti siitä, mitä tiedoillesi tapahtuu sivustolla {site}, on muuttunut.",
        over="Suostumuksestasi sivustolla {site} on kauan, ja sen aika on päättynyt.",
        stopped="Siksi emme enää nojaa aiempaan vapaaehtoiseen suostumukseesi emmekä lähetä sinulle viestejä "
        "vastauksista. Kommenttisi pysyvät.",
        again="Jos haluat sen takaisin, lue teksti ja valitse uudelleen. Jos et, sinun ei tarvitse tehdä mitään.",
        action="Lue ja valitse uudelleen",
        footer="Kirjoitamme tästä vain kerran, osoitteeseen, jonka olet itse vahvistanut.",
    ),
    "fr": RenewalText(
        subject="{site} : vous pouvez choisir de nouveau",
        changed="Le texte qui dit ce que deviennent vos données sur {site} a changé.",
        over="Ce que vous aviez accepté sur {site} date de longtemps, et sa durée est écoulée.",
        stopped="Nous ne nous appuyons donc plus sur votre accord facultatif d’avant, et ne vous envoyons plus de "
        "messages sur les réponses. Vos commentaires restent.",
        again="Si vous le voulez encore, lisez le texte et choisissez de nouveau. Sinon, vous n’avez rien à faire.",
        action="Lire et choisir de nouveau",
        footer="Nous n’écrivons qu’une fois à ce sujet, à l’adresse que vous avez vous-même confirmée.",
    ),
    "it": RenewalText(
        subject="{site}: puoi scegliere di nuovo",
        changed="Su {site} è cambiato il testo che dice che cosa succede ai tuoi dati.",
        over="Quello che hai accettato su {site} risale a molto tempo fa, e il suo tempo è finito.",
        stopped="Per questo non ci basiamo più sul tuo consenso facoltativo di prima e non ti mandiamo più messaggi "
        "sulle "
        "risposte. I tuoi commenti restano.",
        again="Se lo vuoi ancora, leggi il testo e scegli di nuovo. Altrimenti non devi fare niente.",
        action="Leggi e scegli di nuovo",
        footer="Di questo scriviamo una volta sola, all’indirizzo che tu stesso hai confermato.",
    ),
    "ja": RenewalText(
        subject="{site}：もう一度お選びください",
        changed="{site}で、あなたのデータの扱いについての説明が変わりました。",
        over="{site}で同意いただいてから時間がたち、その期間が終わりました。",
        stopped="そのため、以前の任意の同意はもう使いません。返信のお知らせも送りません。コメントはそのまま残ります。",
        again="もう一度希望する場合は、説明を読んで選び直してください。希望しない場合は、何もする必要はありません。",
        action="読んで選び直す",
        footer="この件でのお知らせは一度だけです。ご自身で確認されたアドレスにお送りしています。",
    ),
    "nl": RenewalText(
        subject="{site}: u kunt opnieuw kiezen",
        changed="De tekst over wat er bij {site} met uw gegevens gebeurt, is veranderd.",
        over="Het is lang geleden dat u bij {site} toestemming gaf, en de tijd daarvan is om.",
        stopped="Daarom gaan we niet meer uit van uw eerdere vrijwillige toestemming en sturen we u geen e-mail meer "
        "over "
        "reacties. Uw berichten blijven staan.",
        again="Wilt u dit weer, lees dan de tekst en kies opnieuw. Zo niet, dan hoeft u niets te doen.",
        action="Lezen en opnieuw kiezen",
        footer="We schrijven hier maar één keer over, naar het adres dat u zelf hebt bevestigd.",
    ),
    "pl": RenewalText(
        subject="{site}: możesz wybrać na nowo",
        changed="W serwisie {site} zmienił się tekst o tym, co dzieje się z Twoimi danymi.",
        over="Twoja zgoda w serwisie {site} jest sprzed dawna i jej czas minął.",
        stopped="Dlatego nie opieramy się już na Twojej wcześniejszej dobrowolnej zgodzie i nie wysyłamy Ci wiadomości "
        "o odpowiedziach. Twoje komentarze zostają.",
        again="Jeśli chcesz tego znowu, przeczytaj tekst i wybierz na nowo. Jeśli nie, nie musisz nic robić.",
        action="Przeczytaj i wybierz na nowo",
        footer="Piszemy w tej sprawie tylko raz, na adres potwierdzony przez Ciebie.",
    ),
    "pt": RenewalText(
        subject="{site}: pode escolher de novo",
        changed="Em {site} mudou o texto sobre o que acontece aos seus dados.",
        over="O que aceitou em {site} já foi há muito, e o seu prazo terminou.",
        stopped="Por isso, já não nos baseamos no que aceitou livremente, e não lhe enviamos mais mensagens sobre "
        "respostas. Os seus comentários ficam.",
        again="Se o quiser outra vez, leia o texto e escolha de novo. Se não, não precisa de fazer nada.",
        action="Ler e escolher de novo",
        footer="Só escrevemos uma vez sobre isto, para o endereço que confirmou.",
    ),
    "sv": RenewalText(
        subject="{site}: du kan välja på nytt",
        changed="Texten om vad som händer med dina uppgifter på {site} har ändrats.",
        over="Det var länge sedan du sade ja på {site}, och tiden för det är slut.",
        stopped="Därför stöder vi oss inte längre på ditt tidigare frivilliga ja, och skickar inga fler mejl om svar. "
        "Dina kommentarer står kvar.",
        again="Vill du ha det igen, läs texten och välj på nytt. Annars behöver du inte göra något.",
        action="Läs och välj på nytt",
        footer="Vi skriver bara en gång om detta, till den adress som du själv har bekräftat.",
    ),
    "tr": RenewalText(
        subject="{site}: yeniden seçebilirsiniz",
        changed="{site} sitesinde verilerinize ne olduğunu anlatan metin değişti.",
        over="{site} sitesindeki onayınızın üzerinden uzun zaman geçti ve süresi doldu.",
        stopped="Bu yüzden daha önceki isteğe bağlı onayınıza artık dayanmıyoruz ve size yanıtlar hakkında e-posta "
        "göndermiyoruz. Yorumlarınız yerinde kalıyor.",
        again="Bunu yeniden istiyorsanız metni okuyun ve tekrar seçin. İstemiyorsanız bir şey yapmanız gerekmez.",
        action="Oku ve yeniden seç",
        footer="Bu konuda yalnızca bir kez, kendi doğruladığınız adrese yazıyoruz.",
    ),
    "uk": RenewalText(
        subject="{site}: можна вибрати знову",
        changed="На сайті {site} змінився текст про те, що відбувається з вашими даними.",
        over="Ви погодилися на сайті {site} давно, і цей строк закінчився.",
        stopped="Тому ми більше не спираємося на вашу попередню добровільну згоду й не надсилаємо листів про "
        "відповіді. "
        "Ваші коментарі лишаються.",
        again="Якщо хочете цього знову, прочитайте текст і виберіть ще раз. Якщо ні, нічого робити не треба.",
        action="Прочитати й вибрати знову",
        footer="Про це ми пишемо лише один раз, на адресу, яку ви самі підтвердили.",
    ),
}


def renewal_text(lang: str) -> RenewalText:
    """The mail's sentences in `lang` (BCP 47), in English where we have none."""
    return TEXTS.get(lang, TEXTS["en"])
