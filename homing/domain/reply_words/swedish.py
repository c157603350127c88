"""What Swedish words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "sluta, stoppa, sluta med, upphor, upphora med, lagg av, lagg ner, avbryt, sluta skicka, stoppa "
        "alla, lat bli att, sluta upp med, slutat, sluta sms, slutar ni, sluta genast med, vanligen sluta, "
        "sluta nu, sluta omedelbart, upphora, sluta upp med att, sluta med att, sluta att, upphora med att, "
        "lagg av med, lagg av med att, upphor med att"
    ),
    Sense.CALL_OFF: "avsluta, avboka, stang av, sag upp, avaktivera, avprenumerera",
    Sense.LEAVE: (
        "avregistrera, avregistrera mig, avanmal mig, avsluta prenumeration, avsluta prenumerationen, "
        "avanmala mig, vill ga ur, avanmal, avregistrering, bli borttagen, tas bort, bli avregistrerad, "
        "avsluta min prenumeration, avsluta tjansten, ta bort mig, ta mig bort, ta mitt nummer, vill "
        "slippa, jag vill slippa, slippa fler, slippa fa, slippa era, slippa dessa, slippa sms, slippa "
        "meddelanden, avregistrera oss, avregistreras, avregistreras fran, avanmalas, avanmalan, "
        "avprenumerera, strykas fran, stryk mig, strykas ur, plocka bort mig, ta bort oss, tas bort fran, "
        "bli raderad, bli struken, radera mig, sag upp min prenumeration, sag upp prenumerationen, saga upp "
        "prenumerationen, ga ur listan, lamna listan, tag bort mig, plockas bort, ta mig av, ta mig ur, "
        "stang av utskicken, avbestalla, avbestall"
    ),
    Sense.REMOVE: "ta bort, radera, plocka bort, stryk, tag bort, avlagsna",
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
        "motsatter mig"
    ),
    Sense.KEEP: (
        "sluta inte, stoppa inte, fortsatt garna, fortsatt skicka, sluta aldrig, avsluta inte, avregistrera "
        "inte, avregistrera mig inte, ta inte bort"
    ),
    Sense.NOTE: (
        "paminnelserna, "
        "utskick*, meddelande, meddelanden, paminnelse, paminnelser, aviseringar, notiser, prenumeration, "
        "sms'en, smsen, utskick"
    ),
    Sense.PESTER: (
        "skriva, kontakta, stora, ringa, sms'a, smsa, messa, trakassera, tjata, spamma, skriv, stor, ring, "
        "kontaktad, kontaktas, pamind, stord, paminna, smsar, skriver, besvara, trakassera mig"
    ),
    Sense.SEND: "skicka, skickar, sand, sanda",
    Sense.GET: "fa, ta emot, motta, ha",
    Sense.GETS: "far, fick, fatt",
    Sense.WANT: (
        "vill, onskar, vill ha, behover, kan jag, far jag, foredrar, skulle vilja, ville, intresserad av, "
        "vill garna, orkar, samtycker, samtycker till"
    ),
    Sense.NOT: "inte, aldrig, ej, icke",
    Sense.NO: "nej, inga, inget, ingen, nej tack",
    Sense.MORE: "fler, mer, langre, mera, flera",
    Sense.AGAIN: "igen, pa nytt",
    Sense.ENOUGH: (
        "det racker, trott pa, racker nu, nu racker det, less pa, nog med, racker med, ratt trott pa, det "
        "racker med, trott pa era, nu far det vara nog, det ar nog"
    ),
    Sense.ME: "mig, mej, mitt, min, oss, mina",
    Sense.LIST: (
        "lista, listan, telefon, mobil, register, telefonnummer, registret, nummer, numret, listor, "
        "sandlista, sandlistan, utskickslistan"
    ),
    Sense.THIS: (
        "detta, denna, dessa, det, allt, era, skit, skiten, de har, den har, det har, sana, sadana, skitet, "
        "dem"
    ),
    Sense.WILL: "bli, blir",
    Sense.SELF: "jag, vi, jag ska",
    Sense.THEY: "chefen, min chef, han, hon, bussen, taget, lararen, lakaren, kursen, motet",
    Sense.PLEAD: (
        "kan du, kan ni, vill ni, skulle ni kunna, snalla ni, ni, ni maste, jag vill att ni, kan ni vara "
        "snalla och, var snall och, var vanlig, vanligen, ni kan, jag vill att du, var god, kan man, skulle "
        "du kunna, jag ber er, var god och, ber er, har sagt"
    ),
    Sense.HOW: "hur, hur kan jag, hur gor jag for att, hur gor man for att",
    Sense.ASKING: "varfor, nar, var, vilken, om, vem",
    Sense.SAY: "sa, sade, sager, bad, sagt",
    Sense.REPLY: "svara, svarar, svarade, skrev",
    Sense.RESUME: (
        "borja igen, starta igen, skicka igen, registrera mig igen, ateruppta, anmal mig igen, fa sms igen, "
        "fa meddelanden igen, vill ha igen, aktivera igen, ateraktivera, skicka sms igen, skicka "
        "meddelanden igen, fa paminnelser igen, skicka paminnelser igen, angrar stopp, fa dem igen, vill fa "
        "igen, slapp in mig igen, satt pa igen, lagg till mig igen, ta med mig igen, ha tillbaka "
        "meddelandena, fa tillbaka meddelandena, tillbaka meddelandena, ha tillbaka dem, tillbaka "
        "paminnelserna"
    ),
    Sense.BEGIN: "borja, starta, aktivera, fortsatt",
    Sense.OOPS: "av misstag, rakade, av en slump, rakade skriva, rakade skicka",
    Sense.THE: "en, ett, nasta, busstopp, sista",
    Sense.AT: "vid, hos, kl, klockan, utanfor",
    Sense.WRONG: (
        "fel nummer, fel person, fel telefonnummer, inte ratt person, inte mitt namn, inte hennes nummer, "
        "inte hans nummer, inte langre hennes nummer, ingen som heter, inte numret till, har fel, har "
        "kommit fel, inte langre numret till, ni har fel, du har fel, ringt fel, skickat fel, fel "
        "mottagare, heter inte, tillhor inte, inte langre hans nummer, skrivit fel, hamnat fel, tillhor "
        "nagon annan, ny agare, nya agaren, mitt nummer nu, numret ar mitt nu, bytt nummer, har bytt "
        "nummer, har inte det har numret, inte langre numret, du soker nagon annan, ni soker nagon annan, "
        "forvaxlat mig, forvaxlar mig, inte den person, inte personen, ar inte den ni, ar inte den du, "
        "tillhor inte langre, tillhor mig nu, jag har tagit over numret, kommit fel, hamnat hos fel, "
        "skickat till fel, har inte detta nummer langre"
    ),
    Sense.NOT_BEING: (
        "jag ar inte, jag ar ingen, kanner ingen, jag kanner ingen, kanner inte nagon, det har ar inte, "
        "detta ar inte"
    ),
    Sense.ORDINARY: (
        "saker, klar, redo, sjuk, ledig, sant, mojligt, bra, hemma, roligt, dum, intresserad, har, har an, "
        "kul, brattom, okej, pa jobbet, nodvandigt, viktigt, hungrig, fardig, lugnt"
    ),
    Sense.DONE: (
        "redan gjort, redan klart, klart, har gjort det, jobbar inte kvar, redan signerat, gjort, redan "
        "gjort det, har slutat, jobbar inte dar"
    ),
    Sense.WHO: (
        "vem ar det, vem ar du, vem ar detta, vem skickar, vilka ar ni, vem ar det har, vem skriver, fran "
        "vem, vem har, vems nummer, vilket foretag, vem kommer detta, vem ligger bakom, vem star bakom, vem "
        "smsar, vem fan"
    ),
    Sense.WHAT: (
        "va e detta for nat, vad ar detta for nat, "
        "vad ar detta, vad ar det har, vad handlar detta om, mer information, mer info, behover hjalp, jag "
        "behover hjalp, hur fungerar detta, hjalp mig, hur fungerar det, vad galler det, vad handlar det "
        "om, vad ar det, vad ar det for, hur funkar det, hur funkar detta, vad betyder detta, vad betyder "
        "det har, vad galler detta, vad gar det har ut pa"
    ),
    Sense.WHY: (
        "varfor far jag, varfor skickar ni, inte intresserad, hur fick ni mitt nummer, for manga sms, "
        "varfor skriver ni, var fick ni mitt nummer, for manga meddelanden, varfor smsar, ej intresserad, "
        "sluta med vad, ar detta spam, jobbigt, irriterande, tjatigt, varfor skickar du, hur har ni fatt "
        "mitt nummer, varfor far jag detta, igen det har, pa riktigt, pa allvar, varfor kommer detta"
    ),
    Sense.POLITE: (
        "tack, tack sa mycket, snalla, nu, genast, hej, omedelbart, men, och, for fan, hejsan, direkt, "
        "vanliga halsningar, mvh, god morgon, ursakta, nu genast, tackar, redan, ja, da, ocksa, hela tiden, "
        "varje dag, till mig, fran och med nu, bara, pa en gang, i fortsattningen, till det har numret, "
        "till detta nummer, pa detta nummer, pa det har numret, jamt, standigt, i framtiden, snart, jo, "
        "fan, snalla snalla"
    ),
    Sense.OF: "med, fran, av",
    Sense.HOW_TO: (
        "hur avslutar jag, hur stoppar jag, hur slutar jag, hur avregistrerar jag, hur far jag stopp pa"
    ),
    Sense.MUST: "maste, borde, ska",
    Sense.SHOULD_I: "ska jag, maste jag",
    Sense.DATA: "uppgifter, personuppgifter, data, kontaktuppgifter, information, namn",
    Sense.CONSENT: "samtycke, tillatelse, tillstand, godkannande, medgivande",
    Sense.WITHDRAW: (
        "aterkallar, aterkalla, drar tillbaka, tar tillbaka, dra tillbaka, aterkallas, drar in, tar harmed "
        "tillbaka"
    ),
    Sense.LAST: (
        "lat detta bli det sista, lat det har bli det sista, lat detta vara det sista, lat det bli det "
        "sista, detta far bli det sista, hoppas detta ar det sista, lat det vara det sista"
    ),
    Sense.MISS: "missa, glomma, tappa, forlora, missar",
    Sense.NOT_MINE: (
        "inte till mig, inte for mig, till nagon annan, for nagon annan, inte menat till mig, inte avsett "
        "for mig, avsett for nagon annan, till fel person"
    ),
    Sense.GONE: (
        "jobbar inte har langre, jobbar inte langre har, arbetar inte har langre, jobbar inte kvar har, bor "
        "inte har langre, bor inte kvar, jobbar inte har, har slutat har, arbetar inte langre har, finns "
        "inte har langre, jobbar inte hos oss langre, bor inte har"
    ),
    Sense.OLD: "gamla, gammalt, forra, tidigare, gammal",
    Sense.NOBODY: (
        "det finns ingen, har finns ingen, finns ingen, har bor ingen, har jobbar ingen, det bor ingen, det "
        "jobbar ingen"
    ),
    Sense.NOT_WANTED: (
        "forbjuder er, forbjuder, har inget intresse av, har inget behov av, inte intresserad av"
    ),
}
