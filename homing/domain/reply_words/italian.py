"""What Italian words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "fatela finita, smetti, smettete, smetterla, smettere, smettila, smettetela, smetta, smettano, "
        "finitela, finiscila, piantatela, piantala, fermatevi, fermati, fermare, interrompete, "
        "interrompere, interrompi, cessate, cessare, fermate, finitela di, smettila di, smettetela di, "
        "smetterla di, basta con, finitela con, finiscila con, smettila con, smettetela con, piantatela "
        "con, piantala con, stop a, stop ai, stop agli, cessi, interrompa, sospendete, sospendere, "
        "sospenda, smettetela subito, smetteste, la smetteste, smettesse, smetteste di"
    ),
    Sense.CALL_OFF: (
        "annullare, annulla, annullate, disattivare, disattivate, disattiva, disdire, disdico, disattivi, "
        "annulli"
    ),
    Sense.LEAVE: (
        "rimuovimi, rimuovetemi, toglimi, toglietemi, eliminatemi, eliminami, levatemi, levami, mi tolga, "
        "mi rimuova, mi elimini, togliermi, rimuovermi, cancellarmi, cancellatemi, cancellami, mi cancelli, "
        "disiscrivere, disiscrivermi, disiscrivetemi, disiscrivimi, disiscrizione, voglio cancellarmi, "
        "disiscri*, annullare l iscrizione, annulla iscrizione, annullare iscrizione, annulla l iscrizione, "
        "cancellate la mia iscrizione, cancellazione, disabbon*, essere rimosso, essere rimossa, essere "
        "cancellato, essere cancellata, essere tolto, essere tolta, essere eliminato, essere eliminata, "
        "uscire dalla lista, rimozione dalla lista, toglieteci, rimuoveteci, depennatemi, depennami, mi "
        "togliete, mi rimuovete, mi cancellate, mi eliminate, mi togli, mi rimuovi, disdire l iscrizione, "
        "disdire iscrizione, disdire il servizio, eliminarmi, levarmi, uscire da questa lista, uscire dal "
        "servizio, cancellarsi, disattivazione, disiscrizion, disinscri*, annullare il servizio, mi "
        "toglieste, mi cancellaste, mi rimuoveste"
    ),
    Sense.REMOVE: (
        "cancellare, cancella, cancellate, cancelli, rimuovere, rimuovi, rimuovete, togliere, togli, "
        "togliete, elimina, eliminate, eliminare, rimuoverlo, toglietelo, tolga, rimuova, rimuovano, "
        "depennate, depennare, levate, levare, leva, togliere il, cancellino, sopprimete, toglieste, "
        "cancellaste, rimuoveste, eliminaste"
    ),
    Sense.GOODBYE: (
        "lasciatemi in pace, lasciami in pace, mi lasci in pace, non disturbate, non disturbatemi, non "
        "disturbare, non rompete, non mi disturbate, vaffanculo, non rompere, andate a quel paese, non mi "
        "rompete, non voglio ricevere, non desidero ricevere, non voglio piu ricevere, non desidero piu "
        "ricevere, revoco il consenso, ritiro il consenso, non scrivetemi, non contattatemi, non scrivermi, "
        "non contattarmi, non mandatemi, non mandarmi, non inviatemi, non inviarmi, non chiamatemi, non "
        "chiamarmi, lasciatemi stare, lasciami stare, non mi scriva, non mi contatti, non mi mandi, non mi "
        "invii, non mi scrivete, non mi mandate, non mi contattate, non mi inviate, levatevi dalle palle, "
        "dimenticate il mio numero, dimentica il mio numero, dimenticatevi il mio numero, non mi scrivere, "
        "non mi mandare, non mi contattare, non vorrei piu ricevere, fuori dalle palle, non mi chiamate, "
        "vorrei non ricevere, preferirei non ricevere, non romperti, non gradisco, la smettete, la smetti, "
        "la finite, la finisci, la vuoi smettere, la volete smettere, la piantate, la pianti, non "
        "disturbate piu, non mandate piu, non mandare piu, non inviate piu, non inviare piu, non scrivete "
        "piu, non scrivere piu, non contattate piu, non contattare piu, piu nessun messaggio, mai piu "
        "messaggi, niente piu messaggi, niente piu sms, non fatevi piu sentire, non fatevi piu vivi, non "
        "voglio piu saperne, non voglio essere contattato, non voglio essere contattata, non voglio piu "
        "essere, nn scrivetemi, nn mandatemi, nn contattatemi, nn mandarmi, nn scrivermi, nn inviatemi, nn "
        "voglio ricevere, nn voglio piu ricevere, non fatevi sentire, non inviateci, non mandateci, non "
        "scriveteci, non continuate a, non continuare a"
    ),
    Sense.KEEP: (
        "non smettere, non smettete, non fermatevi, non fermarti, non ti fermare, non smetta, non "
        "smetterla, non cancellate, non cancellatemi, non cancellarmi, non interrompete, continuate pure, "
        "non toglietemi, non togliermi, non rimuovetemi, non rimuovermi, non eliminatemi, non disattivate, "
        "non disiscrivetemi, non toglieteci, non smettiate"
    ),
    Sense.NOTE: (
        "messaggio, messaggi, messaggini, promemoria, notifiche, notifica, avvisi, iscrizione, abbonamento, "
        "solleciti, messagi, msg's, messaggi*"
    ),
    Sense.PESTER: (
        "scrivere, scrivermi, scrivetemi, contattare, contattarmi, disturbare, disturbarmi, tormentare, "
        "tormentarmi, chiamare, chiamarmi, importunare, importunarmi, assillarmi, assillare, rompere, "
        "stressarmi, tartassarmi, molestare, molestarmi, contattato, contattata, disturbato, disturbata, "
        "scassare, scocciare, stressare, romperci, infastidire, scriviate, scrivete, contattiate, "
        "disturbiate, chiamiate, contattate, disturbate, scriva, chiami, disturbi, contattino, scrivano"
    ),
    Sense.SEND: (
        "inviare, inviarmi, mandare, mandarmi, inviate, mandate, inviarmeli, mandarmeli, invio, spedirmi, "
        "spedire, mandiate, inviiate, mandi, mandino, invii, inviino"
    ),
    Sense.GET: "ricevere, riceverli, riceverne, riceverlo",
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
        "avete rotto"
    ),
    Sense.ME: "mio, mia, ci, miei",
    Sense.LIST: (
        "elenco, telefono, cellulare, rubrica, vostra lista, contatti vostri, recapito, contatto, contatti, "
        "vostri archivi, numero di telefono"
    ),
    Sense.THIS: (
        "questo, questi, queste, questa, quello, tutto, tutti, tutte, vostri, nessuno, "
        "nulla, roba, vostre, sti, ste, cavolate, tutta"
    ),
    Sense.SELF: "io, sto per, dobbiamo",
    Sense.THEY: "lui, lei, loro, capo, autista, pioggia, treno, medico, corso, mio capo",
    Sense.PLEAD: (
        "potete, puoi, potreste, potresti, potrebbe, voi, vi prego di, vi chiedo di, voglio che, dovete, la "
        "prego di, ti prego di, per cortesia, chiedo che, esigo che, si prega di, vi ho chiesto di, vi ho "
        "detto di, ti ho detto di, gentilmente, ti chiedo di, vi va di, riuscite a, la smettete di, volete, "
        "vuoi, puo, fatemi il favore di, fammi il favore di, mi fate il favore di"
    ),
    Sense.HOW: (
        "come faccio a, come posso, come si fa a, come si, in che modo, come faccio per, come fare per, "
        "come, come faccio a non, come faccio per non"
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
        "appartiene piu, numero era di, non e il suo telefono, avete sbagliato persona"
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
        "ho gia risposto"
    ),
    Sense.WHO: (
        "chi e, chi sei, chi siete, chi scrive, chi manda, di chi e, chi mi scrive, con chi parlo, chi "
        "parla, chi invia, da chi arriva, chi mi manda, chi mi sta, da chi arrivano, di chi e questo "
        "numero, chi sta, che azienda, chi cavolo, da parte di chi, chi diavolo, da che ditta, che ditta, "
        "di che ditta, da quale ditta, che azienda siete, quale azienda"
    ),
    Sense.WHAT: (
        "cos e sta roba, cos e questa roba, che e sta roba, "
        "che cos e, cos e, cosa e, che cosa e, di cosa si tratta, a cosa serve, come funziona, ho bisogno "
        "di aiuto, mi serve aiuto, aiutatemi, aiutami, maggiori informazioni, piu informazioni, di che si "
        "tratta, che cos e questo, cos e questa roba, che roba e, che e, cosa significa, che significa, "
        "cosa sono, che cosa sono, spiegatemi, cosa vuol dire, di che cosa si tratta, k e questo, ke e, cos "
        "e sto, che sono"
    ),
    Sense.WHY: (
        "perche mi scrivete, perche ricevo, perche mi scrivi, non mi interessa, non sono interessato, non "
        "sono interessata, perche mi mandate, come avete avuto il mio numero, troppi messaggi, perche mi "
        "arrivano, perche continuate, dove avete preso il mio numero, chi vi ha dato il mio numero, perche "
        "continuo, perche mi state, basta cosa, cancellarmi da cosa, che palle, che stress, che noia, "
        "ancora voi, come mai ricevo, ancora questi, sul serio, ancora con questi, di nuovo voi"
    ),
    Sense.POLITE: (
        "per favore, per piacere, grazie, grazie mille, ciao, salve, buongiorno, buonasera, adesso, subito, "
        "ora, immediatamente, ma, pure, cazzo, gentile, perfavore, x favore, pf, distinti saluti, cordiali "
        "saluti, una buona volta, gia, scusate, scusi, mi dispiace, scusa, prego, quindi, anche, si, una "
        "volta per tutte, ragazzi, al piu presto, da oggi, da ora in poi, in futuro, su questo numero, a "
        "questo numero, tutti i giorni, ogni giorno, sempre, continuamente, al mio numero, sul mio numero, "
        "sul mio cellulare, sul mio telefono, davvero, insomma, dai, allora, da qui, da li"
    ),
    Sense.NO: "nessun, nessuna, non, no, nn, nun, mai piu, niente",
    Sense.HOW_TO: "come mi cancello, come mi disiscrivo, come mi tolgo",
    Sense.MUST: "deve, devono, devi",
    Sense.WILL: "essere",
    Sense.SHOULD_I: "devo, dovrei",
    Sense.DATA: "dati, dati personali, informazioni, nome",
    Sense.CONSENT: "consenso, permesso, autorizzazione",
    Sense.WITHDRAW: "ritiro, revoco, revocare, ritirare, annullo il",
    Sense.NOT_WANTED: (
        "non autorizzo, non vi autorizzo, non ti autorizzo, non la autorizzo, non do il permesso, non do il "
        "consenso, non acconsento, non vi do il permesso, non ho dato il permesso, non ho dato il consenso, "
        "non ho autorizzato, non ho mai autorizzato, mi oppongo, mi oppongo a, mi oppongo al, vi vieto di, "
        "vi vieto, ti vieto di, le vieto di, vieto, non ho interesse, non mi interessano, non mi servono, "
        "non ho alcun interesse, non sono interessato a ricevere, non sono interessata a ricevere"
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
}
