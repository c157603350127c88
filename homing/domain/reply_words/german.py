"""What German words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "hor auf, hort auf, horen sie auf, aufhoren, aufzuhoren, hoeren sie auf, hoer auf, aufhoeren, "
        "einstellen, unterlassen sie, unterlasst, unterlassen, lassen sie das, lass das, lasst das, stoppen "
        "sie, stoppt, stoppe, stoppen, schluss mit, schluss damit, schluss, aufhort, aufhoert, "
        "einzustellen, stellen sie, stellt, beenden sie, hort mal auf, unterlassen sie das, hor damit auf, "
        "hort damit auf, horen sie damit auf, hor mal auf, lasst es, lass es, lassen sie es, hor auf mit, "
        "hort auf mit, horen sie auf mit, aufhoren mit, aufzuhoren mit, stopp mit, stop mit, stopp die, "
        "hoer auf mit, unterlasse, unterlass, mach schluss, macht schluss, machen sie schluss, stoppt das, "
        "stoppt die, stoppen sie das, hort mit, hor mit, horen sie mit, einstellt, einstellung"
    ),
    Sense.CALL_OFF: (
        "beenden, abbrechen, stornieren, kundigen, kundige, deaktivieren, abschalten, abstellen, "
        "ausschalten, beende, kuendigen, deaktiviert, stell, stellen sie ein, stellt ein, versand "
        "einstellen, schaltet ab, schalten sie ab, schalte ab, stell ab, stellt ab, brecht ab, abschaffen, "
        "abgeschaltet"
    ),
    Sense.LEAVE: (
        "aus dem verteiler, vom verteiler, abmelden, melde mich ab, melden sie mich ab, meldet mich ab, "
        "meld mich ab, abbestellen, bestelle ab, austragen, tragt mich aus, tragen sie mich aus, trag mich "
        "aus, trage mich aus, abmeldung, mich abmelden, abgemeldet werden, ich melde mich ab, nehmt mich "
        "raus, nehmen sie mich raus, nimm mich raus, hiermit kundige, ich bestelle, abzumelden, "
        "auszutragen, abzubestellen, will raus, mochte raus, nehmt mich da raus, nehmen sie mich da raus, "
        "bestelle hiermit, abbestellt, ausgetragen werden, geloscht werden, entfernt werden, gestrichen "
        "werden, rausgenommen werden, von der liste gestrichen, raus aus dem verteiler, vom verteiler "
        "runter, mich rausnehmen, mich streichen, mich loschen, mich entfernen, nehmt mich von der liste, "
        "nehmen sie mich von der liste, nimm mich von der liste, nimm mich aus der liste, aus der liste "
        "nehmen, nehmt mich aus, nehmen sie mich aus, nimm mich aus, streicht mich, streichen sie mich, "
        "streich mich, loscht mich, loschen sie mich, losch mich, entfernt mich, entfernen sie mich, "
        "entferne mich, werft mich raus, werfen sie mich raus, schmeisst mich raus, tragen sie uns aus, "
        "meldet uns ab, melden sie uns ab, rausgeloscht werden, rausgeschmissen werden, ich mochte raus, "
        "ich will raus, austragen lassen, mich austragen lassen, abmelden lassen, mich rausloschen, aus dem "
        "verteiler nehmen, aus der liste, von der liste, von eurer liste, von ihrer liste, aus eurer liste, "
        "aus ihrer liste, aus eurem verteiler, aus ihrem verteiler, aus dem system loschen, aus dem sms "
        "verteiler, kundigt mein abo, kundigen sie mein abo"
    ),
    Sense.REMOVE: (
        "entfernen, entfernt, entferne, loschen, loscht, losche, losch, loeschen, loescht, streichen, "
        "streicht, streich, streiche, nehmt, nehmen sie, nimm, tilgen, rausnehmen, herausnehmen, sperren"
    ),
    Sense.GOODBYE: (
        "lasst mich in ruhe, lass mich in ruhe, lassen sie mich in ruhe, nicht mehr schreiben, nicht mehr "
        "kontaktieren, verpiss dich, verpisst euch, halt die klappe, haltet die klappe, hau ab, haut ab, "
        "nicht storen, nicht stoeren, bleibt mir vom leib, widerrufe meine einwilligung, widerrufe die "
        "einwilligung, ziehe meine einwilligung, lasst mich zufrieden, lass mich zufrieden, vergesst meine "
        "nummer, vergiss meine nummer, von der liste nehmen, raus aus der liste, verschont mich, schnauze, "
        "runter von der liste, ruhe jetzt, gebt ruhe, von weiteren nachrichten absehen, von weiteren sms "
        "absehen, leck mich, fickt euch, fick dich, verzichte auf weitere, keinen kontakt mehr, nichts mehr "
        "schicken, nichts mehr senden, nerv nicht, nervt nicht, schreib mir nie wieder, schreibt mir nie "
        "wieder, nie wieder schreiben, nie wieder anschreiben, nicht mehr anschreiben, geht weg, keinen "
        "bock mehr, kein bock mehr, meldet euch nicht mehr, meldet euch nie wieder, melden sie sich nicht "
        "mehr, melde dich nicht mehr, widerspreche, widersprech, lege widerspruch ein, nicht mehr melden, "
        "nie mehr schreiben, nie mehr anschreiben, nie wieder kontaktieren, nicht weiter kontaktieren, kein "
        "kontakt mehr, kein interesse an weiteren, keine kontaktaufnahme, nicht weiter schreiben, nicht "
        "mehr zusenden, nicht mehr schicken, nicht mehr senden, nicht mehr anrufen, lasst uns in ruhe, "
        "lassen sie uns in ruhe, lass mich in frieden, lasst mich in frieden, lassen sie mich in frieden, "
        "gib ruhe, geben sie ruhe, bitte kein kontakt, sehen sie von weiteren, nicht mehr kontaktiert "
        "werden, nicht mehr angeschrieben werden, nicht kontaktiert werden, nicht angeschrieben werden, "
        "nicht mehr belastigt werden, nicht mehr belastigen"
    ),
    Sense.KEEP: (
        "nicht aufhoren, hor nicht auf, hort nicht auf, horen sie nicht auf, nicht stoppen, weiter so, "
        "macht weiter, nicht abmelden, hoert nicht auf, nicht aufhoeren, bitte weiter, stoppt nicht, "
        "stoppen sie nicht, nicht loschen, nicht kundigen, meldet mich nicht ab, melden sie mich nicht ab, "
        "nicht einstellen, nicht austragen, hor bloss nicht auf, hort bloss nicht auf, stellen sie nicht, "
        "schicken sie weiter, schickt weiter, hort nie auf, hor nie auf"
    ),
    Sense.NOTE: (
        "nachricht, nachrichten, erinnerung, erinnerungen, benachrichtigungen, benachrichtigung, "
        "mitteilungen, meldungen, abo, nachrichte*, erinnerung*, textnachrichten, kurznachrichten, werbung, "
        "newsletter, smsen, terror, spams, benachrichtig*, hinweise, texte, versand, zusendung, "
        "zusendungen, sms versand, sms service, nachrichtenversand, kontaktaufnahme, kontaktaufnahmen, "
        "anschreiben von, werbe sms"
    ),
    Sense.PESTER: (
        "vollzuspammen, vollspammen, vollzutexten, zuzutexten, schreiben, schreib, schreibt, anschreiben, "
        "kontaktieren, kontaktiert, kontaktiere, belastigen, belastigt, nerven, nervt, anrufen, storen, "
        "belaestigen, zuspammen, zutexten, erinnern, anzuschreiben, zu schreiben, zu nerven, zu belastigen, "
        "spammen, spammt, zuzuspammen, zuzumullen, mullt, texten, textet, stort, ruft, ruf, rufen, "
        "bombardieren, informieren, benachrichtigen, erinnert, schreibst, angeschrieben, angerufen, "
        "kontaktierst, benachrichtigt, genervt werden, belastigung, belastigungen, zuzuschreiben"
    ),
    Sense.SEND: (
        "schicken, schickt, schick, schicke, senden, sendet, sende, zuschicken, zusenden, zu schicken, zu "
        "senden, geschickt, zuzusenden, schicken sie, senden sie, verschicken"
    ),
    Sense.GET: (
        "bekommen, erhalten, kriegen, empfangen, haben, von euch horen, von ihnen horen, von dir horen"
    ),
    Sense.GETS: "bekomme, erhalte, kriege, empfange, bekam, habe",
    Sense.WANT: (
        "ich will, will ich, mochte, moechte, will, wunsche, brauche, wollen, mochten, hatte gern, hatte "
        "gerne, wuensche, wunsch, bedarf, brauch, benotige, benoetige, wunschen, wunscht, verlange, moecht, "
        "mocht, hatte lieber, bevorzuge, mag, lege wert auf, kann ich, konnte ich, konnen wir, legen wert "
        "auf, habe interesse an"
    ),
    Sense.NOT: "nicht, nie, niemals, nich, nimmer, net, nie wieder, nimmer mehr, nie mehr",
    Sense.NO: "nein, kein, keine, keinen, keinerlei, nichts, nix, keiner, ne danke",
    Sense.MORE: "mehr, weitere, weiteren, weiter, langer, laenger, noch mehr",
    Sense.AGAIN: "wieder, erneut, noch mal, nochmal",
    Sense.ENOUGH: (
        "es reicht, genug, reicht jetzt, jetzt reicht s, jetzt reichts, es reicht mit, habe genug von, hab "
        "genug von, habe die nase voll von, genug von, satt, genervt von, reicht, mir reicht s, mir "
        "reichts, reichts, die nase voll von, genug mit, hab die schnauze voll von, ich habe genug von, ich "
        "hab genug von"
    ),
    Sense.ME: "mir, mich, uns, meine, meiner, meinen, mein, meinem, an mich",
    Sense.LIST: (
        "liste, verteiler, nummer, handynummer, telefonnummer, handy, telefon, datenbank, rufnummer, "
        "verteilerliste, kontakte, kontaktliste, mobilnummer, datei, adressbuch, nr."
    ),
    Sense.THIS: (
        "das, dies, diese, diesen, dieser, dieses, alles, solche, solchen, eure, ihre, euren, ihren, damit, "
        "euch, mist, scheiss, scheisse, deine, zeug, quatsch, sowas, den mist, den scheiss, die ganzen, "
        "verdammten, scheiss sms, eurer, ihrer, eurem"
    ),
    Sense.WILL: "werden, wird, werde",
    Sense.SELF: "ich, wir, ich muss, ich soll",
    Sense.THEY: (
        "chef, chefin, mein chef, er, der bus, der zug, regen, arzt, lehrer, der kurs, schulung, sie sagte, "
        "er sagte, drucker, kollege"
    ),
    Sense.PLEAD: (
        "konnen sie, kannst du, konnt ihr, konnten sie, konntet ihr, konntest du, sie, ihr, du, ich bitte "
        "sie, ich bitte darum, ich mochte dass ihr, ich mochte dass sie, wurden sie, koennen sie, koennten "
        "sie, wurdet ihr, ich will dass ihr, ich will dass sie, wann hort ihr endlich, ich fordere sie auf, "
        "ihr sollt, sie sollen, ich habe gesagt, kann man, man, ich will dass das, ich mochte dass das, ich "
        "wunsche dass, ich hab gesagt, ihr konnt, sie konnen, konnt ihr mir, konnen sie mir"
    ),
    Sense.HOW: "wie, wie kann ich, wie konnen wir, wie kann man, wo kann ich, wie werde ich, wie komme ich",
    Sense.ASKING: "warum, wann, wo, welche, ob, wenn, wieso, weshalb, wer, welcher, welches, darf ich",
    Sense.SAY: "sagte, gesagt, sagt, meinte, bat, meint",
    Sense.REPLY: "antworten, antworte, geantwortet, schreibe, geschrieben",
    Sense.RESUME: (
        "wieder anmelden, meldet mich wieder an, melden sie mich wieder an, wieder aktivieren, wieder "
        "bekommen, wieder erhalten, schickt mir wieder, schicken sie mir wieder, schick mir wieder, wieder "
        "eintragen, reaktivieren, wieder aufnehmen, mochte wieder, will wieder, anmelden, moechte wieder, "
        "wieder einschalten, tragt mich wieder ein, wieder senden, wieder schicken, stop zurucknehmen, "
        "abmeldung zurucknehmen, meldet mich an, melden sie mich an, stopp aufheben, stop aufheben, "
        "abmeldung ruckgangig, stopp ruckgangig, stop ruckgangig, sendet mir wieder, senden sie mir wieder, "
        "schreibt mir wieder, schreiben sie mir wieder, schreib mir wieder, bitte wieder an, reaktiviert, "
        "wieder freischalten, wieder anschalten, wieder einstellen, nehmt mich wieder, nehmen sie mich "
        "wieder, doch wieder"
    ),
    Sense.BEGIN: "starten, fortsetzen, beginnen, aktivieren, fortfahren",
    Sense.OOPS: "aus versehn, aus versehen, versehentlich, irrtumlich, irrtumlicherweise, ausversehen",
    Sense.THE: (
        "die, den, dem, ein, eine, einen, am, im, zum, beim, nachste, nachster, einem, einer, nachsten, der"
    ),
    Sense.AT: "um, an, bei, vor, nach, fur, auf, gegen, im bus",
    Sense.OF: "mit, von, aus, ausm, aussem, ausn, vonner, aus'm, vom",
    Sense.OTHER: (
        "ende des, ende der, am ende, zu ende, ende der woche, ende oktober, wochenende, ende november, "
        "ende dezember, ende januar"
    ),
    Sense.WRONG: (
        "falsche nummer, falsche person, falsch verbunden, verwahlt, falschen nummer, falschen person, "
        "nicht die richtige person, nicht meine nummer, nicht mehr die nummer von, nicht die nummer von, "
        "kenne ich nicht, nummer gehort nicht, falscher empfanger, falschen empfanger, die nummer gehort, "
        "falsche handynummer, falsche telefonnummer, niemand mit diesem namen, niemanden mit diesem namen, "
        "nicht mein name, wohnt hier nicht, falsche nr, in der nummer geirrt, nummer vertan, nummer geirrt, "
        "die falsche, hat eine neue nummer, falscher kontakt, falsche adresse, neue nummer von, nicht mehr "
        "ihre nummer, nicht mehr seine nummer, falscher adressat, falsche rufnummer, falsch gewahlt, nicht "
        "der richtige, nicht die richtige, nummer hat jetzt jemand anderes, nicht die person, nicht der den "
        "sie, nicht die die sie, verwaehlt, neue besitzer, neuer besitzer, neue besitzerin, neuer inhaber, "
        "neue inhaberin, neue inhaber, nummer gehort jetzt mir, jetzt meine nummer, nummer gehort mir, "
        "gehort nicht mehr, hat diese nummer nicht mehr, sie verwechseln mich, du verwechselst mich, ihr "
        "verwechselt mich, verwechseln mich, verwechselst mich, hat die nummer gewechselt, nicht mehr unter "
        "dieser nummer, nummer ist nicht von, nummer ist nicht mehr von, nicht das handy von, nicht mehr "
        "das handy von, falschen adressaten, den falschen, bin nicht die person, sie suchen jemand anderen, "
        "nummer neu, nummer neu bekommen, verwaelt"
    ),
    Sense.NOT_BEING: (
        "ich bin nicht, bin nicht, hier ist nicht, ich bin nicht die, ich bin nicht der, ich bin keine, ich "
        "bin kein, ich kenne keine, ich kenne keinen, kenne keine, kenne keinen, kenne kein, ich kenne "
        "kein, das hier ist nicht, sie sprechen nicht mit, ich heisse nicht, heisse nicht, bin nich, ich "
        "bin nich, bin net, ich bin net, ich bin ned, bin ned, ich bin nicht mehr der, ich bin nicht mehr "
        "die"
    ),
    Sense.ORDINARY: (
        "sicher, fertig, da, hier, zuhause, krank, bereit, moglich, richtig, wahr, dringend, notig, klar, "
        "schlimm, gut, ok, lustig, dabei, zustandig, wichtig, einfach, leicht, dumm, doof, maschine, "
        "roboter, fair, nett, interessiert, lange, schon, so, im buro"
    ),
    Sense.DONE: (
        "schon erledigt, erledigt, habe ich gemacht, habe schon unterschrieben, fertig gemacht, ist "
        "erledigt, schon gemacht, bereits erledigt, arbeite nicht mehr, nicht mehr bei euch, nicht mehr in "
        "der firma, schon unterschrieben, nicht mehr dort, bereits unterschrieben, habs gemacht, bin nicht "
        "mehr in der firma, bin nicht mehr dabei, bin nicht mehr bei euch, bin nicht mehr dort, bin raus, "
        "habe gekundigt, bin nicht mehr angestellt"
    ),
    Sense.WHO: (
        "wer is da, wer ist da, welcher firma seid ihr, welche firma seid ihr, von welcher firma seid ihr, "
        "wer ist das, wer bist du, wer sind sie, wer schreibt, wer sendet, wer schickt, wessen nummer, wer "
        "ist da, von wem, wer seid ihr, wer steckt, mit wem, wer ist dran, von wem ist das, welche firma, "
        "wer ist der absender, wer ist dies, wer zum teufel, wer zur holle, von wem kommt das, von wem "
        "kommt, von wem kommen, von wem stammt"
    ),
    Sense.WHAT: (
        "was ist das, worum geht es, was soll das, was ist das hier, wofur ist das, mehr informationen, "
        "mehr infos, ich brauche hilfe, wie funktioniert das, helfen sie mir, helft mir, brauche hilfe, was "
        "bedeutet das, was sind das fur, worum geht s, worum gehts, um was geht es, um was geht s, was ist "
        "das fur, was hat das zu bedeuten, was sind diese, was sind das, was ist hier los, hilf mir, was "
        "ist der sinn, was heisst das, was is das, was is das hier, was ist denn das, was sollen diese"
    ),
    Sense.WHY: (
        "warum schreibt ihr mir, warum schreiben sie mir, warum bekomme ich, wieso bekomme ich, kein "
        "interesse, nicht interessiert, woher haben sie meine nummer, woher habt ihr meine nummer, zu viele "
        "nachrichten, wieso schreibt ihr, warum kriege ich, wieso kriege ich, weshalb bekomme ich, zu viele "
        "sms, warum erhalte ich, woher hast du meine nummer, was wollt ihr von mir, was wollen sie von mir, "
        "abmelden wovon, das nervt, nervig, ihr nervt, das ist spam, ist das spam, warum schickt ihr, warum "
        "schicken sie, so viele nachrichten, wieso schreiben sie, spam oder, warum krieg ich, wieso krieg "
        "ich, schon wieder das, schon wieder ihr, ernsthaft, echt jetzt, warum kommt das, warum kommen "
        "diese, stopp was, stop was, schon wieder"
    ),
    Sense.POLITE: (
        "bitte, danke, danke schon, vielen dank, hallo, guten tag, guten morgen, guten abend, jetzt, "
        "sofort, endlich, mal, doch, und, aber, verdammt, ab sofort, mit freundlichen grussen, mfg, herr, "
        "frau, dankeschon, unverzuglich, umgehend, lg, gruss, bitteschon, moin, servus, gruezi, danke im "
        "voraus, noch mal bitte, gerne, ja, auch, halt, kunftig, in zukunft, zukunftig, hiermit, bitte "
        "bitte, echt, standig, dauernd, auf diese nummer, an diese nummer, auf meine nummer, auf mein "
        "handy, an meine nummer, auf dieses handy, jeden tag, tut mir leid, sorry, leute, immer, dann, "
        "also, deshalb, hey, na, nun, auf dieser nummer, bitte sehr, viele grusse, schonen tag, bitte "
        "umgehend, so schnell wie moglich, gefalligst, ganze zeit, die ganze zeit, andauernd, den ganzen "
        "tag, denn, eigentlich, uberhaupt, bidde, bitt, biddeschon, biite"
    ),
    Sense.HOW_TO: (
        "wie bestelle ich das ab, wie bestelle ich diese nachrichten ab, wie komme ich von der liste, wie "
        "melde ich mich ab, wie stoppe ich"
    ),
    Sense.MUST: "muss, mussen, soll, sollen, musst",
    Sense.SHOULD_I: "soll ich, muss ich",
    Sense.DATA: (
        "daten, angaben, personliche daten, kontaktdaten, personenbezogene daten, personlichen daten, "
        "personenbezogenen daten, namen"
    ),
    Sense.CONSENT: (
        "einwilligung, zustimmung, erlaubnis, einverstandnis, genehmigung, einverstaendnis, einverstanden"
    ),
    Sense.WITHDRAW: (
        "widerrufe, widerrufen, widerruf, ziehe, ziehen, entziehe, entzieht, zuruckziehen, zurueckziehen, "
        "nehme, zuruckgezogen, zuruck, zurueck"
    ),
    Sense.LAST: (
        "soll die letzte, sei die letzte, soll das letzte, ist hoffentlich die letzte, war hoffentlich die "
        "letzte, muss die letzte, letzte nachricht sein, letzte sms sein"
    ),
    Sense.MISS: "verpassen, verpasse, versaumen, vergessen, verliere, verlieren, versaume, entgehen",
    Sense.NOT_MINE: (
        "nicht fur mich, fur jemand anderen, fur jemand anders, fur jemanden anderen, an jemand anderen, "
        "fur wen anders, nicht an mich, an jemand anders, fur eine andere person, nicht fuer mich, fuer "
        "jemand anderen, fuer jemand anders"
    ),
    Sense.GONE: (
        "arbeitet hier nicht mehr, arbeitet nicht mehr hier, arbeitet nicht mehr bei uns, wohnt hier nicht "
        "mehr, wohnt nicht mehr hier, arbeitet hier nicht, ist nicht mehr bei uns, nicht mehr hier "
        "erreichbar, arbeitet nicht mehr da, ist nicht mehr hier, nicht mehr bei uns tatig, hat die firma "
        "verlassen, hat diese nummer nicht, ist verzogen, ist verstorben"
    ),
    Sense.OLD: "alte, alten, fruhere, ehemalige, alter, fruheren, vorherige",
    Sense.NOBODY: (
        "hier gibt es keine, hier gibt es keinen, hier gibts keine, hier gibts keinen, es gibt hier keinen, "
        "es gibt hier keine, hier wohnt keine, hier wohnt kein"
    ),
    Sense.NOT_WANTED: (
        "will kein, will keine, will keinen, will nicht, will nix, will nichts, will den nicht, will die "
        "nicht, will das nicht, erhebe einspruch, erhebe widerspruch, untersage, verbiete, verbitte mir, "
        "verbitte, lege keinen wert auf, habe kein interesse an, kein interesse an, keine lust auf, keine "
        "lust mehr auf, hab kein interesse an, keinen bedarf an"
    ),
}
