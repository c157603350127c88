"""What the words around a request mean in German: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.SEND: (
        "schicken, schickt, schick, schicke, senden, sendet, sende, zuschicken, zusenden, zu schicken, zu "
        "senden, geschickt, zuzusenden, schicken sie, senden sie, verschicken, schickts, schickens, "
        "sendets, zuschickt, zusendet, zugeschickt, zugesandt, zugesendet, verschickt, versenden, "
        "versendet, zu versenden, zu verschicken, zuzuschicken, schicke n, schickn, schicket, schicked, "
        "sendn"
    ),
    Sense.GET: (
        "bekommen, erhalten, kriegen, empfangen, haben, von euch horen, von ihnen horen, von dir horen, "
        "krieg, kriegn, kriagn, bekomm, erhalt, zugeschickt bekommen, geschickt bekommen, zugesandt "
        "bekommen, gesendet bekommen, was horen, uberkho, becho, ubercho"
    ),
    Sense.GETS: "bekomme, erhalte, kriege, empfange, bekam, habe",
    Sense.WANT: (
        "ich will, will ich, mochte, moechte, will, wunsche, brauche, wollen, mochten, hatte gern, hatte "
        "gerne, wuensche, wunsch, bedarf, brauch, benotige, benoetige, wunschen, wunscht, verlange, moecht, "
        "mocht, hatte lieber, bevorzuge, mag, lege wert auf, kann ich, konnte ich, konnen wir, legen wert "
        "auf, habe interesse an"
    ),
    Sense.NOT: (
        "nicht, nie, niemals, nich, nimmer, net, nie wieder, nimmer mehr, nie mehr, ned, niemehr, nichmehr, "
        "nichtmehr, nimmermehr"
    ),
    Sense.NO: (
        "nein, kein, keine, keinen, keinerlei, nichts, nix, keiner, ne danke, kei, keni, keini, koa, koane, "
        "nixx, nichz"
    ),
    Sense.MORE: (
        "mehr, weitere, weiteren, weiter, langer, laenger, noch mehr, noch eine, noch ein, noch ne, noch "
        "eine einzige, noch ne einzige"
    ),
    Sense.AGAIN: "wieder, erneut, noch mal, nochmal",
    Sense.ME: (
        "mir, mich, uns, meine, meiner, meinen, mein, meinem, an mich, unsere, unser, unserer, meines, "
        "minere, mini"
    ),
    Sense.LIST: (
        "liste, verteiler, nummer, handynummer, telefonnummer, handy, telefon, datenbank, rufnummer, "
        "verteilerliste, kontakte, kontaktliste, mobilnummer, datei, adressbuch, nr., nr, hdy, handynr, "
        "tel, tel nr, telefonnr, nummre, nummere, natel, natelnummer, listen, kartei, adressliste, "
        "mailingliste, rundruf, whatsapp gruppe, broadcast, empfangerliste, rufnummern, smsliste, sms "
        "liste, sms verteiler, smsverteiler, kontakten, kundenkartei, kundendatei, privatnummer, "
        "privathandy, private handynummer, privates handy, diensthandy, dienstnummer"
    ),
    Sense.THIS: (
        "das, dies, diese, diesen, dieser, dieses, alles, solche, solchen, eure, ihre, euren, ihren, damit, "
        "euch, mist, scheiss, scheisse, deine, zeug, quatsch, sowas, den mist, den scheiss, die ganzen, "
        "verdammten, scheiss sms, eurer, ihrer, eurem, (das|dem|diesem|dieses) (ding|dings|zeug|kram), der "
        "sache, dieser sache"
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
        "wunsche dass, ich hab gesagt, ihr konnt, sie konnen, konnt ihr mir, konnen sie mir, konnten sie "
        "bitte, konnen sie bitte, konnt ihr bitte, konntet ihr bitte, wurden sie bitte, wurdet ihr bitte, "
        "ware es moglich, ware es moglich dass, ist es moglich, ist es moglich dass, es ware nett wenn, "
        "ware nett wenn, es ware schon wenn, ware schon wenn, ware lieb wenn, ware gut wenn, ware super "
        "wenn, ich hatte gern dass, ich hatte gerne dass, ich bitte euch, ich bitte dich, bitte sie, bitte "
        "euch, ersuche sie, ich ersuche sie, ich ersuche, ich fordere euch auf, fordere sie auf, fordere "
        "euch auf, ich verlange dass, ich verlange dass sie, ich mochte sie bitten, ich mochte euch bitten, "
        "mochte sie bitten, mochte euch bitten, darf ich sie bitten, darf ich euch bitten, darf ich bitten, "
        "chonnd ihr, chond ihr, chonntet ihr, chont ihr, konnts ihr, konnts bitte, kinnts bitte, kennts "
        "bitte, tut bitte, tuts bitte, seien sie so nett, seien sie so freundlich, seid so nett, seid so "
        "lieb, sei so nett, sei so gut, sei so lieb, seid so gut, wer auch immer das betreut, ihr musst, "
        "sie mussen, du musst, ihr solltet, sie sollten, bitte dringend, darum gebeten, hab euch gebeten, "
        "habe sie gebeten, ich habe gebeten, ich habe schon gesagt, hab schon gesagt, ich hab schon gesagt, "
        "zum letzten mal, ich sags zum letzten mal, noch einmal, (zweimal|dreimal|mehrmals|oft) "
        "(gebeten|gesagt)"
    ),
    Sense.HOW: (
        "wie, wie kann ich, wie konnen wir, wie kann man, wo kann ich, wie werde ich, wie komme ich, was "
        "muss ich tun um"
    ),
    Sense.ASKING: "warum, wann, wo, welche, ob, wenn, wieso, weshalb, wer, welcher, welches, darf ich",
    Sense.SAY: "sagte, gesagt, sagt, meinte, bat, meint, gebeten",
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
        "die, den, dem, ein, eine, einen, am, im, zum, beim, nachste, nachster, einem, einer, nachsten, "
        "der, dene"
    ),
    Sense.AT: "um, an, bei, vor, nach, fur, auf, gegen, im bus",
    Sense.OF: "mit, von, aus, ausm, aussem, ausn, vonner, aus'm, vom",
    Sense.OTHER: (
        "ende des, ende der, am ende, zu ende, ende der woche, ende oktober, wochenende, ende november, "
        "ende dezember, ende januar, nehmt platz, nehmen sie platz, nehmen sie bitte die, nehmen sie eine, "
        "nehmt eine, zieht sich, zieh dich, bin raus aus dem meeting, bin raus aus der, raus aus der "
        "klinik, raus aus dem krankenhaus, einstellung am, einstellung der, einstellung des, einstellung "
        "vom, die einstellung, neueinstellung, streichen den, streichen die, das reicht fur, das reicht "
        "bis, reicht das, reicht es wenn, reicht es bis, reicht bis, reicht fur, reicht auch, mir reicht "
        "auch, reicht morgen, schluss um, um schluss, dienstschluss, ladenschluss, schulschluss, schluss "
        "habe ich, habe schluss, hab schluss, stellen sie sich, stellt sich, stellen sie das paket, stellen "
        "sie es, stellt es vor, stellt das paket, stell das, sperren sie auf, sperrt auf, sperren sie die "
        "karte, karte sperren, meine karte sperren, am schluss, zum schluss, kurz vor schluss"
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
        "nummer neu, nummer neu bekommen, verwaelt, das war die nummer (von|meiner|meines|seiner|ihrer), das "
        "war (seine|ihre) nummer, das war mal (seine|ihre) nummer"
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
        "roboter, fair, nett, interessiert, lange, schon, so, im buro, habe keine codes mehr"
    ),
    Sense.DONE: (
        "schon erledigt, erledigt, habe ich gemacht, habe schon unterschrieben, fertig gemacht, ist "
        "erledigt, schon gemacht, bereits erledigt, arbeite nicht mehr, nicht mehr bei euch, nicht mehr in "
        "der firma, schon unterschrieben, nicht mehr dort, bereits unterschrieben, habs gemacht, bin nicht "
        "mehr in der firma, bin nicht mehr dabei, bin nicht mehr bei euch, bin nicht mehr dort, bin raus, "
        "habe gekundigt, bin nicht mehr angestellt, umgezogen, bin umgezogen, bin weggezogen, weggezogen, "
        "habe gewechselt, hab gewechselt, hab gekundigt, bin in rente, bin ausgetreten, bin ausgezogen, "
        "(bin|bin ich) (kein|keine) (kunde|kundin|patient|patientin|mitglied) mehr, ich bin (kein|keine) "
        "(kunde|kundin|patient|patientin|mitglied) mehr, nicht mehr "
        "(kunde|kundin|patient|patientin|mitglied), auto ist verkauft, hab das auto verkauft, habe das auto "
        "verkauft, ausgetreten, ausgezogen"
    ),
    Sense.WHO: (
        "wer is da, wer ist da, welcher firma seid ihr, welche firma seid ihr, von welcher firma seid ihr, "
        "wer ist das, wer bist du, wer sind sie, wer schreibt, wer sendet, wer schickt, wessen nummer, wer "
        "ist da, von wem, wer seid ihr, wer steckt, mit wem, wer ist dran, von wem ist das, welche firma, "
        "wer ist der absender, wer ist dies, wer zum teufel, wer zur holle, von wem kommt das, von wem "
        "kommt, von wem kommen, von wem stammt, welche (praxis|firma|klinik|schule|behorde|arztpraxis) (ist "
        "das|sind sie|seid ihr|schreibt da), welcher arzt (ist das|schreibt)"
    ),
    Sense.WHAT: (
        "was ist das, worum geht es, was soll das, was ist das hier, wofur ist das, mehr informationen, "
        "mehr infos, ich brauche hilfe, wie funktioniert das, helfen sie mir, helft mir, brauche hilfe, was "
        "bedeutet das, was sind das fur, worum geht s, worum gehts, um was geht es, um was geht s, was ist "
        "das fur, was hat das zu bedeuten, was sind diese, was sind das, was ist hier los, hilf mir, was "
        "ist der sinn, was heisst das, was is das, was is das hier, was ist denn das, was sollen diese, was "
        "soll das sein, was soll das hier, was soll der, was soll dieser, was soll diese, was sollen die, "
        "was sollen diese sms, was ist das denn, was issn das, was isn das, was is des, was is das denn, "
        "wos is des, was isch das, was isch da, um was gehts, um was gehts hier, wofur sind diese, wofur "
        "sind die, was hat es damit, was wird das"
    ),
    Sense.WHY: (
        "warum schreibt ihr mir, warum schreiben sie mir, warum bekomme ich, wieso bekomme ich, kein "
        "interesse, nicht interessiert, woher haben sie meine nummer, woher habt ihr meine nummer, zu viele "
        "nachrichten, wieso schreibt ihr, warum kriege ich, wieso kriege ich, weshalb bekomme ich, zu viele "
        "sms, warum erhalte ich, woher hast du meine nummer, was wollt ihr von mir, was wollen sie von mir, "
        "abmelden wovon, das nervt, nervig, ihr nervt, das ist spam, ist das spam, warum schickt ihr, warum "
        "schicken sie, so viele nachrichten, wieso schreiben sie, spam oder, warum krieg ich, wieso krieg "
        "ich, schon wieder das, schon wieder ihr, ernsthaft, echt jetzt, warum kommt das, warum kommen "
        "diese, stopp was, stop was, schon wieder, wieso krieg i, warum kriag i, warum krieg i, wieso "
        "bekomm ich, warum bekomm ich, weshalb krieg ich, weshalb kriege ich, weshalb schreiben sie, "
        "weshalb schreibt ihr, wozu bekomme ich, wozu krieg ich, woher hend ihr mini nummere, woher haben "
        "sie diese nummer, woher habt ihr diese nummer, woher hast du die nummer, woher habt ihr die "
        "nummer, woher haben sie die nummer, von wem habt ihr meine nummer, von wem haben sie meine nummer, "
        "wer hat euch meine nummer, wer hat ihnen meine nummer, wie kommt ihr an meine nummer, wie kommen "
        "sie an meine nummer, warum ich, so viele sms, weniger (nachrichten|sms|erinnerungen|mitteilungen), "
        "(mich|nicht) (nicht|mich) (dran|daran|) erinnern (mich|) "
        "(angemeldet|registriert|zugestimmt|eingetragen) (zu haben|), (kann|konnte) mich nicht (daran|) "
        "erinnern (dass|) (ich|mich|) (mich|) (angemeldet|registriert|eingetragen|zugestimmt) (zu "
        "haben|habe|)"
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
        "tag, denn, eigentlich, uberhaupt, bidde, bitt, biddeschon, biite, ihm, ihn, eh, hoid, gell, oida, "
        "ey, ma, mi, fei, bittschon, bittschen, bitte schon, biddschen, bitti, merci vilmal, exgusi, gruess "
        "gott, gruss gott, grussgott, griass eich, griass gott, hoi, sali, tschuss, ciao, freundliche "
        "grusse, beste grusse, herzliche grusse, aus datenschutzgrunden, gemass dsgvo, gem dsgvo, gem. "
        "dsgvo, laut dsgvo, nach dsgvo, lt dsgvo, im sinne der dsgvo, per sofort, mit sofortiger wirkung, "
        "schnellstmoglich, schnellstens, ein fur alle mal, ein fur allemal, nochmals, zum letzten mal "
        "bitte, hierher, hier her, auf mein diensthandy, auf diesem handy, auf das handy, auf dem handy, "
        "meinerseits, sowieso, wirklich, bloss, blos, bite, bitee, bittte, etz, jetz, jz, grad, doch bitte, "
        "servas, bitte endlich, ich bitt eich, seids so guat, verdammt nochmal, verflucht, herrgott, "
        "herrschaftszeiten, meine gute, menno, man ey, um himmels willen, hochachtungsvoll, werte damen und "
        "herren, sehr geehrte damen und herren, sehr geehrte, liebe leute, liebes team, hallo zusammen"
    ),
    Sense.HOW_TO: (
        "wie bestelle ich das ab, wie bestelle ich diese nachrichten ab, wie komme ich von der liste, wie "
        "melde ich mich ab, wie stoppe ich, wie komme ich (hier|da) (raus|runter|weg), wie komme ich (von der liste|aus der liste|aus dem "
        "verteiler|von dieser liste|davon) (raus|runter|weg|wieder raus|), wie komm ich (hier|da) "
        "(raus|runter|weg)"
    ),
    Sense.MUST: "muss, mussen, soll, sollen, musst",
    Sense.SHOULD_I: "soll ich, muss ich",
    Sense.DATA: (
        "daten, angaben, personliche daten, kontaktdaten, personenbezogene daten, personlichen daten, "
        "personenbezogenen daten, namen, kundendaten, datensatz, profil, eintrag"
    ),
    Sense.CONSENT: (
        "einwilligung, zustimmung, erlaubnis, einverstandnis, genehmigung, einverstaendnis, einverstanden, "
        "dsgvo einwilligung, werbeeinwilligung, werbeeinverstandnis"
    ),
    Sense.WITHDRAW: (
        "widerrufe, widerrufen, widerruf, ziehe, ziehen, entziehe, entzieht, zuruckziehen, zurueckziehen, "
        "nehme, zuruckgezogen, zuruck, zurueck, widerrufe hiermit, widerruf der, widerruf meiner, entziehe "
        "ihnen, entziehe euch, nehme zuruck"
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
    Sense.NO_LONGER: "nimma, nuem, numm, numme",
    Sense.INSTEAD: (
        "statt, anstatt, statt per, anstelle von, statt der, statt einer, und nicht per, und nicht als, "
        "(mail|email|e mail|post|brief|telefon|anruf|fax) (statt|anstatt|anstelle von|und nicht) (per|via|uber|), (per|via|uber|) (mail|email|e mail|post|brief|telefon) (statt|anstatt|und nicht) (per|via|uber|), (lieber|besser|eher) (per|via|uber|) (mail|email|e mail|post|brief|telefon|anruf) "
        "als (per|via|uber|)"
    ),
    Sense.THREAT: (
        "zum anwalt, mein anwalt, meinen anwalt, meinem anwalt, meine anwaltin, anwalt, anwalt ein, zeige "
        "sie an, zeige ich sie an, zeige euch an, zeig euch an, zeig ich euch an, zeige ich euch an, zeig "
        "dich an, erstatte anzeige, erstatte ich anzeige, anzeige erstatten, anzeige, verklage, verklage "
        "ich, verklage euch, melde ich euch, melde euch, melde sie, melde ich sie, blockiere euch, "
        "blockiere sie, blockiere ich, blockier euch, blockier ich, bundesnetzagentur, verbraucherzentrale, "
        "datenschutzbeauftragten, datenschutzbehorde, zur polizei, polizei, rechtliche schritte, abmahnung, "
        "wenn das nicht aufhort, wenn ihr nicht aufhort, wenn sie nicht aufhoren, wenn das so weitergeht, "
        "wenn das weitergeht, wenn ihr so weitermacht, wenn sie weiter schreiben, sonst anzeige, sonst "
        "blockiere ich, wenn noch eine"
    ),
    Sense.TAKE: "schalten sie, schaltet, schalt, schalte",
    Sense.OFF: "ab",
    Sense.ELSE: "rechnung, rechnungen, rezept, paket, angebot, quittung, befund, mahnung per post",
    Sense.WHEN: (
        "nach 18, nach 19, nach 20, nach 21, nach 22, vor 8, vor 9, vor 10, nachts, in der nacht, am "
        "wochenende, am sonntag, sonntags, wahrend der arbeit, wahrend der arbeitszeit, wahrend, so spat, "
        "so fruh, gestern, letzte woche, letzten monat, letzten "
        "(montag|dienstag|mittwoch|donnerstag|freitag), vorige woche, vor (tagen|wochen|monaten|einer "
        "woche|zwei wochen|drei wochen|einem monat|zwei tagen), letztes mal, neulich, vorgestern"
    ),
}
