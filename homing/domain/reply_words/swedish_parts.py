"""What the words around a request mean in Swedish: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.SEND: (
        "skicka, skickar, sand, sanda, skicka mig, skickat, skicka ut, skickas, skicka hit, sander, skika, "
        "skcka, skicka till"
    ),
    Sense.GET: ("fa, ta emot, motta, ha, ta emot fler, erhalla, mottaga, hora (fran|ifran) er"),
    Sense.GETS: "far, fick, fatt",
    Sense.WANT: (
        "vill, onskar, vill ha, behover, kan jag, far jag, foredrar, skulle vilja, ville, intresserad av, "
        "vill garna, orkar, samtycker, samtycker till, onska, accepterar, behov av, "
        "behovs"
    ),
    Sense.NOT: "inte, aldrig, ej, icke",
    Sense.NO: "nej, inga, inget, ingen, nej tack",
    Sense.MORE: (
        "fler, mer, langre, mera, flera, mer tack, fler tack, mer hit, nagot mer, mer nu, nagra fler, nagra "
        "mer"
    ),
    Sense.AGAIN: "igen, pa nytt",
    Sense.ENOUGH: (
        "det racker, trott pa, racker nu, nu racker det, less pa, nog med, racker med, ratt trott pa, det "
        "racker med, trott pa era, nu far det vara nog, det ar nog, nog nu, nog av, nu ar det nog, nu ar "
        "det nog med, fatt nog av, fatt nog, jag har fatt nog, har fatt nog av, fatt nog av era, far vara "
        "nog, far racka, det far racka, det racker nu, det racker nu med, nu racker det med, racker nu med, "
        "racker och blir over, trott pa det har, trott pa detta, less pa det, less pa det har, less pa era, "
        "urless pa, skittrott pa, dodstrott pa, sa trott pa, utled pa, jag ar trott pa, ar trott pa, ar "
        "less pa, ar sa less pa, nog ar nog"
    ),
    Sense.ME: "mig, mej, mitt, min, oss, mina, till honom, till henne, till dem, till mej",
    Sense.LIST: (
        "lista, listan, telefon, mobil, register, telefonnummer, registret, nummer, numret, listor, "
        "sandlista, sandlistan, utskickslistan, nr, mobilnummer, mobilnr, registren, ert register, databas, "
        "databasen, systemet, kundregister, kontakter, kontaktlista, adressbok, mailinglista, sms lista, "
        "smslista, smslistan"
    ),
    Sense.THIS: (
        "detta, denna, dessa, det, allt, era, skit, skiten, de har, den har, det har, sana, sadana, skitet, "
        "dem, dom har, dom, dessa jakla, javla, jakla, jakla tjat, skräp, skrap, strunt, tramset, trams, "
        "larv, sant, sant har, dylikt, sana har, "
        "(de|det|den) dar"
    ),
    Sense.WILL: "bli, blir",
    Sense.SELF: "jag, vi, jag ska",
    Sense.THEY: (
        "chefen, min chef, han, hon, bussen, taget, lararen, lakaren, kursen, motet, "
        "min (man|fru|dotter|son|mamma|pappa|mor|far|sambo)"
    ),
    Sense.PLEAD: (
        "kan du, kan ni, vill ni, skulle ni kunna, snalla ni, ni, ni maste, jag vill att ni, kan ni vara "
        "snalla och, var snall och, var vanlig, vanligen, ni kan, jag vill att du, var god, kan man, skulle "
        "du kunna, jag ber er, var god och, ber er, har sagt, kan ni va snalla och, kan ni va snall och, "
        "kan ni snalla, kan du snalla, skulle ni vilja, skulle du vilja, skulle ni, skulle du, vill du, "
        "vill ni vara snalla och, var vanliga och, var vanliga, var vanlig och, var snalla och, var snalla, "
        "var sa vanlig och, var sa vanliga och, var sa snall och, var hyggliga och, vore tacksam om ni, "
        "vore snallt om ni, vore bra om ni, tacksam om ni, tacksam om, jag vore tacksam om, jag skulle "
        "vilja att ni, jag onskar att ni, onskar att ni, jag kraver att ni, jag kraver att, kraver att ni, "
        "jag begar att, jag begar att ni, begar att ni, ber att ni, jag ber er att, ber er att, jag sa att "
        "ni, jag har sagt at er att, har sagt att ni, har bett er att, har bett er, jag har bett er, ar det "
        "mojligt att, ar det mojligt, gar det att, gar det bra att, mojligt att, far jag be er, far jag be "
        "er att, du maste, ni borde, ni ska, ni skall, vill att ni, vill att du, ni far, ni far garna, ni "
        "far gärna, det vore bra om"
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
        "skickat till fel, har inte detta nummer langre, "
        "har (ett |fatt |fatt ett |)(annat|nytt) (nummer|telefonnummer|nr), "
        "har inte (det har|den har|detta|denna) (telefonen|telefon|mobilen|mobil) langre"
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
        "gjort det, har slutat, jobbar inte dar, har flyttat, flyttat, har bytt jobb, har sagt upp mig, har "
        "gatt i pension, jobbar inte langre, (ar|jag ar) inte (kund|medlem|patient) (langre|hos er|), har "
        "salt bilen, "
        "har sagt upp, (jobbar|arbetar) inte (dar|kvar|hos er) langre, "
        "har bytt (forsakringsbolag|bank|leverantor)"
    ),
    Sense.WHO: (
        "vem ar det, vem ar du, vem ar detta, vem skickar, vilka ar ni, vem ar det har, vem skriver, fran "
        "vem, vem har, vems nummer, vilket foretag, vem kommer detta, vem ligger bakom, vem star bakom, vem "
        "smsar, vem fan, "
        "vilka ar det (som|)"
    ),
    Sense.WHAT: (
        "va e detta for nat, vad ar detta for nat, vad ar detta, vad ar det har, vad handlar detta om, mer "
        "information, mer info, behover hjalp, jag behover hjalp, hur fungerar detta, hjalp mig, hur "
        "fungerar det, vad galler det, vad handlar det om, vad ar det, vad ar det for, hur funkar det, hur "
        "funkar detta, vad betyder detta, vad betyder det har, vad galler detta, vad gar det har ut pa, vad "
        "ar det har for, vad ar det har for nagot, vad ar detta for nagot, va e detta, va e det har, va e "
        "de har, vad fan ar det har, vad i helvete ar, vad ar det fragan om, vad beror detta pa, vad avser "
        "detta, vad ar det har om, "
        "(var|vad) ska jag (trycka|klicka)( pa|)"
    ),
    Sense.WHY: (
        "varfor far jag, varfor skickar ni, inte intresserad, hur fick ni mitt nummer, for manga sms, "
        "varfor skriver ni, var fick ni mitt nummer, for manga meddelanden, varfor smsar, ej intresserad, "
        "sluta med vad, ar detta spam, jobbigt, irriterande, tjatigt, varfor skickar du, hur har ni fatt "
        "mitt nummer, varfor far jag detta, igen det har, pa riktigt, pa allvar, varfor kommer detta, "
        "varfor far jag det har, varfor smsar ni, varfor messar ni, varfor fortsatter ni, varfor far jag "
        "fortfarande, vem gav er mitt nummer, vem har gett er mitt nummer, var har ni fatt mitt nummer, var "
        "har ni mitt nummer ifran, var fick du mitt nummer, hur fick du mitt nummer, hur kom ni over mitt "
        "nummer, varfor skriver du, varfor mig, "
        "(hur manga ganger|hur ofta) (ska|maste|behover) (jag|man), "
        "(har aldrig|aldrig|har inte|inte) (anmalt mig|registrerat mig|skrivit upp mig|bett om), "
        "(anmalde|registrerade) mig aldrig, "
        "ni stor (mig|mej|oss), "
        "for (mycket|manga) (sms|meddelanden|paminnelser|mess)"
    ),
    Sense.POLITE: (
        "tack, tack sa mycket, snalla, nu, genast, hej, omedelbart, men, och, for fan, hejsan, direkt, "
        "vanliga halsningar, mvh, god morgon, ursakta, nu genast, tackar, redan, ja, da, ocksa, hela tiden, "
        "varje dag, till mig, fran och med nu, bara, pa en gang, i fortsattningen, till det har numret, "
        "till detta nummer, pa detta nummer, pa det har numret, jamt, standigt, i framtiden, snart, jo, "
        "fan, snalla snalla, honom, henne, hit, enligt gdpr, i enlighet med gdpr, enl gdpr, med vanlig "
        "halsning, med vanliga halsningar, vh, hej da, hejda, god dag, god kvall, goddag, god eftermiddag, "
        "omgaende, asap, snarast, en gang for alla, for helvete, for guds skull, javlar, tusen tack, tack "
        "pa forhand, hojta, va, verkligen, faktiskt, langre nu, alltsa, tyvarr, forlat, har i telefonen, i "
        "telefonen, i min telefon, till min telefon, pa min telefon, i mobilen, till mobilen, pa mobilen, "
        "pa min mobil, till min mobil, dag ut och dag in, har med, harmed, horru, hordu, hor ni, horni, "
        "snalla ni, hallå dar, kara ni, var sa god, gode gud, for gudsskull"
    ),
    Sense.OF: "med, fran, av",
    Sense.HOW_TO: (
        "hur avslutar jag, hur stoppar jag, hur slutar jag, hur avregistrerar jag, hur far jag stopp pa, "
        "hur stanger man av, hur stanger jag av, hur blir jag av med, hur blir man av med, hur far jag "
        "bort, hur avanmaler jag, hur avanmaler man, hur avregistrerar man, hur avslutar man, hur slipper "
        "jag, hur slipper man, hur gor jag for att slippa, hur gor man for att slippa, hur stoppar man, hur "
        "tar jag bort, hur tar man bort"
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
        "forbjuder er, forbjuder, har inget intresse av, har inget behov av, inte intresserad av, undanber, "
        "undanber mig, undanbedes, undanbedjes, har inte godkant, har inte gatt med pa, har aldrig godkant, "
        "har aldrig gatt med pa, har inte samtyckt, har aldrig samtyckt, inte gett tillstand, inte gett "
        "samtycke, aldrig gett samtycke, godkanner inte, godkanner ej, tillater inte, tillater ej, "
        "accepterar inte, samtycker inte, samtycker inte till, inte langre intresserad av, ej intresserad "
        "av, inte intresserad av fler, inget behov av, inget intresse av, ingen lust med, ingen lust att, "
        "invander mot, motsatter mig, protesterar mot, behover ej, orkar inte med, "
        "(tackar|tacka|sager) nej till, betackar mig, "
        "klarar (mig|mej|oss) (bra |fint |)utan, (bespara|spar|spara) (er|mig|mej), "
        "(vill|onskar) (inte|ej) (langre |)att (ni|du|nagon), "
        "(ni|du) har (inte|ingen) (ratt|lov|tillatelse) (att|till att)"
    ),
    Sense.OTHER: (
        "slut pa medicin, slut pa tabletter, slut pa, tar slut, medicinen ar slut, till slutet, i slutet, "
        "slutet av, slutet pa, stanna hemma, stang av varmen, stang av vattnet, ta bort stygnen, ta bort "
        "gipset, ta bort tanden, ta bort bandaget, ta bort stygn, nog inte, ar nog, kommer nog, gar nog, "
        "blir nog, hinner nog, tror nog, kan nog, avsluta jobbet, avslutar jobbet, tar bort torsdag, ta "
        "bort tiden, ta bort min tid, "
        "(inkopslista|inkopslistan)"
    ),
    Sense.INSTEAD: "istallet for, i stallet for, istallet for via, och inte via, och inte per",
    Sense.THREAT: (
        "anmaler er, jag anmaler er, polisanmaler, polisanmaler er, gor en anmalan, polisanmalan, anmala "
        "er, blockerar er, jag blockerar er, blockerar jag er, blockera er, polisen, min advokat, advokat, "
        "stammer er, imy, integritetsskyddsmyndigheten, om ni inte slutar, om du inte slutar, om det inte "
        "slutar, om ni fortsatter, om detta inte slutar, om det fortsatter, annars anmaler jag, anmaler jag "
        "er"
    ),
    Sense.COURTESY: "halla",
    Sense.ELSE: (
        "rakning, rakningen, faktura, fakturan, recept, receptet, paket, paketet, offert, "
        "operationen, ingreppet, vaccinationen, vaccinering, undersokningen, "
        "medicinen, tabletterna, "
        "losenord, losenordet, koden, lanken, "
        "lunchlistan, vantelistan, gastlistan, deltagarlistan"
    ),
    Sense.WHEN: (
        "efter 18, efter 20, efter 21, efter 22, fore 8, fore 9, pa natten, pa natterna, pa helgen, pa "
        "helgerna, pa sondagar, under arbetstid, sa sent, sa tidigt"
    ),
    Sense.NEEDLESS: ("(ni|du|man) behover inte, behover (ni|du) inte, (det ar |)onodigt att, ingen ide att"),
}
