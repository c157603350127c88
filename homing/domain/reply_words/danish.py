"""What Danish and Norwegian words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "stands, hold op, hold op med, slutt, slutt med, slutt a, stopp med, stop med, lad vaere med, la "
        "vaere a, hold opp, ophor med, stans, stopp a, indstil, kutt ut, gi dere, stop nu med, lad vaere "
        "med at, slutte, slutter, stoppe, stoppe med, stopper, slut med, holde op, holde op med, stop "
        "jeres, stopp med a, stopp disse, stop disse, slutte a, slutte med, lad vaer, lad vaer med, kan "
        "dere slutte, slut nu, stop nu, stopp na, slutt na, hold na opp, hold nu op, lade vaere med at, "
        "lade vaere med, la vaere med, la vaere med a, stop med at, hold op med at, holde op med at, slutt "
        "med a, slutte med a, ophor med at, slut med at"
    ),
    Sense.CALL_OFF: (
        "annuller, avbestill, opsig, deaktiver, afbestil, avslutte, afslutte, kanseller, dropp, kutt, drop "
        "alle, sla av, skru av"
    ),
    Sense.LEAVE: (
        "afmeld mig, meld meg av, afmelde mig, framelde mig, melde meg av, frameld mig, avmeld meg, melde "
        "meg ut, meld meg ut, meld mig fra, melde mig fra, meld mig ud, afmeldes, frameldes, avmelde meg, "
        "afmelde, melde mig af, meld mig af, afmelding, avmelding, frameld, afmeld, avmeld, avslutt "
        "abonnementet, stopp abonnementet, fjernes fra, slettes fra, bli fjernet, blive fjernet, blive "
        "slettet, bli slettet, fjern meg, fjern mig, slett meg, slet mig, tas av listen, strykes fra, meld "
        "meg ut av, stryk meg fra, stryk mig fra, tag mig af, ta meg av, tag mig ud af, ta meg ut av, ta "
        "meg bort fra, fjern os, fjern oss, meld os fra, meld oss av, slett oss, jeg melder meg av, jeg "
        "melder mig fra, jeg framelder mig, jeg afmelder mig, vil slippe, vil gjerne slippe, vil gerne "
        "slippe, slippe for, slippe disse, slippe flere, slippe a fa, slippe at fa, avslutt abonnement, "
        "opsig abonnement, opsig mit abonnement, si opp abonnementet, avslutt mitt abonnement, bli strøket, "
        "blive frameldt, blive afmeldt, bli avmeldt, blive meldt fra, bli meldt av, bli tatt av, blive "
        "taget af, tatt av listen, taget af listen, tages af"
    ),
    Sense.REMOVE: (
        "fjern, slet, slett, tag mig af, ta meg av, fjerne, slette, stryk meg, tag mig ud, ta meg bort, "
        "sletter, fjerner"
    ),
    Sense.GOODBYE: (
        "lad mig vaere, la meg vaere, la meg vaere i fred, lad mig vaere i fred, hold kaeft, hold kjeft, "
        "ikke send flere, send ikke flere, forstyr mig ikke, ikke forstyrr, dra til helvete, skrid, glem "
        "mit nummer, glem nummeret mitt, fred for jer, fa fred, pis af, lad os vaere, send ikke mer, ikke "
        "send mer, ikke skriv mer, skriv ikke mere, send ikke mere, kontakt mig ikke, kontakt meg ikke, "
        "ikke kontakt meg, ikke kontakt mig, skriv ikke til mig, skriv ikke til meg, ikke skriv til meg, "
        "sms mig ikke, sms meg ikke, ikke sms meg, ikke send meg, send mig ikke flere, send meg ikke flere, "
        "send mig ikke, send meg ikke, ring ikke, ikke ring, vil ikke bli kontaktet, vil ikke kontaktes, "
        "ikke bli kontaktet, onsker ikke a bli kontaktet, onsker ikke kontakt, onsker ikke at blive "
        "kontaktet, vil ikke blive kontaktet, ikke blive kontaktet, ikke tekst meg, ikke ta kontakt, tag "
        "ikke kontakt, ikke mas, la oss vaere, ikke plag, plag mig ikke, ikke forstyrr meg, forstyr ikke, "
        "hold fred, hold dere unna, sms ikke, nok meldinger, nok beskeder, nok sms, nok sms'er"
    ),
    Sense.KEEP: (
        "stop ikke, ikke stopp, ikke stop, ikke slutt, hold ikke op, ikke hold op, bare fortsett, bliv ved, "
        "fortsett a sende, ikke afmeld, stopp ikke, afmeld mig ikke, ikke slutt a, fortsaet endelig, ikke "
        "meld meg av, lad vaere med at stoppe, endelig ikke stop, slutt ikke, ikke slett, slet ikke mig, "
        "slet mig ikke, slett meg ikke, fjern mig ikke, fjern meg ikke, ikke fjern meg, ikke slett meg, "
        "ikke fjern, ikke slet, meld meg ikke av, meld mig ikke fra, frameld mig ikke, tag mig ikke af, ta "
        "meg ikke av, ikke meld meg ut, avmeld meg ikke"
    ),
    Sense.NOTE: (
        "besked, beskeder, beskederne, melding, meldinger, meldingene, pamindelse, pamindelser, paminnelse, "
        "paminnelser, varsler, notifikationer, tekstmeldinger, sms'er, smser, abonnement, sms'erne, smsene, "
        "sms'ene, rykkere, tekstbeskeder, paminnelsene, pamindelserne, varslinger"
    ),
    Sense.PESTER: (
        "skrive, skriv, kontakt, kontakte, forstyrre, forstyr, ringe, plage, mase, sms'e, tekste, "
        "chikanere, genere, spamme, smse, forstyrr, ring, plag, kontakter, skriver, maser, purre, "
        "kontaktet, forstyrret, plaget, mindet, smset, kontaktes, spammer, forstyrre mig, skrive til, "
        "skrives til, tekstes, smses, tekste meg, tekst meg, tekster, forstyrres, kontaktad, paminnet, "
        "pamint, minnet pa, mindet om, pamindes"
    ),
    Sense.SEND: "sende, sender",
    Sense.GET: "modtage, motta, fa",
    Sense.GETS: "modtager, mottar, far, fik, fikk",
    Sense.WANT: (
        "onsker, vil, vil ha, vil have, behover, trenger, orker, gider, kan jeg, ma jeg, kan vi, "
        "foretrekker, foretraekker, vil gerne have, vil gjerne ha, onske, ville, samtykker, samtykker til"
    ),
    Sense.NOT: "ikke, aldri, aldrig, ikkje",
    Sense.NO: "nei, nej, ingen, intet, ikke noen, nei takk, nej tak, ikke nogen",
    Sense.MORE: "flere, mere, mer, laengere, lenger",
    Sense.AGAIN: "igjen, igen, pa ny, pa nytt",
    Sense.ENOUGH: (
        "det er nok, nok nu, nok na, traet af, lei av, traet af jeres, lei av disse, na er det nok, nu er "
        "det nok, nok av, nok af, drit lei, drittlei, det far vaere nok, nok er nok, sa er det nok, det ma "
        "vaere nok, nu ma det vaere nok, na ma det vaere nok, na far det vaere nok, nu er det nok med"
    ),
    Sense.ME: "mig, meg, mit, mitt, min, mine, til mig, til meg, os, oss",
    Sense.LIST: (
        "liste, listen, lista, nummer, nummeret, telefon, mobil, register, registeret, tlf, mobilnummer, "
        "telefonnummer, nr, listene, jeres liste"
    ),
    Sense.THIS: (
        "dette, disse, det, den, alt, jeres, deres, de, det her, det der, lort, lortet, dritt, dritten, "
        "alle, drit, sadan noget, i det hele taget, slike"
    ),
    Sense.WILL: "blive, bliver",
    Sense.SELF: "jeg, jeg skal, jeg ma",
    Sense.THEY: (
        "min chef, sjefen, sjef, chefen, han, hun, bussen, toget, laereren, legen, laegen, kurset, kollega"
    ),
    Sense.PLEAD: (
        "kan du, kan i, kan dere, vil i, vil du, vil dere, vaer venlig at, vaer sa snill a, vennligst, "
        "venligst, dere, jeg vil have at i, jeg vil at dere, dere ma, i ma, kan man, ma jeg bede jer, jeg "
        "beder jer, kunne i, kunne du, kunne dere, vaer sa venlig at, jeg ber dere, jeg vil gerne have at "
        "i, vaer snill og, vaer sod at, vaer sode at, i skal, dere skal, vaer vennlig a, har sagt, beder "
        "jer, jeg ber om at dere"
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
        "overtaget nummeret, ikke laengere nummeret, ikke mere hans nummer, ikke mere hendes nummer"
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
        "har skrevet under"
    ),
    Sense.WHO: (
        "kem sende det her, kem sender det her, hvem sender det her, "
        "hvem er dette, hvem er det, hvem er du, hvem sender, hvem er i, hvem er dere, hvem skriver, hvem "
        "har, hvem skrev, fra hvem, hvilket firma, hvem er det her, hvem er det som, hvem er det der, hvis "
        "nummer er dette, hvem snakker jeg med, hvem taler jeg med, hvem fanden, hvem faen, hvem star bag, "
        "hvem star bak, hvem kommer, hvilket selskap"
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
        "hvad er dette for"
    ),
    Sense.WHY: (
        "hvorfor far jeg, hvorfor sender i, hvorfor sender dere, ikke interesseret, ikke interessert, "
        "hvordan fik i mit nummer, hvorfor skriver dere, for mange meldinger, hvorfor skriver i, for mange "
        "beskeder, hvordan fikk dere nummeret mitt, hvor har i mit nummer fra, for mange sms, hvorfor sms, "
        "hvor fikk dere nummeret mitt, hvorfor modtager jeg, hvorfor mottar jeg, er dette spam, er det "
        "spam, irriterende, hvor har dere nummeret, stop hvad, stopp hva, igen igen, seriost, serr, hvorfor "
        "far jeg dette, hvorfor kommer dette, na igen, ikke na igjen, ikke nu igen, na igjen"
    ),
    Sense.POLITE: (
        "tak, takk, mange tak, tusen takk, hej, hei, vaer sa snill, vaer sa god, vaer venlig, na, nu, "
        "straks, med det samme, for helvede, for faen, lige, omgaende, god dag, og, men, hilsen, mvh, na "
        "da, unnskyld, undskyld, ja, ogsa, da, hele tiden, hver dag, fra nu af, fra na av, bare, "
        "umiddelbart, venlig hilsen, vennlig hilsen, til dette nummer, til dette nummeret, pa dette nummer, "
        "pa dette nummeret, pa mobilen min, altid, alltid, nu tak, snarest, allerede, faen, fanden, for "
        "fanden, hilsener, gerne, gjerne, jo, dog, lenger na, i fremtiden, fremover, vaer sa god a, vaer sa "
        "god og, altsa, virkelig"
    ),
    Sense.OF: "med, fra, af, av",
    Sense.HOW_TO: (
        "hvordan stopper jeg, hvordan melder jeg meg av, hvordan afmelder jeg, hvordan framelder jeg, "
        "hvordan avslutter jeg, hvordan far jeg stoppet, hvordan avmelder jeg, hvordan melder jeg mig fra, "
        "hvordan melder jeg mig ud, hvordan slutter jeg"
    ),
    Sense.MUST: "skal, bor",
    Sense.SHOULD_I: "skal jeg, ma jeg",
    Sense.DATA: (
        "oplysninger, data, opplysninger, opplysningene, persondata, personopplysninger, personoplysninger, "
        "informasjon, kontaktinfo, dataene, oplysningerne, navn, navnet"
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
    Sense.NOT_WANTED: (
        "har ikke brug for, har ikke bruk for, frabeder mig, frabeder, frabe meg, frabeder jeg mig, har "
        "ingen interesse i, har intet behov for, har ikke behov for, i ma ikke, dere far ikke lov til a, "
        "dere har ikke lov til a, i har ikke lov til at, dere har ikke lov a, i har ikke lov at, "
        "protesterer mod, protesterer mot, motsetter meg, modsaetter mig, forbyder jer, forbyr dere, "
        "forbyder, forbyr, er ikke interesseret i, er ikke interessert i, ikke interesseret i, ikke "
        "interessert i"
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
    Sense.TAKE: "tag, ta",
}
