"""What the page of a form says besides the form's own text, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FormWords:
    """``agree`` and ``withdraw`` are buttons; ``given``, ``pending`` and ``withdrawn`` say how the consent
    stands; ``no_number`` and ``too_often`` why it can't be confirmed by text; ``elsewhere`` where the form is
    to be opened, ``late`` that it was opened too long ago."""

    agree: str
    withdraw: str
    given: str
    pending: str
    withdrawn: str
    no_number: str
    too_often: str
    elsewhere: str
    late: str


FORM_WORDS: Final[Mapping[str, FormWords]] = {
    "en": FormWords(
        agree="I agree",
        withdraw="Withdraw my consent",
        given="You have agreed. You can withdraw at any time.",
        pending="One step is left: we have sent you a text message. Answer it with YES.",
        withdrawn="You have not agreed, or have withdrawn. Nothing of this is sent to you.",
        no_number="We have no confirmed mobile number of yours. Add one in your settings first.",
        too_often="We have asked you by text message several times today. Please try again tomorrow.",
        elsewhere="To answer, open this form from within the product.",
        late="This form was opened too long ago. Please open it again from within the product.",
    ),
    "es": FormWords(
        agree="Acepto",
        withdraw="Retirar mi consentimiento",
        given="Has aceptado. Puedes retirar tu consentimiento cuando quieras.",
        pending="Falta un paso: te hemos enviado un SMS. Respóndelo con YES.",
        withdrawn="No has aceptado o has retirado tu consentimiento. No te enviaremos nada de esto.",
        no_number="No tenemos ningún móvil tuyo confirmado. Añade uno primero en tus ajustes.",
        too_often="Hoy ya te hemos preguntado varias veces por SMS. Inténtalo de nuevo mañana.",
        elsewhere="Para responder, abre este formulario desde el producto.",
        late="Este formulario se abrió hace demasiado tiempo. Ábrelo de nuevo desde el producto.",
    ),
    "pt-BR": FormWords(
        agree="Aceito",
        withdraw="Retirar meu consentimento",
        given="Você aceitou. Pode retirar seu consentimento quando quiser.",
        pending="Falta um passo: enviamos um SMS para você. Responda com YES.",
        withdrawn="Você não aceitou ou retirou seu consentimento. Nada disso será enviado a você.",
        no_number="Não temos nenhum celular seu confirmado. Adicione um primeiro nas suas configurações.",
        too_often="Já perguntamos várias vezes por SMS hoje. Tente de novo amanhã.",
        elsewhere="Para responder, abra este formulário a partir do produto.",
        late="Este formulário foi aberto há muito tempo. Abra-o de novo a partir do produto.",
    ),
    "fr": FormWords(
        agree="J'accepte",
        withdraw="Retirer mon consentement",
        given="Vous avez accepté. Vous pouvez retirer votre consentement à tout moment.",
        pending="Il reste une étape : nous vous avons envoyé un SMS. Répondez-y par YES.",
        withdrawn="Vous n'avez pas accepté, ou avez retiré votre consentement. Rien ne vous sera envoyé.",
        no_number="Nous n'avons aucun mobile confirmé à vous. Ajoutez-en d'abord un dans vos réglages.",
        too_often="Nous vous l'avons déjà demandé plusieurs fois par SMS aujourd'hui. Réessayez demain.",
        elsewhere="Pour répondre, ouvrez ce formulaire depuis le produit.",
        late="Ce formulaire a été ouvert il y a trop longtemps. Rouvrez-le depuis le produit.",
    ),
    "de": FormWords(
        agree="Ich stimme zu",
        withdraw="Zustimmung widerrufen",
        given="Du hast zugestimmt. Du kannst das jederzeit widerrufen.",
        pending="Ein Schritt fehlt noch: Wir haben dir eine SMS geschickt. Antworte darauf mit YES.",
        withdrawn="Du hast nicht zugestimmt oder hast widerrufen. Du bekommst nichts davon.",
        no_number="Wir haben keine bestätigte Mobilnummer von dir. Trag sie zuerst in den Einstellungen ein.",
        too_often="Wir haben dich heute schon mehrmals per SMS gefragt. Bitte versuch es morgen wieder.",
        elsewhere="Zum Antworten öffne dieses Formular aus dem Produkt heraus.",
        late="Dieses Formular wurde vor zu langer Zeit geöffnet. Bitte öffne es noch einmal aus dem Produkt.",
    ),
}
