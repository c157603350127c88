"""What the words around a request mean in Danish and Norwegian: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.SEND: "sende, sender, sendes, sende ut, sende ud, udsende, udsend, tilsende, tilsend",
    Sense.GET: "modtage, motta, fa, modtage flere, motta flere, hore fra jer, hore fra dere, hore fra dig",
    Sense.GETS: "modtager, mottar, far, fik, fikk",
    Sense.WANT: (
        "onsker, vil, vil ha, vil have, behover, trenger, orker, gider, kan jeg, ma jeg, kan vi, "
        "foretrekker, foretraekker, vil gerne have, vil gjerne ha, onske, ville, samtykker, samtykker til, "
        "gidder"
    ),
    Sense.NOT: "ikke, aldri, aldrig, ikkje",
    Sense.NO: "nei, nej, ingen, intet, ikke noen, nei takk, nej tak, ikke nogen",
    Sense.MORE: (
        "flere, mere, mer, laengere, lenger, flere tak, mere tak, mer takk, mere nu, mere hertil, flere "
        "hertil, noget mere, nogen flere, noe mer, noen flere, laengere tak"
    ),
    Sense.AGAIN: "igjen, igen, pa ny, pa nytt",
    Sense.ENOUGH: (
        "det er nok, nok nu, nok na, traet af, lei av, traet af jeres, lei av disse, na er det nok, nu er "
        "det nok, nok av, nok af, drit lei, drittlei, det far vaere nok, nok er nok, sa er det nok, det ma "
        "vaere nok, nu ma det vaere nok, na ma det vaere nok, na far det vaere nok, nu er det nok med, nu "
        "er det nok tak, sa er det nok med, sa er det nok nu, sa er det nok tak, sa er det godt, sa er det "
        "godt med, sa er det godt nu, nok er nok nu, nok tak, ja tak nok, traet af jer, er traet af, er "
        "traet af jeres, jeg er traet af, er sa traet af, meget traet af, godt traet af, lei av dette, er "
        "lei av, er sa lei av, er drittlei, er drittlei av, drittlei av, dritlei av, luta lei, luta lei av, "
        "fed op, godt og grundigt traet af, traet af det her, traet af de, traet af alle de, har faet nok, "
        "har fatt nok, faet nok af, fatt nok av, har faet nok af, har fatt nok av, jeg har faet nok, jeg "
        "har faet nok af, jeg har fatt nok av, nok med de, nok med jeres, na holder det, na holder det med, "
        "nu holder det, nu holder det med, det holder nu, det holder na, nu ma det stoppe, na ma det "
        "stoppe, holder na"
    ),
    Sense.ME: (
        "mig, meg, mit, mitt, min, mine, til mig, til meg, os, oss, til os, til oss, mig tak, meg takk, til "
        "ham, til hende"
    ),
    Sense.LIST: (
        "liste, listen, lista, nummer, nummeret, telefon, mobil, register, registeret, tlf, mobilnummer, "
        "telefonnummer, nr, listene, jeres liste, sms liste, sms listen, smsliste, smslisten, nummerlisten, "
        "kartotek, kartoteket, database, databasen, kontakter, kontaktliste, kontaktlisten, adressebog, "
        "mobilnr, mobiltelefon, tlf nr, tlfnr, tlf nummer, telefonnr, mit nr, registret, registre, "
        "system, systemet, systemer, lister, listene deres"
    ),
    Sense.THIS: (
        "dette, disse, det, den, alt, jeres, deres, de, det her, det der, lort, lortet, dritt, dritten, "
        "alle, drit, sadan noget, i det hele taget, slike, de der, de forbandede, forbandede, pokkers, "
        "sadanne, sadan nogle, sadan en, sadan nogen, lignende, skidt, skidtet, gylle, pis, piss, pisset, "
        "bras, sovl, dem, det her med, alt det her, alt det der, alle de, alle de her, al det, pjat, det "
        "pjat, vrovl, det vrovl, aevl, det fis, fis, halloj, "
        "de her, det er, den er, de er"
    ),
    Sense.WILL: ("blive, bliver, bli, blir"),
    Sense.SELF: "jeg, jeg skal, jeg ma",
    Sense.THEY: (
        "min chef, sjefen, sjef, chefen, han, hun, bussen, toget, laereren, legen, laegen, kurset, kollega, "
        "min (mand|mann|kone|datter|son|mor|far), min (mands|manns|kones|fars|mors|datters|sons)"
    ),
    Sense.PLEAD: (
        "kan du, kan i, kan dere, vil i, vil du, vil dere, vaer venlig at, vaer sa snill a, vennligst, "
        "venligst, dere, jeg vil have at i, jeg vil at dere, dere ma, i ma, kan man, ma jeg bede jer, jeg "
        "beder jer, kunne i, kunne du, kunne dere, vaer sa venlig at, jeg ber dere, jeg vil gerne have at "
        "i, vaer snill og, vaer sod at, vaer sode at, i skal, dere skal, vaer vennlig a, har sagt, beder "
        "jer, jeg ber om at dere, kan i ikke, kan du ikke, kan dere ikke, vil i ikke, vil du ikke, kan i "
        "lige, kan du lige, kan i venligst, kan du venligst, vil i venligst, vil du venligst, vil i godt, "
        "vil du godt, gider i, gider du, gider i godt, gider i lige, gider du lige, gidder i, kan i sa, kan "
        "i sa lige, vil i lige, vil i vaere sode at, vil i vaere rare at, vil i vaere venlige at, vil du "
        "vaere sod at, vil du vaere rar at, vil du vaere venlig at, vaer rar at, vaer rar og, vaer sa rar "
        "at, vaer sode og, vaer sod og, vaer flink og, vaer venlige at, vaer venlig og, vaer sa venlige at, "
        "vaer sa vennlig a, vaer sa vennlig og, vaer sa vennlige a, vaer sa snille a, vaer snille og, ma "
        "jeg bede om at, ma jeg bede jer om at, ma jeg bede jer om, jeg vil bede jer om at, jeg vil bede "
        "jer, jeg vil bede om, jeg vil bede om at, vil bede om at, vil bede jer om at, jeg vil gerne bede "
        "om, jeg vil gerne bede jer, jeg beder jer om at, jeg beder om at, jeg beder om, jeg ber om, jeg "
        "ber om a, jeg kraever at, jeg kraever at i, jeg krever at dere, jeg krever at, jeg forlanger at, "
        "jeg forlanger at i, jeg onsker at i, jeg onsker at dere, jeg vil ha at dere, jeg vil have at du, "
        "jeg har bedt jer om at, jeg har bedt jer om, har bedt jer om at, er det muligt at, er det muligt, "
        "er det mulig a, er det mulig, gar det an a, kan det lade sig gore at, mon i kan, mon i vil, ville "
        "i, ville du, i bedes, i bedes venligst, i ma gerne, du ma gerne, dere ma gjerne, kan i ikke nok, "
        "i kan (godt|bare|roligt|lige), dere kan (bare|godt|gjerne)"
    ),
    Sense.HOW: "hvordan, hvordan kan jeg, hvordan gor jeg for a, hvor kan jeg",
    Sense.ASKING: "hvorfor, hvornar, nar, hvor, hvilken, hvis, om, hvem",
    Sense.SAY: "sagde, sier, sa, bad, sagt, ba, siger",
    Sense.REPLY: "svar, svarer, svarede, svarte, skrev",
    Sense.RESUME: (
        "tilmeld mig igen, meld meg pa igjen, start igen, start igjen, send igen, send igjen, begynn igjen, "
        "begynd igen, genoptag, gjenoppta, fa beskeder igen, fa meldinger igjen, modtage igen, motta igjen, "
        "tilmeld, meld meg pa, send meldinger igjen, send beskeder igen, fa sms igen, fa sms igjen, send "
        "meg meldinger igjen, send mig beskeder igen, aktiver igen, aktiver igjen, fortryder stop, angrer "
        "stopp, fa dem igen, fa dem igjen, fa paminnelser igjen, fa pamindelser igen, meld mig til igen, "
        "sla pa igjen, legg meg til igjen, saet mig pa igen, tilmelde mig igen, reaktiver, gerne have "
        "beskeder igen, tilmeldes igen, send mig sms igen, send meg sms igjen, send meg paminnelser igjen, "
        "send mig pamindelser igen, meldingene tilbake, beskederne tilbage, ha meldingene tilbake, have "
        "beskederne tilbage, ha dem tilbake, have dem tilbage"
    ),
    Sense.BEGIN: "begynn, begynd, starte, fortsett, fortsaet",
    Sense.OOPS: "ved en feil, ved en fejl, ved et uheld, ved en fejltagelse, kom til at, kom til a",
    Sense.THE: "en, et, neste, naeste, sidste, siste, holdeplass",
    Sense.AT: "ved, hos, kl, pa, for, klokken, til",
    Sense.WRONG: (
        "feil nummer, forkert nummer, feil person, forkert person, forkerte nummer, ikke mit navn, ikke "
        "mitt navn, ikke rett person, ikke den rigtige person, ikke nummeret til, feil telefonnummer, ingen "
        "her som heter, ingen her der hedder, ikke riktig person, hedder ikke, heter ikke, ikke laengere "
        "hendes nummer, ikke lenger nummeret til, forkert modtager, feil mottaker, har fatt feil, har faet "
        "forkert, har fat i den forkerte, fat i den forkerte, fat i en forkert, forkert telefonnummer, ikke "
        "laengere hans nummer, ikke lenger hennes nummer, ikke hendes nummer, ikke hans nummer, tilhorer "
        "ikke, den forkerte, gatt feil, ringet forkert, sendt til feil, sendt forkert, skrevet forkert, "
        "ingen ved det navn, ingen som heter, ingen der hedder, feil tlf, tilhorer en annen, ny ejer, ny "
        "eier, nye ejer, nye eier, mit nummer nu, mitt nummer na, nummeret mitt na, nummeret er mitt na, "
        "nummeret er mit nu, har ikke dette nummer, har ikke dette nummeret, har byttet nummer, har skiftet "
        "nummer, har faet nyt nummer, har fatt nytt nummer, leder efter en anden, leter etter noen andre, "
        "leter etter en annen, ikke den person, ikke personen, ikke den du leter, forveksler mig, "
        "forveksler meg, tilhorer ikke lenger, tilhorer nu, tilhorer en anden, har overtatt nummeret, har "
        "overtaget nummeret, ikke laengere nummeret, ikke mere hans nummer, ikke mere hendes nummer, "
        "har ikke (denne|den her|dette) (telefon|telefonen|mobilen|nummer|nummeret) (laengere|mere|lenger|mer)"
    ),
    Sense.NOT_BEING: (
        "jeg er ikke, jeg heter ikke, jeg hedder ikke, jeg kender ingen, jeg kjenner ingen, kender ingen, "
        "kjenner ingen, kjenner ikke noen, kender ikke nogen, kender ikke en, mit navn er ikke, mitt navn "
        "er ikke, det her er ikke"
    ),
    Sense.ORDINARY: (
        "sikker, klar, syg, syk, ledig, sandt, sant, mulig, muligt, hjemme, her, bra, godt, interesseret, "
        "interessert, faerdig, ferdig, morsomt, sjovt, dum, pa jobb, pa arbejde, enig, nodvendig, viktig, "
        "vigtigt, helt, ok, greit, i orden, travelt, rigtigt, riktig, uenig, noget, noe"
    ),
    Sense.DONE: (
        "allerede gjort, gjort, har gjort det, allerede signert, allerede faerdig, jobber ikke der lenger, "
        "arbejder der ikke, allerede gjort det, har sluttet, er stoppet i firmaet, allerede underskrevet, "
        "har skrevet under, er flyttet, flyttet, har skiftet job, har flyttet, har sagt op, arbejder ikke "
        "der laengere, er gaet pa pension, (er|jeg er) ikke (kunde|medlem|patient) (laengere|mere|hos "
        "jer|), har solgt bilen"
    ),
    Sense.WHO: (
        "kem sende det her, kem sender det her, hvem sender det her, hvem er dette, hvem er det, hvem er "
        "du, hvem sender, hvem er i, hvem er dere, hvem skriver, hvem har, hvem skrev, fra hvem, hvilket "
        "firma, hvem er det her, hvem er det som, hvem er det der, hvis nummer er dette, hvem snakker jeg "
        "med, hvem taler jeg med, hvem fanden, hvem faen, hvem star bag, hvem star bak, hvem kommer, "
        "hvilket selskap"
    ),
    Sense.WHAT: (
        "hva er dette, hvad er dette, hvad er det her, hva gjelder dette, hvad handler det om, mere info, "
        "mer info, mer informasjon, mere information, trenger hjelp, har brug for hjaelp, brug for hjaelp, "
        "hvordan virker dette, hvad er det, hva er det, hvad drejer det sig om, hva handler dette om, hva "
        "handler det om, hvordan fungerer dette, hvordan fungerer det, hvordan virker det, hvad betyder "
        "det, hva betyr dette, hvad gar det ud pa, hva gar dette ut pa, hva slags, hvad er det for noget, "
        "hva er det for noe, hva dreier det seg om, hjelp meg, hjaelp mig, hva er disse, hvad er disse, "
        "hvad er det for, hvad er det her for noget, hva er det her, hva slags melding, hvad er det her "
        "for, hvad er det for en besked, hva er dette for noe, hva er dette for, hvad er dette for noget, "
        "hvad er dette for, hvad skal det betyde, hvad skal det her, hvad er nu det, hvad er nu det her, "
        "hvad fanden er det, hvad handler det her om, hvad drejer det her sig om, hva i helvete er dette, "
        "hva er nå dette, "
        "hvor skal jeg (trykke|klikke)"
    ),
    Sense.WHY: (
        "hvorfor far jeg, hvorfor sender i, hvorfor sender dere, ikke interesseret, ikke interessert, "
        "hvordan fik i mit nummer, hvorfor skriver dere, for mange meldinger, hvorfor skriver i, for mange "
        "beskeder, hvordan fikk dere nummeret mitt, hvor har i mit nummer fra, for mange sms, hvorfor sms, "
        "hvor fikk dere nummeret mitt, hvorfor modtager jeg, hvorfor mottar jeg, er dette spam, er det "
        "spam, irriterende, hvor har dere nummeret, stop hvad, stopp hva, igen igen, seriost, serr, hvorfor "
        "far jeg dette, hvorfor kommer dette, na igen, ikke na igjen, ikke nu igen, na igjen, hvorfor far "
        "jeg det her, hvorfor bliver i ved, hvorfor bliver i ved med, hvorfor smser i, hvorfor sms'er i, "
        "hvorfor skriver du, hvem gav jer mit nummer, hvem har givet jer mit nummer, hvem har gitt dere "
        "nummeret, hvor har i faet mit nummer, hvor har du mit nummer fra, hvordan har i faet mit nummer, "
        "hvordan fik du mit nummer, hvorfor fortsetter dere, "
        "hvor mange gange skal jeg, hvor mange ganger (skal|ma) jeg, "
        "(har aldrig|aldrig|har aldri|har ikke|jeg har ikke) (tilmeldt mig|meldt meg pa|bedt om|registrert meg), "
        "i forstyrrer (mig|os), dere forstyrrer (meg|oss), "
        "for (mange|mye|meget) (sms'er|sms|smser|beskeder|meldinger|pamindelser|paminnelser)"
    ),
    Sense.POLITE: (
        "tak, takk, mange tak, tusen takk, hej, hei, vaer sa snill, vaer sa god, vaer venlig, na, nu, "
        "straks, med det samme, for helvede, for faen, lige, omgaende, god dag, og, men, hilsen, mvh, na "
        "da, unnskyld, undskyld, ja, ogsa, da, hele tiden, hver dag, fra nu af, fra na av, bare, "
        "umiddelbart, venlig hilsen, vennlig hilsen, til dette nummer, til dette nummeret, pa dette nummer, "
        "pa dette nummeret, pa mobilen min, altid, alltid, nu tak, snarest, allerede, faen, fanden, for "
        "fanden, hilsener, gerne, gjerne, jo, dog, lenger na, i fremtiden, fremover, vaer sa god a, vaer sa "
        "god og, altsa, virkelig, ham, hende, hertil, hit, her til, til denne telefon, til denne mobil, til "
        "min telefon, til min mobil, pa min telefon, pa min mobil, pa denne telefon, pa min tlf, pa "
        "telefonen, i henhold til gdpr, jf gdpr, jaevnfor gdpr, ifolge gdpr, iflg gdpr, i medfor af gdpr, "
        "efter gdpr, jf, kh, vh, med venlig hilsen, med vennlig hilsen, de bedste hilsner, goddag, "
        "godmorgen, godaften, god aften, god morgen, kaere, kjaere, omgaende tak, ojeblikkeligt, hurtigst "
        "muligt, snarest muligt, en gang for alle, kraftedeme, for satan, for pokker, sgu, desvaerre, "
        "dessverre, beklager, tak for hjaelpen, tak pa forhand, pa forhand tak, takk pa forhand, venligst "
        "tak, vaersgo, vaer saa venlig, jo nu, snart, tak skal i have, tak skal du have, hallo, hor her, "
        "hor nu her, hor lige, for guds skyld, for himlens skyld, kaere venner, venlige hilsner, mange "
        "hilsner"
    ),
    Sense.OF: "med, fra, af, av",
    Sense.HOW_TO: (
        "hvordan stopper jeg, hvordan melder jeg meg av, hvordan afmelder jeg, hvordan framelder jeg, "
        "hvordan avslutter jeg, hvordan far jeg stoppet, hvordan avmelder jeg, hvordan melder jeg mig fra, "
        "hvordan melder jeg mig ud, hvordan slutter jeg, hvordan slar jeg det fra, hvordan slar jeg dette "
        "fra, hvordan slar jeg dem fra, hvordan slar man det fra, hvordan slar jeg av, hvordan skrur jeg "
        "av, hvordan slukker jeg, hvordan slukker man, hvordan slipper jeg, hvordan slipper man, hvordan "
        "far jeg det stoppet, hvordan far man stoppet, hvordan stopper man, hvordan afmelder man, hvordan "
        "framelder man, hvordan melder man sig fra, hvordan melder man sig ud, hvordan blir jeg kvitt, "
        "hvordan bliver jeg fri, hvordan bliver jeg fri for, hvordan kommer jeg af, hvordan kommer jeg ud "
        "af, hvordan opsiger jeg, hvordan avslutter man, hvordan far jeg slutt pa"
    ),
    Sense.MUST: "skal, bor",
    Sense.SHOULD_I: "skal jeg, ma jeg",
    Sense.DATA: (
        "oplysninger, data, opplysninger, opplysningene, persondata, personopplysninger, personoplysninger, "
        "informasjon, kontaktinfo, dataene, oplysningerne, navn, navnet, "
        "kontaktoplysninger, kontaktoplysningerne, kontaktopplysninger, kontaktopplysningene, kontaktdata"
    ),
    Sense.CONSENT: (
        "samtykke, tilladelse, tillatelse, samtykket, tilladelsen, tillatelsen, lov til, godkendelse"
    ),
    Sense.WITHDRAW: (
        "tilbagekalder, tilbagekalde, trekker tilbake, traekker, traekker tilbage, trekker, trekke tilbake, "
        "traekke tilbage, trekke, traekke, tilbakekaller, tilbakekalle"
    ),
    Sense.LAST: (
        "lad det her vaere den sidste, lad dette vaere den sidste, lad det vaere den sidste, la dette vaere "
        "den siste, la det vaere den siste, la dette bli den siste, la det bli den siste, lad dette blive "
        "den sidste, lad det blive den sidste, la dette vaere det siste, la dette bli det siste, lad det "
        "vaere det sidste, haper dette er den siste, haber det er den sidste"
    ),
    Sense.MISS: "ga glip af, ga glipp av, glip af, glipp av, glemme, miste",
    Sense.NOT_MINE: (
        "ikke til mig, ikke til meg, ikke for mig, ikke for meg, til en anden, til en annen, til noen "
        "andre, til nogen andre, ment til en anden, ment til noen andre, beregnet til en anden, ikke ment "
        "til meg, ikke ment for meg, ikke ment til mig, ment for noen andre, til feil person, til en "
        "forkert"
    ),
    Sense.GONE: (
        "jobber ikke her lenger, arbejder ikke her laengere, arbejder her ikke mere, arbejder her ikke "
        "laengere, arbeider ikke her lenger, jobber ikke her, bor ikke her lenger, bor ikke her laengere, "
        "bor her ikke mere, har sluttet her, er stoppet her, jobber ikke lenger her, arbejder ikke her "
        "mere, arbejder ikke laengere her, arbejder ikke her, jobber ikke hos oss lenger, er ikke ansat "
        "her, er ikke ansatt her, bor ikke her, er sluttet her"
    ),
    Sense.OLD: "gamle, gammelt, gammel, tidligere, forrige",
    Sense.NOBODY: (
        "der er ingen, det er ingen, her er ingen, her er det ingen, her bor ingen, det bor ingen, der bor "
        "ingen, det finnes ingen, det jobber ingen, her jobber ingen, der arbejder ingen, det bor ikke "
        "noen, her er der ingen, der findes ingen"
    ),
    Sense.FAILS: "kunne ikke",
    Sense.TAKE: ("tag, ta, slaet, slaa, skru, skrudd, koble, koblet, tage, sla"),
    Sense.OTHER: (
        "afmeld min, afmeld min tid, afmeld mit, afmeld tiden, afmeld hans, afmeld hendes, afmeld vores, "
        "afmeld bordet, har fri, er fri, fri i morgen, har jeg fri, fri fra, far fri, fri kl, holder fri, "
        "stopper kl, stopper klokken, slutter kl, nok ikke, kommer nok, bliver nok, gar nok, skal nok, vil "
        "nok, kan nok, det er nok ikke, slet tiden, slet min tid, slet aftalen, slet ikke, slet ingen, slet "
        "intet, drop kaffen, sluk lyset, sluk for ovnen, sluk for varmen, sluk for vandet, sluk ovnen, "
        "fjern sting, fjerne sting, fjerne stingene, fjerne tanden, fjernet, fa fjernet, tag hunden, "
        "(indkobslisten|handlelista|handlelisten)"
    ),
    Sense.THREAT: (
        "melder jer, anmelder jer, anmelder dere, politianmelder, politianmelder jer, anmelder jeg jer, "
        "melder jeg jer, gar jeg til politiet, til politiet, gar til politiet, politiet, min advokat, "
        "advokat, datatilsynet, blokerer jer, blokerer jeg jer, jeg blokerer jer, blokkerer dere, hvis i "
        "ikke stopper, hvis ikke i stopper, hvis du ikke stopper, hvis det ikke stopper, hvis i bliver ved, "
        "hvis i fortsaetter, hvis det fortsaetter, hvis dere ikke slutter, om dere ikke slutter, hvis dere "
        "fortsetter, ellers anmelder jeg, ellers melder jeg, sidste advarsel"
    ),
    Sense.ELSE: (
        "regning, regningen, faktura, fakturaen, recepten, pakke, pakken, tilbud, "
        "operationen, operasjonen, indgrebet, vaccinen, vaksinen, vaccination, undersogelsen, medicinen, "
        "medisinen, pillerne, koden, adgangskoden, kodeordet, passordet, linket, lenken, "
        "frokostlisten, ventelisten, gaestelisten, deltagerlisten, lunsjlista, lunsjlisten, ventelista, "
        "gjestelista"
    ),
    Sense.WHEN: (
        "efter kl, for kl, om natten, i weekenden, om sondagen, i arbejdstiden, sa sent, sa tidligt, efter "
        "20, efter 21, efter 22"
    ),
    Sense.NEEDLESS: (
        "(i|du|dere|man) (behover|trenger) ikke (at|a|), (behover|trenger) (i|du|dere) ikke (at|a|), "
        "ingen (grund|grunn) til (at|a), ikke nodvendigt at, ikke nodvendig a"
    ),
    Sense.OFF: ("ud af, ut av, ut fra"),
}
