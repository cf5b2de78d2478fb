"""What the form says to younger readers, in every language of the notices. No I/O.

`{age}` is the age from which a reader's own consent counts. `unasked` is the sentence of the default notice as it
stands while the form does not ask (`notice_texts`, ground `a`); `asked` takes its place once it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class MinorText:
    """`label` stands beside the box, `description` below it, `missing` where it was left unticked."""

    unasked: str
    asked: str
    label: str
    description: str
    missing: str


TEXTS: Mapping[str, MinorText] = {
    "ar": MinorText(
        unasked="إذا كان عمرك أقل من 16 سنة، فاسأل والديك أولًا؛ وفي بعض البلدان تكون السن أقل.",
        asked="إذا كان عمرك أقل من {age} سنة، فيجب أن يوافق والداك أيضًا.",
        label="عمري {age} سنة أو أكثر، أو أن والديّ موافقان.",
        description="القانون يطلب هذا لحماية الأصغر سنًّا (المادة 8 من اللائحة العامة لحماية البيانات). لا نسأل عن "
        "تاريخ ميلادك.",
        missing="من فضلك أكّد هذا. إن كنت أصغر سنًّا، فاسأل والديك أولًا.",
    ),
    "cs": MinorText(
        unasked="Pokud je vám méně než 16 let, zeptejte se nejdřív rodičů; v některých zemích je věk nižší.",
        asked="Pokud je vám méně než {age} let, musí souhlasit i vaši rodiče.",
        label="Je mi {age} let nebo více, nebo moji rodiče souhlasí.",
        description="Zákon tím chrání mladší čtenáře (článek 8 GDPR). Na datum narození se neptáme.",
        missing="Potvrďte to prosím. Pokud jste mladší, zeptejte se nejdřív rodičů.",
    ),
    "da": MinorText(
        unasked="Er du under 16 år, så spørg først dine forældre; i nogle lande er alderen lavere.",
        asked="Er du under {age} år, skal dine forældre også sige ja.",
        label="Jeg er {age} år eller ældre, eller mine forældre siger ja.",
        description="Loven beskytter yngre læsere på den måde (GDPR artikel 8). Vi spørger ikke om din fødselsdag.",
        missing="Bekræft venligst dette. Er du yngre, så spørg først dine forældre.",
    ),
    "de": MinorText(
        unasked="Wenn Sie unter 16 sind, fragen Sie bitte zuerst Ihre Eltern; in manchen Ländern liegt das Alter "
        "niedriger.",
        asked="Wenn Sie unter {age} sind, müssen auch Ihre Eltern einverstanden sein.",
        label="Ich bin mindestens {age} Jahre alt, oder meine Eltern sind einverstanden.",
        description="Das Gesetz schützt damit Jüngere (Artikel 8 DSGVO). Nach Ihrem Geburtsdatum fragen wir nicht.",
        missing="Bitte bestätigen Sie das. Wenn Sie jünger sind, fragen Sie zuerst Ihre Eltern.",
    ),
    "en": MinorText(
        unasked="If you are under 16, please ask your parents first; in some countries the age is lower.",
        asked="If you are under {age}, your parents must agree too.",
        label="I am {age} or older, or my parents agree.",
        description="The law protects younger readers in this way (Article 8 GDPR). We do not ask for your date of "
        "birth.",
        missing="Please confirm this. If you are younger, ask your parents first.",
    ),
    "es": MinorText(
        unasked="Si tiene menos de 16 años, pregunte antes a sus padres; en algunos países la edad es menor.",
        asked="Si tiene menos de {age} años, también sus padres tienen que estar de acuerdo.",
        label="Tengo {age} años o más, o mis padres están de acuerdo.",
        description="Así protege la ley a los más jóvenes (artículo 8 del RGPD). No preguntamos su fecha de "
        "nacimiento.",
        missing="Confirme esto, por favor. Si es más joven, pregunte antes a sus padres.",
    ),
    "fi": MinorText(
        unasked="Jos olet alle 16-vuotias, kysy ensin vanhemmiltasi; joissakin maissa ikäraja on alempi.",
        asked="Jos olet alle {age}-vuotias, myös vanhempiesi on suostuttava.",
        label="Olen vähintään {age}-vuotias, tai vanhempani suostuvat.",
        description="Laki suojaa näin nuorempia (GDPR 8 artikla). Emme kysy syntymäaikaasi.",
        missing="Vahvista tämä. Jos olet nuorempi, kysy ensin vanhemmiltasi.",
    ),
    "fr": MinorText(
        unasked="Si vous avez moins de 16 ans, demandez d’abord à vos parents ; dans certains pays, l’âge est plus "
        "bas.",
        asked="Si vous avez moins de {age} ans, vos parents doivent être d’accord aussi.",
        label="J’ai {age} ans ou plus, ou mes parents sont d’accord.",
        description="La loi protège ainsi les plus jeunes (article 8 du RGPD). Nous ne demandons pas votre date de "
        "naissance.",
        missing="Merci de confirmer ceci. Si vous êtes plus jeune, demandez d’abord à vos parents.",
    ),
    "it": MinorText(
        unasked="Se hai meno di 16 anni, chiedi prima ai tuoi genitori; in alcuni paesi l’età è più bassa.",
        asked="Se hai meno di {age} anni, anche i tuoi genitori devono essere d’accordo.",
        label="Ho almeno {age} anni, oppure i miei genitori sono d’accordo.",
        description="Così la legge protegge i più giovani (articolo 8 del GDPR). Non chiediamo la tua data di nascita.",
        missing="Conferma questo punto. Se sei più giovane, chiedi prima ai tuoi genitori.",
    ),
    "ja": MinorText(
        unasked="16歳未満の人は、先に保護者に聞いてください。国によってはこの年齢がもっと低いこともあります。",
        asked="{age}歳未満の人は、保護者の同意も必要です。",
        label="私は{age}歳以上です。または、保護者が同意しています。",
        description="法律が年下の人を守るための確認です（GDPR第8条）。生年月日はたずねません。",
        missing="確認のチェックを入れてください。年下の人は、先に保護者に聞いてください。",
    ),
    "nl": MinorText(
        unasked="Bent u jonger dan 16, vraag het dan eerst aan uw ouders; in sommige landen ligt die leeftijd lager.",
        asked="Bent u jonger dan {age}, dan moeten ook uw ouders het goedvinden.",
        label="Ik ben {age} jaar of ouder, of mijn ouders vinden het goed.",
        description="Zo beschermt de wet jongere lezers (artikel 8 AVG). We vragen niet naar uw geboortedatum.",
        missing="Bevestig dit alstublieft. Bent u jonger, vraag het dan eerst aan uw ouders.",
    ),
    "pl": MinorText(
        unasked="Jeśli masz mniej niż 16 lat, zapytaj najpierw rodziców; w niektórych krajach ten wiek jest niższy.",
        asked="Jeśli masz mniej niż {age} lat, muszą się zgodzić także Twoi rodzice.",
        label="Mam co najmniej {age} lat albo moi rodzice się zgadzają.",
        description="Prawo chroni w ten sposób młodszych (artykuł 8 RODO). Nie pytamy o datę urodzenia.",
        missing="Potwierdź to. Jeśli masz mniej lat, zapytaj najpierw rodziców.",
    ),
    "pt": MinorText(
        unasked="Se tem menos de 16 anos, pergunte primeiro aos seus pais; em alguns países a idade é mais baixa.",
        asked="Se tem menos de {age} anos, os seus pais também têm de concordar.",
        label="Tenho {age} anos ou mais, ou os meus pais concordam.",
        description="É assim que a lei protege os mais novos (artigo 8.º do RGPD). Não perguntamos a data de "
        "nascimento.",
        missing="Confirme, por favor. Se é mais novo, pergunte primeiro aos seus pais.",
    ),
    "sv": MinorText(
        unasked="Om du är under 16 år, fråga först dina föräldrar; i en del länder är åldern lägre.",
        asked="Om du är under {age} år måste också dina föräldrar säga ja.",
        label="Jag är {age} år eller äldre, eller så säger mina föräldrar ja.",
        description="Så skyddar lagen yngre läsare (GDPR artikel 8). Vi frågar inte efter ditt födelsedatum.",
        missing="Bekräfta det här. Är du yngre, fråga först dina föräldrar.",
    ),
    "tr": MinorText(
        unasked="16 yaşından küçükseniz lütfen önce anne babanıza sorun; bazı ülkelerde bu yaş daha düşüktür.",
        asked="{age} yaşından küçükseniz anne babanızın da kabul etmesi gerekir.",
        label="{age} yaşında veya daha büyüğüm ya da annem babam kabul ediyor.",
        description="Yasa daha küçükleri böyle korur (GDPR madde 8). Doğum tarihinizi sormuyoruz.",
        missing="Lütfen bunu onaylayın. Daha küçükseniz önce anne babanıza sorun.",
    ),
    "uk": MinorText(
        unasked="Якщо вам менше ніж 16 років, спершу запитайте батьків; у деяких країнах цей вік нижчий.",
        asked="Якщо вам менше ніж {age} років, мають погодитися й ваші батьки.",
        label="Мені {age} років або більше, або мої батьки згодні.",
        description="Так закон захищає молодших (стаття 8 GDPR). Дату народження ми не запитуємо.",
        missing="Підтвердьте це, будь ласка. Якщо ви молодші, спершу запитайте батьків.",
    ),
}


def minor_text(lang: str) -> MinorText:
    """The sentences in `lang` (BCP 47), in English where we have none."""
    return TEXTS.get(lang, TEXTS["en"])
