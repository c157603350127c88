"""What the words around a request mean in Italian: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.NOTE: (
        "messaggio, messaggi, messaggini, promemoria, notifiche, notifica, avvisi, iscrizione, abbonamento, "
        "solleciti, messagi, msg's, messaggi*, sms, messaggino, messaggetti, messaggetto, msg, mess, "
        "messaggio di testo, messaggi di testo, avviso, promemoria sms, comunicazioni, comunicazione, "
        "pubblicita, spam, invii, invio di messaggi, invio di sms, invio di promemoria, gli invii, servizio "
        "sms, servizio di sms, servizio di messaggi, servizio messaggi, servizio di promemoria, servizio di "
        "notifica, servizio di avviso, il servizio sms, alert, newsletter, sollecito, iscrizione agli, "
        "iscrizione agli avvisi, iscrizione ai, iscrizione ai messaggi, mia iscrizione agli avvisi, "
        "mesaggi, mesaggio, messagio, mssaggi, (via|per|con) (sms|messaggio|messaggi|whatsapp), "
        "(cose|roba|messaggi|questioni) (di|del|da) (lavoro|ufficio)"
    ),
    Sense.PESTER: (
        "scrivere, scrivermi, scrivetemi, contattare, contattarmi, disturbare, disturbarmi, tormentare, "
        "tormentarmi, chiamare, chiamarmi, importunare, importunarmi, assillarmi, assillare, rompere, "
        "stressarmi, tartassarmi, molestare, molestarmi, contattato, contattata, disturbato, disturbata, "
        "scassare, scocciare, stressare, romperci, infastidire, scriviate, scrivete, contattiate, "
        "disturbiate, chiamiate, contattate, disturbate, scriva, chiami, disturbi, contattino, scrivano, "
        "scriverci, contattarci, disturbarci, chiamarci, avvisarmi, avvisare, avvisarci, avvisate, "
        "avvisatemi, ricordarmi, ricordare, ricordarci, notificarmi, notificare, scrivergli, scriverle, "
        "contattarlo, contattarla, chiamarlo, chiamarla, disturbarlo, disturbarla, mandargli sms, "
        "messaggiare, messaggiarmi, messaggiate, spammare, spammarmi, spammate, bombardare, bombardarmi, "
        "bombardate, intasare, intasarmi, riempirmi, riempire, tempestare, tempestarmi, scocciarmi, "
        "stressarci, stressarla, rompermi, rompere le scatole, rompere le palle, rompere i coglioni, "
        "rompermi le scatole, rompermi le palle, rompermi i coglioni, infastidirmi, seccare, seccarmi, "
        "perseguitare, perseguitarmi, molestie, insistere, contattandomi, scrivendomi, disturbandomi, dare "
        "fastidio, darmi fastidio, essere contattato, essere contattata, contattate piu, comunicare, scriv, "
        "scrivermi piu, contattarmi ulteriormente, (farmi|farci) perdere (tempo|il mio tempo), "
        "(usare|utilizzare) (il mio|questo) (numero|telefono|cellulare), svegliarmi, "
        "(riempirmi|intasarmi|intasare|riempire) (il|) (telefono|cellulare|la casella|la posta), "
        "interrompermi"
    ),
    Sense.SEND: (
        "inviare, inviarmi, mandare, mandarmi, inviate, mandate, inviarmeli, mandarmeli, invio, spedirmi, "
        "spedire, mandiate, inviiate, mandi, mandino, invii, inviino, mandarci, inviarci, mandargli, "
        "mandarle, inviargli, inviarle, mandarmene, inviarmene, inviarmi piu, invia, manda, inviando, "
        "mandando, spedite, spediate, spedirmeli, l invio, far arrivare, farmi arrivare, mandarne, inviarne, "
        "mandarcene"
    ),
    Sense.GET: (
        "ricevere, riceverli, riceverne, riceverlo, ricevere piu, ricevere altri, ricevere questi, "
        "riceverle, continuare a ricevere, ricevere sti, ricevere sta roba, ricevere questa roba"
    ),
    Sense.GETS: "ricevo, ricevuto, arriva, arrivano, arrivato, arrivati",
    Sense.WANT: (
        "voglio, desidero, vorrei, vogliamo, ho bisogno di, gradirei, chiedo di, intendo, preferisco, "
        "preferirei, voglia di, vogliamo ricevere, servono, serve, interessa, posso, vojo, vorremmo, "
        "desideriamo, interessano"
    ),
    Sense.NOT: "mai",
    Sense.MORE: "piu, altri, altre, ulteriori, +, altro, ancora altri",
    Sense.AGAIN: "di nuovo, nuovamente, ancora",
    Sense.ENOUGH: (
        "adesso basta, sono stufo di, sono stufa di, stufo di, stufa di, stanco di, ora basta, non ne posso "
        "piu, non ne posso piu di, mi avete stufato, mi sono stufato, mi sono rotto, ho detto basta, mi "
        "avete rotto, adesso basta con, ora basta con, ora basta davvero, basta per favore, e basta con, e "
        "basta co, e basta, basta ora, basta adesso, basta davvero, basta veramente, mo basta, mo basta "
        "con, mo basta co, stufo, stufa, sono stufo, sono stufa, stufi di, siamo stufi di, stanca di, sono "
        "stanco di, sono stanca di, sono esasperato, sono esasperata, esausto di, esausta di, non se ne puo "
        "piu, non se ne puo piu di, nn ne posso piu, nn ne posso piu di, non ne posso piu dei, non li "
        "sopporto piu, non vi sopporto piu, non sopporto piu, sufficiente, ne ho abbastanza, ne ho "
        "abbastanza di, ne ho le palle piene, ne ho piene le palle, ne ho piene le scatole, ho le scatole "
        "piene, mi sono stufata, mi sono stancato, mi sono stancata, mi sono rotta, mi sono rotto di, mi "
        "sono rotta di, mi sono stancato di, mi sono stancata di, mi sono stufato di, mi sono stufata di, "
        "basta cosi"
    ),
    Sense.ME: "mio, mia, ci, miei, noi, a me, per me, con me, mie, me, mi",
    Sense.LIST: (
        "elenco, telefono, cellulare, rubrica, vostra lista, contatti vostri, recapito, contatto, contatti, "
        "vostri archivi, numero di telefono, lista, liste, numero, cell, cel, tel, num, agenda, database, "
        "sistema, gruppo, broadcast, mailing list, elenchi, vostri contatti, il mio numero, numero di "
        "cellulare, registro, anagrafica, banca dati, vostro archivio"
    ),
    Sense.THIS: (
        "questo, questi, queste, questa, quello, tutto, tutti, tutte, vostri, nessuno, nulla, roba, vostre, "
        "sti, ste, cavolate, tutta, quegli, quelle, quei, tanti, tante, troppi, ste cose, sta roba, queste "
        "cose, cazzate, stronzate, scemenze, stupidaggini, schifezze, schifezza, porcherie, menate, cavolo "
        "di, cazzo di, tutti sti, tutti questi, tutta sta, tutta questa, vostra, vostro, sta cosa degli, "
        "sta cosa dei, questa cosa, questa cosa degli, sta storia, sta storia degli, ste robe, questa roba, "
        "questa storia, sta cosa, questo coso, questo schifo, (da|di) (questa|sta) (cosa|roba|storia), da "
        "questo (coso|schifo)"
    ),
    Sense.SELF: "io, sto per, dobbiamo",
    Sense.THEY: "lui, lei, loro, capo, autista, pioggia, treno, medico, corso, mio capo",
    Sense.PLEAD: (
        "potete, puoi, potreste, potresti, potrebbe, voi, vi prego di, vi chiedo di, voglio che, dovete, la "
        "prego di, ti prego di, per cortesia, chiedo che, esigo che, si prega di, vi ho chiesto di, vi ho "
        "detto di, ti ho detto di, gentilmente, ti chiedo di, vi va di, riuscite a, la smettete di, volete, "
        "vuoi, puo, fatemi il favore di, fammi il favore di, mi fate il favore di, vi pregherei di, la "
        "pregherei di, vi prego, la prego, ti prego, per favore potete, potete per favore, potete "
        "gentilmente, vi sarei grato se, vi sarei grata se, le sarei grato se, le sarei grata se, gradirei "
        "che, vorrei che, desidero che, desidererei che, voglio ke, pretendo che, vi ordino di, vi invito "
        "a, la invito a, siete pregati di, e pregato di, vi esorto a, si puo, e possibile, sarebbe "
        "possibile, sarebbe il caso di, sarebbe ora di, e ora di, abbiate la cortesia di, abbia la cortesia "
        "di, fate il favore di, fatemi la cortesia di, mi fate la cortesia di, mi faccia il favore di, mi "
        "fai il favore di, ho gia detto di, ho gia chiesto di, ho detto di, ho chiesto di, ve l ho detto "
        "di, gia chiesto di, vedete di, vedi di, provvedete a, provveda a, pregasi, prego di, dovreste, "
        "dovresti, dovrebbe, (chiesto|detto) (2|3|due|tre|mille|piu|molte) volte (di|)"
    ),
    Sense.HOW: (
        "come faccio a, come posso, come si fa a, come si, in che modo, come faccio per, come fare per, "
        "come, come faccio a nn, come posso fare per, come posso fare a, cosa devo fare per, che devo fare "
        "per, come potrei, come fare a, come faccio, come si fa"
    ),
    Sense.ASKING: "perche, quando, dove, quale, chi, se devo",
    Sense.SAY: "detto, ha detto, chiesto, dice, ha chiesto, hanno detto",
    Sense.REPLY: "rispondere, rispondo, risposto, ho scritto, scrivo",
    Sense.RESUME: (
        "riattivare, riattivate, riattivami, riattivatemi, riprendere a ricevere, ricevere di nuovo, "
        "ricominciate, riprendete, iscrivermi, iscrivetemi, reiscrivermi, voglio riceverli di nuovo, "
        "riattiva, reiscrivetemi, reiscrivimi, iscrivimi, tornare a ricevere, riceverli ancora, ricevere "
        "ancora, riceverli di nuovo, ricevere nuovamente, annullare lo stop, annullate lo stop, annulla lo "
        "stop, reinserite, reinseritemi, riabilitate, rimandatemi i, rimandami i, riavere i, rivoglio, "
        "rivoglio i, vorrei riavere, rimettetemi, rimettimi"
    ),
    Sense.BEGIN: "inizia, iniziate, iniziare, riprendi, attivare, attivate, continuate, cominciate",
    Sense.OOPS: "per errore, per sbaglio",
    Sense.THE: (
        "il, lo, i, gli, una fermata, del, dello, della, ogni, prossima, prossimo, degli, delle, dei, alla, "
        "allo, al"
    ),
    Sense.AT: "nel, nella, tra, presso, sotto, dalle, alle, verso",
    Sense.OF: "con, coi, di, dalla, dal, dall, da questa, da vostra",
    Sense.WRONG: (
        "numero sbagliato, persona sbagliata, avete sbagliato, hai sbagliato, ha sbagliato, sbagliate "
        "numero, sbagliato numero, sbagliato persona, non sono la persona, numero errato, non e il numero "
        "di, non e piu il numero di, non e piu il suo numero, non e il suo numero, nessuno con questo nome, "
        "non abita qui, non abita piu qui, contatto sbagliato, destinatario sbagliato, non conosco questa "
        "persona, nessuno con quel nome, questo numero non appartiene, questo numero non e di, questo "
        "numero non e piu di, errore di persona, non e il mio nome, state sbagliando, telefono sbagliato, "
        "stai sbagliando, nuovo proprietario, nuova proprietaria, nuovo intestatario, nuova intestataria, "
        "ha sbagliato numero, mi confondete, mi confonde con, mi avete confuso, mi scambia, mi ha "
        "scambiato, mi avete scambiato, non ha piu questo numero, non usa piu questo numero, ora e il mio "
        "numero, adesso e il mio numero, questo numero ora e mio, ha cambiato numero, non sono chi, non e "
        "il telefono di, non e il cellulare di, non e piu il telefono di, non e piu il cellulare di, non "
        "appartiene piu, numero era di, non e il suo telefono, avete sbagliato persona, era il "
        "(numero|telefono|cellulare) di, era il suo (numero|telefono|cellulare)"
    ),
    Sense.NOT_BEING: (
        "non sono, io non sono, non sono il sig, non sono la sig, non mi chiamo, non conosco nessun, non "
        "conosco nessuna, non conosco"
    ),
    Sense.ORDINARY: (
        "sicuro, sicura, disponibile, vero, possibile, urgente, qui, necessario, facile, giusto, sposato, "
        "interessato, interessata, capace, stato, stata, d accordo, a casa, in ufficio, chiaro, bello, "
        "affatto, cosi"
    ),
    Sense.DONE: (
        "gia fatto, fatto, ho gia firmato, ho finito, non lavoro piu li, non lavoro piu qui, ho gia fatto, "
        "ho gia risposto, mi sono trasferito, mi sono trasferita, ho cambiato, mi sono licenziato, mi sono "
        "licenziata, non abito piu li, sono in pensione, non lavoro piu da voi, non sono piu (vostra "
        "cliente|vostro cliente|cliente|socio|socia|paziente|iscritto|iscritta|vostra paziente|vostro "
        "paziente), ho venduto (la|l) (macchina|auto), (ho lasciato|sono uscito da|sono uscita da) "
        "(il|la|l|) (sindacato|club|squadra|gruppo|scuola|palestra|associazione|corso)"
    ),
    Sense.WHO: (
        "chi e, chi sei, chi siete, chi scrive, chi manda, di chi e, chi mi scrive, con chi parlo, chi "
        "parla, chi invia, da chi arriva, chi mi manda, chi mi sta, da chi arrivano, di chi e questo "
        "numero, chi sta, che azienda, chi cavolo, da parte di chi, chi diavolo, da che ditta, che ditta, "
        "di che ditta, da quale ditta, che azienda siete, quale azienda, (che|quale) "
        "(studio|azienda|ditta|clinica|scuola|medico) (e|siete|mi scrive)"
    ),
    Sense.WHAT: (
        "cos e sta roba, cos e questa roba, che e sta roba, che cos e, cos e, cosa e, che cosa e, di cosa "
        "si tratta, a cosa serve, come funziona, ho bisogno di aiuto, mi serve aiuto, aiutatemi, aiutami, "
        "maggiori informazioni, piu informazioni, di che si tratta, che cos e questo, cos e questa roba, "
        "che roba e, che e, cosa significa, che significa, cosa sono, che cosa sono, spiegatemi, cosa vuol "
        "dire, di che cosa si tratta, k e questo, ke e, cos e sto, che sono"
    ),
    Sense.WHY: (
        "perche mi scrivete, perche ricevo, perche mi scrivi, non mi interessa, non sono interessato, non "
        "sono interessata, perche mi mandate, come avete avuto il mio numero, troppi messaggi, perche mi "
        "arrivano, perche continuate, dove avete preso il mio numero, chi vi ha dato il mio numero, perche "
        "continuo, perche mi state, basta cosa, cancellarmi da cosa, che palle, che stress, che noia, "
        "ancora voi, come mai ricevo, ancora questi, sul serio, ancora con questi, di nuovo voi, chi vi ha "
        "dato questo numero, chi vi da il mio numero, dove avete trovato il mio numero, come avete il mio "
        "numero, come avete fatto ad avere il mio numero, da dove avete preso il mio numero, perche "
        "continuate a, perche mi mandi, perche mi invia, perche mi inviate, perche tutti questi, perche "
        "questi messaggi, perche ricevo questo, xke mi scrivete, xche mi scrivete, xke mi mandate, xche mi "
        "mandate, xke ricevo, pke mi scrivete, perke mi scrivete, come mai mi scrivete, come mai mi "
        "arrivano, meno (messaggi|sms|promemoria|avvisi), non (ricordo|mi ricordo) di "
        "(essermi|aver|avermi|avere) (iscritto|iscritta|registrato|registrata|dato|autorizzato|accettato)"
    ),
    Sense.POLITE: (
        "per favore, per piacere, grazie, grazie mille, ciao, salve, buongiorno, buonasera, adesso, subito, "
        "ora, immediatamente, ma, pure, cazzo, gentile, perfavore, x favore, pf, distinti saluti, cordiali "
        "saluti, una buona volta, gia, scusate, scusi, mi dispiace, scusa, prego, quindi, anche, si, una "
        "volta per tutte, ragazzi, al piu presto, da oggi, da ora in poi, in futuro, su questo numero, a "
        "questo numero, tutti i giorni, ogni giorno, sempre, continuamente, al mio numero, sul mio numero, "
        "sul mio cellulare, sul mio telefono, davvero, insomma, dai, allora, da qui, da li, senta, sentite, "
        "senti, ehi, oh, aho, guardi, guardate, insomma basta, vi supplico, per carita, per l amor di dio, "
        "santo cielo, madonna, mamma mia, gentili signori, egregi, spettabile, un saluto, saluti, cari "
        "saluti, vogliate, cortesemente"
    ),
    Sense.NO: "nessun, nessuna, non, no, nn, nun, mai piu, niente",
    Sense.HOW_TO: (
        "come mi cancello, come mi disiscrivo, come mi tolgo, come (esco|si esce|posso uscire|faccio a "
        "uscire|faccio per uscire|ne esco|usciamo) (da questa|da questo|dalla|da sta|di qui|da qui)"
    ),
    Sense.MUST: "deve, devono, devi",
    Sense.WILL: "essere",
    Sense.SHOULD_I: "devo, dovrei",
    Sense.DATA: (
        "dati, dati personali, informazioni, nome, dati miei, nominativo, anagrafica mia, contatti miei"
    ),
    Sense.CONSENT: (
        "consenso, permesso, autorizzazione, il consenso, mio consenso, il mio consenso, l autorizzazione, "
        "la mia autorizzazione"
    ),
    Sense.WITHDRAW: (
        "ritiro, revoco, revocare, ritirare, annullo il, ritiro il, revoco il, revoco l, revoco la, ritiro "
        "l, ritiro la, revoca, revoca del, ritirando, revocando, revochi, revocate"
    ),
    Sense.NOT_WANTED: (
        "non autorizzo, non vi autorizzo, non ti autorizzo, non la autorizzo, non do il permesso, non do il "
        "consenso, non acconsento, non vi do il permesso, non ho dato il permesso, non ho dato il consenso, "
        "non ho autorizzato, non ho mai autorizzato, mi oppongo, mi oppongo a, mi oppongo al, vi vieto di, "
        "vi vieto, ti vieto di, le vieto di, vieto, non ho interesse, non mi interessano, non mi servono, "
        "non ho alcun interesse, non sono interessato a ricevere, non sono interessata a ricevere, non "
        "autorizzo piu, non autorizzo l, non do autorizzazione, non do la mia autorizzazione, non do il mio "
        "consenso, non ho dato alcun consenso, non ho mai dato il permesso, non ho mai dato il consenso, "
        "non ho mai dato autorizzazione, mai dato il permesso, mai dato il consenso, mai autorizzato, non "
        "ho acconsentito, non acconsento piu, non acconsento a, nego il consenso, vi nego il, diffido dal, "
        "vi diffido dal, diffido da, vi diffido da, vi diffido, diffido, vi intimo di non, le intimo di "
        "non, mi rifiuto di, mi rifiuto, rifiuto, rifiuto di, non accetto, non accetto piu, non accetto di, "
        "non mi servono piu, non mi serve piu, non mi interessano piu, non mi interessa piu, non ho piu "
        "bisogno di, non ho piu bisogno dei, non ho bisogno di altri, non c e piu bisogno di, non serve piu "
        "che, non serve che continuiate, non occorre piu, non e piu necessario, inutile continuare a, "
        "inutile che continuate, inutile che continuiate, e vietato, vi proibisco di, vi proibisco, "
        "proibisco, opposizione al, faccio opposizione, mi oppongo all, mi oppongo alla, non gradisco piu, "
        "non mi fa piacere ricevere, non mi piace ricevere, (non|nn) (m|mi) interessa (piu|+), (non|nn) "
        "(mi|ci) (servono|serve|interessano|interessa) piu, non servono piu, non posso continuare a ricevere"
    ),
    Sense.LAST: "sia l ultimo, sia l ultima, che sia l ultimo, spero sia l ultimo, deve essere l ultimo",
    Sense.MISS: "perdere, perdermi, perdo, perderli, dimenticare",
    Sense.FAILS: "non posso, non riesco, non ho potuto, non puo, non possiamo, non riesce",
    Sense.NOT_MINE: (
        "non e per me, per qualcun altro, per un altra persona, non era per me, non sono per me, per "
        "qualcun altra, non e destinato a me, a qualcun altro, per altri"
    ),
    Sense.GONE: (
        "non lavora piu qui, non lavora piu con noi, non abita piu qui, non lavora qui, non vive piu qui, "
        "non lavora piu da noi, non e piu qui, non lavora piu li"
    ),
    Sense.OLD: "vecchio, ex, precedente, vecchia",
    Sense.NOBODY: (
        "non c e nessun, non c e nessuna, qui non c e nessun, qui non c e nessuna, non c e alcun, non "
        "esiste nessun, non esiste nessuna, non abita nessun, non abita nessuna"
    ),
    Sense.OTHER: (
        "togliere i punti, togliere il gesso, togliermi il, togliermi i, togliermi la, togliermi un, "
        "togliermi una, togliermi le, togliermi lo, togliermi l, tolto il, basta la, basta il, basta poco, "
        "basta chiamare, basta venire, basta che, mi basta, se basta, vi basta, bastano, le basta, ti "
        "basta, fermo a, ferma a, fermi a, mi fermo, ci fermiamo, si ferma, la ferma, bloccato in, bloccata "
        "in, bloccati in, bloccare la carta, bloccate la carta, bloccare un posto, esco alle, esco dal, "
        "esco ora, esco a, uscire prima, lista della spesa, lista d attesa"
    ),
    Sense.INSTEAD: (
        "invece di, invece che, anziche, al posto di, piuttosto che, e non per, e non via, e non con, "
        "(mail|email|e mail|posta|lettera|telefono) (che|piuttosto che|anziche|e non|invece di|invece che|al posto di) (per|via|), (meglio|preferisco) (via|per|) (mail|email|e mail|posta|lettera|telefono) (che|piuttosto che|anziche) (via|per|)"
    ),
    Sense.THREAT: (
        "vi denuncio, la denuncio, ti denuncio, vi denuncero, faccio denuncia, sporgo denuncia, denuncia, "
        "vi querelo, querela, vi segnalo, vi segnalo al garante, segnalo al garante, al garante, garante "
        "della privacy, garante privacy, il mio avvocato, avvocato, vi blocco, ti blocco, la blocco, blocco "
        "il numero, blocco questo numero, chiamo la polizia, polizia postale, vado dai carabinieri, se non "
        "la smettete, se non smettete, se non smettete di, se non la smettete di, se non la finite, se "
        "continuate, se continuate a, se continuate cosi, (bloccato|bloccata|bloccati|bloccate)"
    ),
    Sense.OFF: "fuori",
    Sense.ELSE: "fattura, fatture, ricetta, pacco, ordine, preventivo, referto, scontrino",
    Sense.WHEN: (
        "prima delle, dopo le, di notte, la notte, la sera tardi, la domenica, nel weekend, mentre, in "
        "orario di lavoro, cosi presto, cosi tardi, ieri, la settimana scorsa, settimana scorsa, il mese "
        "scorso, mese scorso, giorni fa, settimane fa, mesi fa, due (giorni|settimane|mesi) fa, l altro "
        "giorno, l altra volta, la volta scorsa, stanotte"
    ),
}
