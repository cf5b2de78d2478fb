"""Finnish."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="fi",
    confirm_subject="Vahvista: sähköposti vastauksista sivustolla {site}",
    confirm_intro="Joku, luultavasti sinä, lähetti tämän kommentin osoitteellasi sivustolle {site} ja pyysi viestiä, kun siihen vastataan:",
    confirm_then="Kirjoitamme sinulle vain, jos vahvistat sen viimeistään {date}. Linkki avaa sivun, jolla on painike.",
    confirm_action="Vahvista, tai kerro, ettet se ollut sinä",
    confirm_otherwise="Jos se et ollut sinä, sinun ei tarvitse tehdä mitään: ilman vahvistusta osoitteesi poistetaan seitsemän päivän kuluttua.",
    confirm_footer="Lähetetty kerran, koska osoitteesi kirjoitettiin sivuston {site} kommenttilomakkeeseen. Vastuussa: {controller}.",
    reply_subject="{name} vastasi sinulle sivustolla {site}",
    reply_intro="{name} vastasi kommenttiisi sivulla ”{page}”:",
    reply_action="Lue se paikallaan",
    reply_stop="Ei enää viestejä tästä kommentista",
    reply_footer="Saat tämän viestin, koska vahvistit haluavasi viestin, kun kommenttiisi sivustolla {site} vastataan. Vastuussa: {controller}.",
    ask_title="Vahvista osoitteesi",
    ask_field="Viestissä oleva linkki",
    ask_hint="Jos tulit linkistä ja tämä jää tyhjäksi, kopioi tähän tämän sivun koko osoite.",
    ask_show="Jatka",
    unknown="Linkki on jo käytetty, liian vanha tai vajaa. Mitään ei muutettu.",
    mine_title="Onko tämä kommentti sinun?",
    mine_intro="Se lähetettiin sivustolle {site} osoitteellasi, ja mukana oli toive viestistä, kun joku vastaa.",
    confirm_text="Jos vahvistat, kirjoitamme osoitteeseen {address}, kun joku vastaa. Jokaisessa viestissä on linkki, joka lopettaa tämän.",
    confirm_button="Se on minun: kirjoittakaa minulle",
    not_me_title="Se en ollut minä",
    not_me_text="Silloin joku muu kirjoitti osoitteesi. Irrotamme sen kommentista emmekä kirjoita sinulle siitä. Kommentti jää; jos sen pitää hävitä, kirjoita: {contact}.",
    not_me_button="Irrota osoitteeni",
    confirmed="Vahvistettu. Kirjoitamme sinulle, kun joku vastaa kommenttiisi.",
    recorded="Tämä kirjattiin. Kuittisi näyttää, mihin suostuit, ja sillä voit perua sen.",
    save_event="Tallenna se, mikä kirjattiin",
    detached="Valmis. Osoitteesi ei enää liity tähän kommenttiin, emmekä kirjoita sinulle siitä.",
    end_title="Lopeta sähköposti vastauksista",
    end_text="Jos painat painiketta, emme enää kirjoita sinulle, kun joku vastaa kommenttiisi sivustolla {site}. Kirjaamme, että peruit tämän. Kommenttisi jää.",
    end_button="Ei enää viestejä tästä kommentista",
    ended="Valmis. Emme enää kirjoita sinulle tästä kommentista.",
    ended_more="Kuittisi näyttää, mitä kirjattiin, ja sillä voit perua muutakin.",
)
