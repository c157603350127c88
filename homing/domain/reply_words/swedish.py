"""What Swedish words and phrases of a request mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "sluta, stoppa, sluta med, upphor, upphora med, lagg av, lagg ner, avbryt, sluta skicka, stoppa "
        "alla, lat bli att, sluta upp med, slutat, sluta sms, slutar ni, sluta genast med, vanligen sluta, "
        "sluta nu, sluta omedelbart, upphora, sluta upp med att, sluta med att, sluta att, upphora med att, "
        "lagg av med, lagg av med att, upphor med att, sluta nu da, kan ni sluta, kan du sluta, sluta smsa, "
        "sluta messa, sluta skriv, sluta att skicka, sluta att smsa, sluta att messa, sluta skriva, sluta "
        "spamma, sluta tjata, sluta tjata pa, sluta sand, lagg av nu, lagg av me, lagg av och, lagga av, "
        "lagga av med, lagga ned, lagg ned, lagg ner me, slutar skicka, slutar smsa, upphora att, upphor "
        "att, upphor omedelbart, stoppa utskick, stopp pa, stopp for, satt stopp for, fa stopp pa, fa ett "
        "slut pa, fa slut pa, gor slut pa, nog nu med, avsta fran, avsta fran att, avsta, hall upp med, "
        "skippa smsen, kan ni skippa, lat bli, later bli, lat bli och, slipp skicka, (sluta|stoppa) "
        "(genast|bara|snalla|nu|omedelbart|ju|val|for fan|for helvete) (med|att|skicka|smsa|messa|), "
        "(ber|bett) er (sluta|stoppa|upphora), ber er sluta, ber er att sluta, bett er sluta, bett er att "
        "sluta"
    ),
    Sense.CALL_OFF: (
        "avsluta, avboka, stang av, sag upp, avaktivera, avprenumerera, avslutar, avslutning av, avslut av, "
        "avslut, sager upp, saga upp, upphavning, uppsagning av, uppsagning, stanga av, stanger av, stang "
        "ner, avbryta, inaktivera, avsluta mina, avsluta mitt, avbestaller, avbeställning, avbestallning, "
        "stang av era"
    ),
    Sense.LEAVE: (
        "avregistrera, avregistrera mig, avanmal mig, avsluta prenumeration, avsluta prenumerationen, "
        "avanmala mig, vill ga ur, avanmal, avregistrering, bli borttagen, tas bort, bli avregistrerad, "
        "avsluta min prenumeration, avsluta tjansten, ta bort mig, ta mig bort, ta mitt nummer, vill "
        "slippa, jag vill slippa, slippa fler, slippa fa, slippa era, slippa dessa, slippa sms, slippa "
        "meddelanden, avregistrera oss, avregistreras, avregistreras fran, avanmalas, avanmalan, "
        "avprenumerera, strykas fran, stryk mig, strykas ur, plocka bort mig, ta bort oss, tas bort fran, "
        "bli raderad, bli struken, radera mig, sag upp min prenumeration, sag upp prenumerationen, saga upp "
        "prenumerationen, ga ur listan, lamna listan, tag bort mig, plockas bort, ta mig av, ta mig ur, "
        "stang av utskicken, avbestalla, avbestall, avregga, avregga mig, avreggar, avregistrer mig, "
        "avregistrering tack, avregistreringen, jag avregistrerar mig, avregistrerar mig, jag avanmaler "
        "mig, avanmaler mig, avanmaler, avprenumererar, avprenumeration, vill bli borttagen, vill bli "
        "avregistrerad, vill bli struken, vill inte vara med, vill inte langre vara med, vill inte sta "
        "kvar, vill ej vara med, vill gå ur listan, ga ur, ga ur gruppen, lamna gruppen, ta bort mej, "
        "tabort mig, ta bort mitt nr, ta bort nummret, tag bort mej, radera mej, radera oss, stryk mej, "
        "stryk oss, plocka bort mej, plocka bort oss, kasta ut mig, slang ut mig, slang mig, ploppa ut mig, "
        "bort med mig, bort med mitt nummer, av fran listan, bort ur listan, ta oss av, ta mig fran, ta mig "
        "bort fran, ta mig av listan, tas bort ur, tas ur, strukna, bli borttagna, bli borttaget, blir "
        "borttagen, fa bort mig, fa mig bort, fa bort mitt nummer, slippa det har, slippa detta, slippa "
        "alla, slippa dom, slippa dem, slippa mer, slippa ha, slippa bli, slippa dina, slippa de har, "
        "slippa paminnelser, far jag slippa, kan jag slippa, lat mig slippa, vill ha bort, blockera mig, "
        "sparra mig, uteslut mig, exkludera mig"
    ),
    Sense.REMOVE: (
        "ta bort, radera, plocka bort, stryk, tag bort, avlagsna, blockera, sparra, plocka ut, lyft bort, "
        "rensa, rensa bort, borttagning, borttagning av, radering, radering av, raderar, stryker, plockar "
        "bort, suddar, sudda"
    ),
    Sense.GOODBYE: (
        "lamna mig ifred, lamna mig i fred, lat mig vara, lat mig vara ifred, dra at helvete, hall kaften, "
        "stor mig inte, far och flyg, skicka inte mer, skicka inget mer, skicka inga fler, ta mig ur "
        "listan, sluta stora, glom mitt nummer, ta bort mitt nummer, hor inte av er, inte bli kontaktad, "
        "skicka inte fler, skicka inga, skicka ej, skicka aldrig, sms:a mig inte, sms a mig inte, sms'a mig "
        "inte, smsa mig inte, smsa mig aldrig, messa mig inte, skriv inte till mig, skriv inte mer, skriv "
        "inte fler, ring mig inte, kontakta mig inte, kontakta mig aldrig, kontakta inte mig, sluta hora av "
        "er, sluta hora av dig, hor aldrig av, inte kontakta mig, inte bli storda, inte bli stord, vill "
        "inte bli kontaktad, vill inte kontaktas, vill ej bli kontaktad, vill ej kontaktas, avbojer, "
        "undanber mig, jag undanber mig, lat oss vara, raka i helvete, mejla mig inte, stor inte, skicka "
        "inte sms, skicka inte meddelanden, lat bli mig, glom mig, stick och brinn, jag motsatter mig, "
        "motsatter mig, lat mig va, lat mig va ifred, lat mej vara, lat mej va, lat mej vara ifred, lamna "
        "mej ifred, lamna mej i fred, lamna oss ifred, lamna oss i fred, lat oss va, hall kaft, dra at "
        "skogen, ga och hang er, forsvinn, forsvinn ur, stor mig ej, stor mig inte mer, stor mej inte, stor "
        "inte mer, stor oss inte, stor ej, hor ej av er, hor inte av dig, hor inte av er mer, hor aldrig av "
        "er, hor inte av er igen, skicka inte nagot mer, skicka inte hit, skicka inte mera, skicka inga "
        "mer, skicka inga mera, skicka aldrig mer, skicka ingenting mer, skicka inte till mig, skicka inte "
        "till den har, skicka inte det har, skicka inte detta, skicka inte sana, skicka inte sadana, skicka "
        "ej mer, skicka ej fler, skriv inget mer, skriv aldrig, skriv aldrig mer, skriv ej, skriv inte hit, "
        "skriv inte till oss, sms:a inte, smsa inte, smsa inte mer, smsa inte mig, smsa ej, smsa aldrig, "
        "messa inte, messa inte mig, messa inte mer, messa mej inte, ring inte mer, ring aldrig, ring ej, "
        "ring inte mig, kontakta ej, kontakta mig ej, kontakta inte, kontakta inte oss, kontakta mej inte, "
        "kontakta oss inte, kontakta aldrig, maila inte, mejla inte, spamma inte, spamma mig inte, spamma "
        "inte mig, paminn mig inte, paminn inte, tjata inte, besvara mig inte, besvara inte, ej bli "
        "kontaktad, ej kontaktas, inte bli kontaktade, inte langre bli kontaktad, inte bli smsad, inte fa "
        "fler, inte fa nagra, inte fa sms, inte ha era, inte ha fler, inte ha sms, inte ha detta, inte ha "
        "de har, inte ha dessa, inte ha meddelanden, inte ha paminnelser, inte ha sana, ej ha fler, ej ha "
        "sms, ej ha dessa, ej ha era, inga sms tack, inga fler sms, inga fler meddelanden, inga mer sms, "
        "inga mer meddelanden, inga fler paminnelser, inga sms hit, aldrig mer sms, inte ett sms till, inte "
        "ett meddelande till, inte ett enda sms, far inte skicka, far inte kontakta, far inte smsa, far "
        "inte skriva, ge er nu, ge fan i, ge fan i att, skit i att, sag till dem att sluta, var snall och "
        "sluta, glom bort mig, tappa mitt nummer, "
        "(skicka|skriv|smsa|sms:a|messa|kontakta|ring|mejla|paminn) (inte|ej|aldrig|inget|inga|ingenting) "
        "(mer|mera|fler|langre|igen|hit|mig|mej|oss|till mig|till oss|till honom|till henne|till min), "
        "(vill|onskar|orkar|behover) (inte|ej|inte langre|ej langre) (ha|fa|ta emot) "
        "(sms|meddelanden|paminnelser|fler sms|fler meddelanden|fler paminnelser|era sms|era "
        "meddelanden|era paminnelser|dessa sms|dessa meddelanden|nagra sms|nagra meddelanden|nagra fler "
        "sms|nagra fler meddelanden), (vill|onskar) (inte|ej|inte langre) bli "
        "(pamind|kontaktad|stord|smsad) (mer|langre|av er|), (mejl|mail|mejlen|mailen) och inte (hit|har)"
    ),
    Sense.KEEP: (
        "sluta inte, stoppa inte, fortsatt garna, fortsatt skicka, sluta aldrig, avsluta inte, avregistrera "
        "inte, avregistrera mig inte, ta inte bort, glom inte, glom ej"
    ),
    Sense.NOTE: (
        "paminnelserna, utskick*, meddelande, meddelanden, paminnelse, paminnelser, aviseringar, notiser, "
        "prenumeration, sms'en, smsen, utskick, smsn, sms:en, sms:n, smset, sms et, textmeddelande, "
        "textmeddelanden, meddelandena, meddelandet, meddelande*, medelanden, medelande, paminelser, "
        "paminelse, paminnelsen, sms paminnelser, sms paminnelse, smspaminnelser, notis, notifikation, "
        "notifikationer, avisering, avisering via sms, reklam, spam, utskicken, utskickningar, sms utskick, "
        "smsutskick, massutskick, sms tjansten, smstjansten, sms tjanst, den har tjansten, prenumerationen, "
        "nyhetsbrev, mess, messen, skickandet, smsande, smsandet, tjat, tjatet, sms kallelser, sms"
    ),
    Sense.PESTER: (
        "skriva, kontakta, stora, ringa, sms'a, smsa, messa, trakassera, tjata, spamma, skriv, stor, ring, "
        "kontaktad, kontaktas, pamind, stord, paminna, smsar, skriver, besvara, trakassera mig, sms:a, "
        "sms:ar, smsat, messar, messa mig, smsa mig, skriva till, skriva till mig, skriv till, skriv till "
        "mig, kontaktar, kontakta mig, ringer, ringa mig, stora mig, stor mig, storas, storande, tjata pa "
        "mig, tjata pa, tjatar, paminna mig, paminn, paminner, paminnas, mejla, maila, mejlar, spammar, "
        "spamma mig, trakasserar, trakasserier, terrorisera, besvar, skicka sms, skicka meddelanden, skicka "
        "sms till"
    ),
}
