"""What the words around a request mean in Dutch: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.NOTE: (
        "bericht, berichten, berichtjes, smsjes, sms jes, herinnering, herinneringen, meldingen, "
        "notificaties, abonnement, appjes, sms'jes, sms'en, berichte, herinnering*, berigt, berigten, "
        "bericht'n, berichtn, smsje, appje, apps, sms je, smskes, sms'kes, berichtekes, berichtjen, "
        "berichtje, mailtjes, mails, sms berichten, smsberichten, sms bericht, sms herinnering, sms "
        "herinneringen, whatsappjes, whatsapp berichten, waarschuwingen, reminders, reminder, notificatie, "
        "melding, alerts, sms dienst, smsdienst, sms service, smsservice, berichtendienst, "
        "herinneringsdienst, berichtenservice, deze dienst, reclame, spam, aanmaningen, uitnodigingen, "
        "nieuwsbrief, sms abonnement, gezever, gestuur, gesms, geapp, gespam, gezeik, gezeur, geberichten, "
        "gebel, sms alert, sms alerts, sms notificaties, sms meldingen, de meldingen, inschrijving op de, "
        "inschrijving voor de, sms, (per|via) (sms|smsje|whatsapp|app|appje|bericht), "
        "(werkdingen|werkzaken|werkberichten|werkspul|dingen van het werk|spullen van het werk)"
    ),
    Sense.PESTER: (
        "sturen, schrijven, lastigvallen, lastig te vallen, lastig vallen, bellen, bel, contacteren, "
        "benaderen, benader, contact op, appen, app, berichten sturen, storen, spammen, contact opnemen, "
        "smsen, berichten te sturen, sms, herinneren, stoor, gecontacteerd, lastiggevallen, gebeld, "
        "benaderd, gecontact, herinnerd, contacteer, lastig, smsen naar, sms'n, texten, smst, sms't, "
        "bericht sturen, berichtjes sturen, lastig gevallen, lastiggevallen worden, te storen, gestoord, "
        "gestoord worden, te bellen, te appen, te smsen, te sms'en, te benaderen, te contacteren, te "
        "schrijven, te spammen, contact met mij, contact met me, contacteert, appt, mailen, belt, zeuren, "
        "zeiken, zaniken, zeveren, ambeteren, pesten, stalken, te stalken, bestoken, bombarderen, "
        "verwittigen, verwittigd, herinnert, pingen, berichten blijven sturen, (mijn|onze) tijd (te|) "
        "(verspillen|verdoen), mij (wakker maken|wakker te maken), me (wakker maken|wakker te maken), "
        "(mijn|dit) (nummer|telefoon) (te|) gebruiken, mijn (telefoon|inbox|mailbox) (vol te "
        "spammen|volspammen|vol te gooien)"
    ),
    Sense.SEND: (
        "stuur, stuurt, zend, zenden, te sturen, verstuur, versturen, verzenden, toesturen, gestuurd, "
        "sturen naar, toezenden, te verzenden, te versturen, te zenden, verstuurt, gezonden, toegestuurd, "
        "verzend, verzendt, verstuurd"
    ),
    Sense.GET: (
        "ontvangen, krijgen, te ontvangen, te krijgen, hebben, krijge, ontvange, binnenkrijgen, binnen "
        "krijgen, te krijgen van, nog krijgen, nog ontvangen"
    ),
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
        "genoeg, het is genoeg, zo is het genoeg, zat van, ik ben het zat, ben het zat, genoeg van, beu, ik "
        "heb genoeg van, heb genoeg van, genoeg met, is genoeg, is mooi geweest, zat van al, kotsbeu, beu "
        "van, het beu, ben het beu, ik ben het beu, ik ben ze beu, kotsbeu van, muug van, ik ben het moe, "
        "spuugzat, ben het spuugzat, het spuugzat, ben jullie zat, ik ben jullie zat, ben die zat, ik ben "
        "die zat, ben het zat met, helemaal klaar met, helemaal zat, genoeg nu, genoeg nou, genoeg hiervan, "
        "genoeg daarvan, nu is het genoeg, nou is het genoeg, nu is het genoeg met, nou is het genoeg met, "
        "nu is t genoeg, t is genoeg, t is genoeg geweest, het is genoeg geweest, is genoeg geweest, zo is "
        "het wel genoeg, is wel genoeg, is wel genoeg geweest, het is mooi geweest, t is mooi geweest, zo "
        "is het mooi geweest, nu is het mooi geweest, is mooi geweest met, heb er genoeg van, ik heb er "
        "genoeg van, heb er mijn buik vol van, mijn buik vol van, buik vol van, zat hiervan, hier zat van, "
        "word gek van, word zot van, er klaar mee, ben er klaar mee, is het (nu|) (klaar|genoeg|welletjes) "
        "met, het is (nu|) (klaar|genoeg|welletjes) (geweest|) met"
    ),
    Sense.ME: "mij, mijn, m'n, ons, aan mij, mn, mezelf, mijzelf, onze",
    Sense.LIST: (
        "lijst, nummer, telefoon, telefoonnummer, mobiel, bestand, database, telefoonlijst, maillijst, "
        "verzendlijst, contacten, jullie lijst, gsm, bestanden, telefoonlijsten, smslijst, sms lijst, "
        "adresboek, adressenlijst, systeem, jullie systeem, uw systeem, het systeem, adressenbestand, "
        "klantenbestand, administratie, contactlijst, contactenlijst, mailinglijst, groepsapp, gsm nummer, "
        "gsmnummer, gsm nr, mobiele nummer, 06 nummer, 06nummer, tel nr, telnr, tel, nr, nmr, nummertje, "
        "privenummer, prive nummer, werknummer, privetelefoon"
    ),
    Sense.THIS: (
        "dit, dat, deze, die, alles, jullie, hiermee, daarmee, zulke, onzin, gedoe, al die, die stomme, "
        "troep, zooi, het, je, deze dingen, die dingen, rotzooi, rommel, shit, kut, kutberichten, "
        "flauwekul, bullshit, die rommel, die rotzooi, al deze, al dat, uw, zo'n, (dit|dat|deze) "
        "(ding|dinges|gedoe|gezeik|gezeur|onzin|rotzooi)"
    ),
    Sense.WILL: "worden, wordt, word",
    Sense.SELF: "ik, wij, ik moet, ik ga, mag ik",
    Sense.THEY: "baas, mijn baas, hij, zij, ze, de trein, de bus, regen, dokter, leraar, training, collega",
    Sense.PLEAD: (
        "kun je, kunt u, kunnen jullie, kan je, wilt u, willen jullie, wil je, zou je, zou u, zouden "
        "jullie, gelieve, u, jij, jullie moeten, u moet, je moet, ik wil dat jullie, ik wil dat je, ik wil "
        "dat u, ik verzoek u, kan dit, kunnen jullie me, kan u, mag dit, kunt u mij, kunt u me, kun je me, "
        "ik zei, ik heb gezegd, kan dat, wilt u mij, verzoek, kunt ge, kunde, kunde gij, kunnekes, wilde "
        "gij, wilt ge, gelieve om, gelieve mij, gelieve me, kunt u alstublieft, kunt u aub, kan je aub, kan "
        "je me, kan je mij, kun je mij, zou u me, zou u mij, zou je me, zou je mij, zouden jullie me, "
        "zouden jullie mij, zouden jullie willen, zou u willen, zou je willen, wilt u me, wil je me, wil je "
        "mij, willen jullie me, willen jullie mij, mag ik u vragen, mag ik jullie vragen, mag ik vragen, ik "
        "wil u vragen, ik wil jullie vragen, ik vraag u, ik vraag jullie, ik verzoek jullie, ik verzoek je, "
        "verzoek u, verzoek om, graag verzoek ik, ik eis dat, ik eis dat jullie, ik eis dat u, ik wens dat "
        "u, ik wens dat jullie, ik zou willen dat, ik zou graag willen dat, ik zou graag hebben dat, ik heb "
        "liever dat jullie, ik heb liever dat u, is het mogelijk om, is het mogelijk dat, zou het mogelijk "
        "zijn, zou het kunnen dat, zou het kunnen, kan het dat, wees zo vriendelijk, wees zo goed, weest u "
        "zo vriendelijk, zo vriendelijk zijn, zo vriendelijk zijn om, zo vriendelijk om, zo goed zijn om, "
        "ik had al gevraagd, ik heb al gevraagd, ik heb jullie al gevraagd, ik heb u al gevraagd, al "
        "gevraagd om, voor de laatste keer, ik zeg het nog een keer, mogen jullie, jullie mogen, u mag, je "
        "mag, je kunt, jullie kunnen, u kunt, dient u, (ik heb|ik had|heb|had|we hebben|wij hebben|hebben) "
        "(jullie|u|je|) (al|toch al|eerder|meermaals|) (gevraagd|verzocht) om"
    ),
    Sense.HOW: "hoe, hoe kan ik, hoe kunnen we, waar kan ik, hoe zorg ik dat, wat moet ik doen om",
    Sense.ASKING: "waarom, wanneer, waar, welke, als, of, wat gebeurt, wie",
    Sense.SAY: "zei, gezegd, zegt, vroeg, zeiden, gevraagd, verzocht",
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
    Sense.OTHER: (
        "einde van, eind van, stop in de, stopt om, hoe laat stopt, hoe laat stop, haal me op, haal mij op, "
        "haal ons op, haal hem op, haal haar op, haal je me op, haalt u me op, haal me om, haal mij om, "
        "haal mij bij, haal me bij, kom me halen, haal het niet, haal ik niet, haal ik, zet de vuilnis"
    ),
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
        "van, nummer is niet meer, nr is niet van, (dat|dit) was (het nummer van|zijn nummer|haar nummer)"
    ),
    Sense.NOT_BEING: (
        "ik ben niet, ben niet, ik ben geen, u spreekt niet met, ik ken geen, ken geen, ik heet geen, ik "
        "heet niet, mijn naam is niet, u spreekt niet met mevrouw"
    ),
    Sense.ORDINARY: (
        "zeker, klaar, ziek, beschikbaar, mogelijk, nodig, dringend, thuis, goed, leuk, robot, blij, bang, "
        "handig, eerlijk, grappig, aanwezig, op kantoor, gek, belangrijk, oke, geinteresseerd, zo, "
        "probleem, spam, haast, idee, heb geen codes meer"
    ),
    Sense.DONE: (
        "al gedaan, gedaan, al getekend, heb ik gedaan, werk er niet meer, werk hier niet meer, al klaar, "
        "is gedaan, al ondertekend, werk daar niet meer, verhuisd, ben verhuisd, ben weg bij, ben gestopt "
        "met werken, ben met pensioen, ben geen (klant|lid|patient|leerling) meer, ik ben geen "
        "(klant|lid|patient|leerling) meer, (heb|hebben) de auto verkocht, (uit|bij) (de|het) "
        "(vakbond|club|vereniging|groep|school|bond|team|bedrijf) (gestapt|weg|vertrokken|gegaan), "
        "uitgestapt"
    ),
    Sense.WHO: (
        "wie is dit, wie ben je, wie bent u, wie stuurt, van wie is dit, wie zijn jullie, van wie, met wie, "
        "wie is dat, wiens nummer, welk bedrijf, van wie komt, wie zit hierachter, wie zit er achter, wie "
        "schrijft, wie verstuurt, wie ben jij, wie heeft, welke (praktijk|firma|arts|school|kliniek) (is "
        "dit|is dat|bent u|zijn jullie), welk bedrijf (is dit|is dat|bent u|zijn jullie)"
    ),
    Sense.WHAT: (
        "wat is dit, waar gaat dit over, waarvoor is dit, meer informatie, meer info, ik heb hulp nodig, "
        "help mij, hoe werkt dit, wat houdt dit in, wat betekent dit, hulp nodig, wat zijn dit, wat is dit "
        "voor, hoe werkt het, waar gaat het over, waar is dit voor, wat is dit allemaal, wat moet dit, wat "
        "is de bedoeling, wat is dit voor iets, wat zijn deze, wat is dit nou, wat is dit nu, wat is da, "
        "wat is dees, wat is me dit, wat is dit voor gedoe, wat moet ik hiermee, wat moet ik hier mee, waar "
        "slaat dit op, waar is dit over, waar gaat dit nou over, wa is dit, wa is da"
    ),
    Sense.WHY: (
        "waarom krijg ik, waarom sturen jullie, waarom stuur je, geen interesse, niet geinteresseerd, hoe "
        "komen jullie aan mijn nummer, hoe kom je aan mijn nummer, te veel berichten, hoe komt u aan mijn "
        "nummer, waarom stuurt u, waarom ontvang ik, waarom sms, afmelden waarvoor, dit is spam, is dit "
        "spam, irritant, vervelend, wat een gezeur, alweer, zoveel berichten, waarom appen jullie, wat "
        "willen jullie, wat wil je van me, waarom krijg ik dit, weer jullie, serieus, waarom komt dit, "
        "alweer een, waarom blijven jullie, waarom sms'en jullie, waarom blijf ik, waarom stuurt u mij, "
        "waarom stuurt ge, waarom blijft u, hoe komt ge aan mijn nummer, van wie heb je mijn nummer, van "
        "wie hebben jullie mijn nummer, van wie heeft u mijn nummer, waar hebben jullie mijn nummer, waar "
        "heb je mijn nummer, waar heeft u mijn nummer, hoe kom jij aan mijn nummer, hoe komen jullie aan "
        "dit nummer, wie heeft jullie mijn nummer, wie gaf jullie mijn nummer, minder "
        "(berichten|sms|smsjes|herinneringen|meldingen), (kan me|ik kan me|herinner me|ik herinner me) niet "
        "(herinneren|) (dat ik|me|) (me|) (heb|) (aangemeld|ingeschreven|geregistreerd|toestemming)"
    ),
    Sense.POLITE: (
        "alstublieft, alsjeblieft, aub, ajb, svp, dank u, dank je, bedankt, dankjewel, dank je wel, dank u "
        "wel, hallo, nu, meteen, direct, onmiddellijk, goedemorgen, goedemiddag, goedendag, maar, en, eens, "
        "even, gewoon, groeten, mvg, bvd, a u b, toch, vriendelijke groet, met vriendelijke groet, per "
        "direct, godverdomme, nou, verdomme, vanaf nu, a.u.b., beste, ja, ook, dus, dan, gvd, hoi, steeds, "
        "altijd, op dit nummer, naar dit nummer, naar mijn nummer, elke dag, de hele dag, al, aan dit "
        "nummer, voortaan, zo snel mogelijk, op mijn telefoon, naar mijn telefoon, allemaal, a.j.b., pls, "
        "mensen, graag, hem, haar, hoor, zeg, ne keer, eens een keer, nou eens, nu eens, voor eens en "
        "altijd, op deze telefoon, op deze gsm, op mijn gsm, op mijn mobiel, naar mijn gsm, naar deze "
        "telefoon, naar deze gsm, hierheen, hiernaartoe, goedenavond, goeiemorgen, goeiendag, geachte, "
        "geachte heer, geachte mevrouw, mevrouw, meneer, heer, joh, makker, gast, jongens, vriendelijk, "
        "asjeblieft, asjeblief, astublieft, asseblieft, alstublief, alsjeblief, volgens de avg, volgens "
        "avg, conform de avg, conform avg, op grond van de avg, krachtens de avg, bij deze, hierbij, echt, "
        "eindelijk, aub dankjewel, sorry"
    ),
    Sense.HOW_TO: (
        "hoe meld ik me af, hoe schrijf ik me uit, hoe stop ik, hoe kom ik van, hoe meld ik mij af, hoe "
        "schrijf ik mij uit, hoe meld ik me hiervan, hoe meld ik mij hiervan, hoe kom ik hier van, hoe kom "
        "ik hiervan, hoe kom ik eraf, hoe kan ik me afmelden, hoe zet ik dit uit, hoe zet ik dat uit, hoe "
        "zet ik deze uit, hoe zet ik die uit, hoe geraak ik hiervan af, hoe geraak ik hier van af, hoe raak "
        "ik hiervan af, hoe zeg ik dit op, hoe zeg ik op, hoe kom ik hier vanaf, hoe kom ik hier van af, "
        "hoe schakel ik, hoe kom ik (hier|hiervan|van deze lijst|van de lijst|uit dit systeem|hier weer) "
        "(af|vanaf|uit|)"
    ),
    Sense.MUST: "moet, moeten, mag, mogen",
    Sense.SHOULD_I: "moet ik, zal ik",
    Sense.DATA: (
        "gegevens, data, persoonsgegevens, persoonlijke gegevens, informatie, naam, contactgegevens, "
        "klantgegevens"
    ),
    Sense.CONSENT: "toestemming, akkoord, goedkeuring, permissie",
    Sense.WITHDRAW: (
        "trek, intrekken, trekken, herroep, ingetrokken, ik trek hierbij, trek hierbij, intrekking van, "
        "herroep mijn"
    ),
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
        "interesse in, stem niet in met, hoef geen, zijn niet meer nodig, heb geen nood aan, geen nood aan, "
        "geen zin meer in, geen behoefte meer aan, geen interesse meer in, ben niet gediend van, niet "
        "gediend van, ben niet geinteresseerd in, niet geinteresseerd in, niet meer geinteresseerd in, stel "
        "geen prijs meer op, geen prijs op, nooit toestemming gegeven, geen toestemming gegeven, geen "
        "toestemming gegeven voor, geen toestemming voor, nooit akkoord gegaan, niet akkoord met, ga niet "
        "akkoord, ga niet meer akkoord, verbied het, bezwaar tegen, maak bezwaar tegen, ik maak bezwaar "
        "tegen, ik maak bezwaar, nooit gevraagd om, niet gevraagd om, zit niet meer te wachten op, meer "
        "nodig, nergens (meer|) voor nodig, ik weiger, niet geinteresseerd om"
    ),
    Sense.INSTEAD: (
        "in plaats van, ipv, i.p.v., in plaats van per, en niet per, en niet via, (mail|email|e "
        "mail|post|brief|telefoon|bellen) (dan|in plaats van|ipv|en niet) (per|via|), (graag|liever|) (per|via) (mail|email|e mail|post|brief|telefoon) (dan|in plaats van|ipv|en niet) (per|via|), (liever|beter|eerder) "
        "(per|via|) (mail|email|e mail|post|brief|telefoon) dan (per|via|)"
    ),
    Sense.THREAT: (
        "doe ik aangifte, ik doe aangifte, doe aangifte, dien ik een klacht in, ik dien een klacht in, "
        "klacht in, aangifte doen, aangifte, advocaat, mijn advocaat, naar de politie, politie, autoriteit "
        "persoonsgegevens, blokkeer ik jullie, ik blokkeer jullie, blokkeer jullie, blokkeer ik, ik "
        "blokkeer u, meld ik dit, meld ik jullie, ik meld jullie, als dit niet stopt, als jullie niet "
        "stoppen, als je niet stopt, als u niet stopt, als dit niet ophoudt, als jullie niet ophouden, als "
        "jullie doorgaan, als dit zo doorgaat, als dit doorgaat, geblokkeerd"
    ),
    Sense.TAKE: "zet, schakel, schakelt, zetten jullie, zet u",
    Sense.OFF: "af",
    Sense.NEEDLESS: (
        "hoeven niet meer, hoeft niet meer, hoeven echt niet meer, hoeft echt niet meer, geen "
        "behoefte (meer|) aan, (niet|nooit) nodig, overbodig, onnodig"
    ),
    Sense.ELSE: "factuur, facturen, recept, pakket, pakje, offerte, bestelling",
    Sense.WHEN: (
        "na 18, na 20, na 21, na 22, voor 8, voor 9, s nachts, 's nachts, in het weekend, op zondag, onder "
        "werktijd, tijdens, zo laat, zo vroeg, gisteren, vorige (week|maand|keer), afgelopen week, weken "
        "geleden, dagen geleden, een week geleden, twee weken geleden"
    ),
}
