"""What Dutch words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "stop met, hou op, houd op, hou op met, houd op met, ophouden, ophouden met, stoppen met, stopt, "
        "kappen met, kap met, kappen, staak, hou eens op, hou daarmee op, stop daarmee, stop hiermee, stop "
        "eens met, staken, stop ermee, stoppen, kap ermee, hou ermee op, laat dat, ophoude, beeindig, kap "
        "eens met, kappen nou, hou nou op, stop nou, stop nu eens, stopt u, houd toch op, wilt u stoppen, "
        "stop gewoon, hou nou eens op, stop daar mee, hou daar mee op, ophoepelen, hou es op met, hou es "
        "op, houd es op, kap es met, stop es met"
    ),
    Sense.CALL_OFF: (
        "annuleren, annuleer, beeindigen, opzeggen, zeg op, stopzetten, uitzetten, uitschakelen, "
        "deactiveren, zet uit, opheffen, zet deze uit, stop zetten, opgezegd, beeindigd, zeg mijn"
    ),
    Sense.LEAVE: (
        "uitschrijven, afmelden, meld me af, meld mij af, schrijf me uit, schrijf mij uit, schrijft mij "
        "uit, haal me eraf, haal mij eraf, wil eraf, afmelding, afgemeld worden, uitgeschreven worden, "
        "mezelf afmelden, meldt mij af, abonnement opzeggen, me uitschrijven, me afmelden, mij afmelden, "
        "mij uitschrijven, haal me van, haal mij van, ik meld me af, van de lijst af, uit te schrijven, af "
        "te melden, verwijderd worden, van de lijst gehaald, van deze lijst, van jullie lijst, uit de "
        "lijst, uit jullie bestand, uit jullie systeem, uit het systeem, ik wil hier vanaf, hier vanaf, wil "
        "er vanaf, er vanaf, wil ervan af, haal me eruit, haal mij eruit, gooi me eraf, gooi mij eraf, gooi "
        "me van, gooi mij van, schrap me, schrap mij, verwijder me, verwijder mij, verwijdert u mij, haalt "
        "u mij van, haalt u me van, haal ons van, schrijft u mij uit, schrijf ons uit, meld ons af, meldt u "
        "mij af, meldt me af, zet me uit, uit de groep, van de lijst halen, uit de lijst halen, uit het "
        "bestand, uit de database, van de lijst te halen, uit uw lijst, van uw lijst, uit uw bestand, uit "
        "uw systeem, uit jullie database, uit uw database, mij eraf halen, me eraf halen, van deze lijst "
        "af, me te verwijderen, mij te verwijderen, mij verwijderen, me verwijderen, uitgezet worden"
    ),
    Sense.REMOVE: (
        "verwijder, verwijderen, verwijdert, haal, wis, wissen, schrap, schrappen, te verwijderen, gooi, "
        "haalt, wist, vernietig, gooit, verwijdering, uitwissen"
    ),
    Sense.GOODBYE: (
        "laat me met rust, laat mij met rust, laat ons met rust, rot op, rot toch op, ga weg, donder op, "
        "niet storen, hou je mond, flikker op, sodemieter op, tyf op, val me niet lastig, val mij niet "
        "lastig, val me niet meer lastig, vergeet mijn nummer, niet meer appen, oprotten, opzouten, zout "
        "op, opgekankerd, geen contact meer, hoepel op, val me niet, val mij niet, neem geen contact, geen "
        "contact opnemen, niet meer sturen, niet meer contacteren, niet meer benaderen, niet meer sms'en, "
        "niet meer smsen, sms mij niet, sms me niet, app me niet, app mij niet, app me nooit, sms me nooit, "
        "bel me niet, bel mij niet, schrijf me niet, schrijf mij niet, mail me niet, contacteer me niet, "
        "contacteer mij niet, niet langer benaderd, stoor me niet, stoor mij niet, geen berichten meer "
        "sturen, stuur me niets meer, stuur niets meer, niet langer lastigvallen, laat mij toch met rust, "
        "donder toch op, gooi mijn nummer weg, haal mijn nummer weg, wil niet benaderd, niet benaderd "
        "worden, niet gecontacteerd worden, benader me niet, benader mij niet"
    ),
    Sense.KEEP: (
        "niet stoppen, stop niet, niet ophouden, hou niet op, ga zo door, blijf sturen, stop er niet mee, "
        "stop vooral niet, niet afmelden, niet uitschrijven, stop alsjeblieft niet, stopt niet, meld me "
        "niet af, hou niet op met, haal me niet, haal mij niet, verwijder me niet, verwijder mij niet, "
        "schrijf me niet uit, schrijf mij niet uit, meld mij niet af, schrap me niet, gooi me niet"
    ),
    Sense.NOTE: (
        "bericht, berichten, berichtjes, smsjes, sms jes, herinnering, herinneringen, meldingen, "
        "notificaties, abonnement, appjes, sms'jes, sms'en, berichte, herinnering*, berigt, berigten, "
        "bericht'n, berichtn, smsje, appje, apps"
    ),
    Sense.PESTER: (
        "sturen, schrijven, lastigvallen, lastig te vallen, lastig vallen, bellen, bel, contacteren, "
        "benaderen, benader, contact op, appen, app, berichten sturen, storen, spammen, contact opnemen, "
        "smsen, berichten te sturen, sms, herinneren, stoor, gecontacteerd, lastiggevallen, gebeld, "
        "benaderd, gecontact, herinnerd, contacteer, lastig"
    ),
    Sense.SEND: "stuur, stuurt, zend, zenden, te sturen, verstuur, versturen, verzenden, toesturen, gestuurd",
    Sense.GET: "ontvangen, krijgen, te ontvangen, te krijgen, hebben",
    Sense.GETS: "ontvang, krijg, heb",
    Sense.WANT: (
        "wil, wens, wenst, willen, hoef, zou graag, wens te, stel prijs op, zit te wachten op, heb behoefte "
        "aan, kan ik, mag ik van, liever, heb liever, verlang, wilde, wou, zou liever, wil liever, kunnen "
        "we, zou willen"
    ),
    Sense.NOT: "niet, nooit",
    Sense.NO: "nee, geen, niets, niks, neen",
    Sense.MORE: "meer, verdere, langer, nog meer",
    Sense.AGAIN: "weer, opnieuw",
    Sense.ENOUGH: (
        "genoeg, het is genoeg, zo is het genoeg, zat van, ik ben het zat, ben het zat, genoeg van, klaar "
        "met, beu, ik heb genoeg van, heb genoeg van, genoeg met, is genoeg, is mooi geweest"
    ),
    Sense.ME: "mij, mijn, m'n, ons, aan mij, mn",
    Sense.LIST: (
        "lijst, nummer, telefoon, telefoonnummer, mobiel, bestand, database, telefoonlijst, maillijst, "
        "verzendlijst, contacten, jullie lijst, gsm, bestanden"
    ),
    Sense.THIS: (
        "dit, dat, deze, die, alles, jullie, hiermee, daarmee, zulke, onzin, gedoe, al die, die stomme, "
        "troep, zooi, het, je"
    ),
    Sense.WILL: "worden, wordt, word",
    Sense.SELF: "ik, wij, ik moet, ik ga, mag ik",
    Sense.THEY: "baas, mijn baas, hij, zij, ze, de trein, de bus, regen, dokter, leraar, training, collega",
    Sense.PLEAD: (
        "kun je, kunt u, kunnen jullie, kan je, wilt u, willen jullie, wil je, zou je, zou u, zouden "
        "jullie, gelieve, u, jij, jullie moeten, u moet, je moet, ik wil dat jullie, ik wil dat je, ik wil "
        "dat u, ik verzoek u, kan dit, kunnen jullie me, kan u, mag dit, kunt u mij, kunt u me, kun je me, "
        "ik zei, ik heb gezegd, kan dat, wilt u mij, verzoek"
    ),
    Sense.HOW: "hoe, hoe kan ik, hoe kunnen we, waar kan ik",
    Sense.ASKING: "waarom, wanneer, waar, welke, als, of, wat gebeurt, wie",
    Sense.SAY: "zei, gezegd, zegt, vroeg, zeiden",
    Sense.REPLY: "antwoord, antwoorden, geantwoord, typ, stuurde",
    Sense.RESUME: (
        "weer aanmelden, meld me weer aan, meld mij weer aan, opnieuw aanmelden, weer ontvangen, weer "
        "krijgen, stuur me weer, weer inschrijven, aanmelden, hervat, hervatten, schrijf me weer in, weer "
        "activeren, heractiveren, stuur mij weer, weer berichten, weer aanzetten, zet weer aan, toch weer, "
        "toch wel ontvangen, schrijf mij weer in, weer sturen, mag weer, mogen weer, stop ongedaan, "
        "afmelding ongedaan, weer sms, zet me weer"
    ),
    Sense.BEGIN: "begin weer, starten, beginnen, activeren, doorgaan",
    Sense.OOPS: "per ongeluk, per vergissing, abusievelijk",
    Sense.THE: "de, een, volgende, bij de, mijn stop, elke",
    Sense.AT: "om, bij, voor, op, tot, naast",
    Sense.OF: "met, van, uit, van de",
    Sense.OTHER: "einde van, eind van, stop in de, stopt om, hoe laat stopt, hoe laat stop",
    Sense.WRONG: (
        "verkeerd nummer, verkeerde nummer, verkeerde persoon, fout nummer, verkeerd verbonden, foute "
        "nummer, niet de juiste persoon, niet mijn naam, nummer is niet van, niet het nummer van, niet meer "
        "het nummer van, niemand met die naam, nummer is niet meer van, woont hier niet, verkeerde voor, "
        "verkeerde te pakken, de verkeerde, niemand met deze naam, verkeerd persoon, verkeerd gestuurd, ken "
        "ik niet, nummer klopt niet, verkeerd verstuurd, foutief nummer, verkeerd contact, niet meer haar "
        "nummer, niet meer zijn nummer, nummer van iemand anders, nieuwe eigenaar, nieuwe eigenares, nummer "
        "is nu van mij, is nu mijn nummer, heeft dit nummer niet meer, heeft een ander nummer, heeft een "
        "nieuw nummer, verwart mij met, verward met iemand, niet de persoon, iemand anders z'n nummer, "
        "gebruikt dit nummer niet meer, u zoekt iemand anders, je zoekt iemand anders, niet de telefoon "
        "van, niet meer de telefoon van, foute persoon, verkeerde gestuurd, fout verbonden, nr is niet meer "
        "van, nummer is niet meer, nr is niet van"
    ),
    Sense.NOT_BEING: (
        "ik ben niet, ben niet, ik ben geen, u spreekt niet met, ik ken geen, ken geen, ik heet geen, ik "
        "heet niet, mijn naam is niet, u spreekt niet met mevrouw"
    ),
    Sense.ORDINARY: (
        "zeker, klaar, ziek, beschikbaar, mogelijk, nodig, dringend, thuis, goed, leuk, robot, blij, bang, "
        "handig, eerlijk, grappig, aanwezig, op kantoor, gek, belangrijk, oke, geinteresseerd, zo, "
        "probleem, spam, haast, idee"
    ),
    Sense.DONE: (
        "al gedaan, gedaan, al getekend, heb ik gedaan, werk er niet meer, werk hier niet meer, al klaar, "
        "is gedaan, al ondertekend, werk daar niet meer"
    ),
    Sense.WHO: (
        "wie is dit, wie ben je, wie bent u, wie stuurt, van wie is dit, wie zijn jullie, van wie, met wie, "
        "wie is dat, wiens nummer, welk bedrijf, van wie komt, wie zit hierachter, wie zit er achter, wie "
        "schrijft, wie verstuurt, wie ben jij, wie heeft"
    ),
    Sense.WHAT: (
        "wat is dit, waar gaat dit over, waarvoor is dit, meer informatie, meer info, ik heb hulp nodig, "
        "help mij, hoe werkt dit, wat houdt dit in, wat betekent dit, hulp nodig, wat zijn dit, wat is dit "
        "voor, hoe werkt het, waar gaat het over, waar is dit voor, wat is dit allemaal, wat moet dit, wat "
        "is de bedoeling, wat is dit voor iets, wat zijn deze"
    ),
    Sense.WHY: (
        "waarom krijg ik, waarom sturen jullie, waarom stuur je, geen interesse, niet geinteresseerd, hoe "
        "komen jullie aan mijn nummer, hoe kom je aan mijn nummer, te veel berichten, hoe komt u aan mijn "
        "nummer, waarom stuurt u, waarom ontvang ik, waarom sms, afmelden waarvoor, dit is spam, is dit "
        "spam, irritant, vervelend, wat een gezeur, alweer, zoveel berichten, waarom appen jullie, wat "
        "willen jullie, wat wil je van me, waarom krijg ik dit, weer jullie, serieus, waarom komt dit, "
        "alweer een, waarom blijven jullie"
    ),
    Sense.POLITE: (
        "alstublieft, alsjeblieft, aub, ajb, svp, dank u, dank je, bedankt, dankjewel, dank je wel, dank u "
        "wel, hallo, nu, meteen, direct, onmiddellijk, goedemorgen, goedemiddag, goedendag, maar, en, eens, "
        "even, gewoon, groeten, mvg, bvd, a u b, toch, vriendelijke groet, met vriendelijke groet, per "
        "direct, godverdomme, nou, verdomme, vanaf nu, a.u.b., beste, ja, ook, dus, dan, gvd, hoi, steeds, "
        "altijd, op dit nummer, naar dit nummer, naar mijn nummer, elke dag, de hele dag, al, aan dit "
        "nummer, voortaan, zo snel mogelijk, op mijn telefoon, naar mijn telefoon, allemaal, a.j.b., pls, "
        "mensen, graag"
    ),
    Sense.HOW_TO: (
        "hoe meld ik me af, hoe schrijf ik me uit, hoe stop ik, hoe kom ik van, hoe meld ik mij af, hoe "
        "schrijf ik mij uit, hoe meld ik me hiervan, hoe meld ik mij hiervan, hoe kom ik hier van, hoe kom "
        "ik hiervan, hoe kom ik eraf, hoe kan ik me afmelden"
    ),
    Sense.MUST: "moet, moeten, mag, mogen",
    Sense.SHOULD_I: "moet ik, zal ik",
    Sense.DATA: "gegevens, data, persoonsgegevens, persoonlijke gegevens, informatie, naam",
    Sense.CONSENT: "toestemming, akkoord, goedkeuring, permissie",
    Sense.WITHDRAW: "trek, intrekken, trekken, herroep, ingetrokken",
    Sense.LAST: (
        "laat dit het laatste, laat dit de laatste, laat dat het laatste, dit is hopelijk het laatste, "
        "hopelijk is dit het laatste, maak dit het laatste, dit moet het laatste"
    ),
    Sense.MISS: "missen, mis, mislopen, verliezen, vergeten",
    Sense.FAILS: "ik kan niet, kon niet, lukt niet, kunnen niet",
    Sense.NOT_MINE: (
        "niet voor mij, voor iemand anders, niet voor mij bedoeld, voor iemand anders bedoeld, bestemd voor "
        "iemand anders, niet aan mij, aan iemand anders, niet voor mij bestemd, voor een ander"
    ),
    Sense.GONE: (
        "werkt hier niet meer, werkt niet meer hier, werkt niet meer bij ons, woont hier niet meer, werkt "
        "hier niet, is hier niet meer, werkt er niet meer, woont niet meer hier, is weg bij ons"
    ),
    Sense.OLD: "oude, vorige, vroegere, oud",
    Sense.NOBODY: (
        "hier woont geen, er is hier geen, hier is geen, er woont hier geen, hier werkt geen, er werkt hier "
        "geen"
    ),
    Sense.NOT_WANTED: (
        "maak bezwaar, teken bezwaar, verbied jullie, verbied u, verbied je, stel geen prijs op, heb geen "
        "behoefte aan, zit niet te wachten op, heb geen interesse in, geen zin in, geen behoefte aan, geen "
        "interesse in, stem niet in met"
    ),
}
