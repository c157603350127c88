"""What French words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "arretez, arrete, arreter, arreté, arret, arrettez, areter, aretez, arretez de, arrete de, cessez, "
        "cesse, cesser, stopper, stoppez, stoppe, mettre fin, mettez fin, faites cesser, stop aux, stop a, "
        "arret des, arret de vos, stopez, stopé, stop avec, stop les, stop vos, stop ces, arete, arrett, "
        "arretes, arreteee, finissez, finissez en, fini les, arretiez, cessiez, arretiez de"
    ),
    Sense.CALL_OFF: (
        "annuler, annulez, annule, resilier, resiliez, desactiver, desactivez, supprimer l abonnement, "
        "desactive, arret de l envoi, arretez l envoi, suspendez, suspendre, interrompez, interrompre, "
        "coupez, couper, stopper l envoi"
    ),
    Sense.LEAVE: (
        "desabonner, desabonnez, desabonne, me desabonner, desinscrire, desinscrivez, me desinscrire, "
        "desinscription, desabonnement, desinscris, desabonn*, desinscri*, me retirer de la liste, me "
        "desister, etre retire, etre retiree, etre supprime, etre supprimee, etre desinscrit, etre "
        "desinscrite, etre desabonne, etre desabonnee, etre enleve, sortir de la liste, sortir de votre "
        "liste, quitter la liste, retirez moi, retire moi, enlevez moi, enleve moi, supprimez moi, supprime "
        "moi, rayez moi, effacez moi, me retirer, me supprimer, m enlever, vous me retirez, jme desabonne, "
        "me desinscris, retirez nous, enlevez nous, m effacer, me rayer, me virer, m oter, etre raye, etre "
        "rayee, etre efface, etre effacee, etre radie, radiez moi, otez moi, virez moi, vire moi, "
        "desincrire, desinscrir, desabonner moi, desabonez, desabone, me retirez, plus etre sur la liste, "
        "sors moi, sortez moi, me sortir, vous desabonner, cloturer mon abonnement, me desengager, me "
        "retiriez, me supprimiez, m enleviez"
    ),
    Sense.REMOVE: (
        "retirez, retirer, enlevez, enlever, enleve, enleves, supprimez, supprimer, supprime, effacez, "
        "effacer, efface, rayez, radiez, otez, virez, retiriez, supprimiez, enleviez, effaciez"
    ),
    Sense.GOODBYE: (
        "foutez moi la paix, fous moi la paix, fichez moi la paix, laissez moi tranquille, laisse moi "
        "tranquille, ne pas deranger, ne plus recevoir, ne plus etre contacte, ne plus etre contactee, ne "
        "plus me contacter, ne plus m envoyer, plus de messages, plus de message, plus de sms, plus de "
        "textos, plus de texto, plus aucun message, plus aucun sms, plus de notifications, plus de rappels, "
        "plus jamais de messages, laissez nous tranquilles, lachez moi, lache moi, foutez le camp, casse "
        "toi, degage, degagez, oubliez mon numero, oublie mon numero, je refuse de recevoir, je ne consens, "
        "je retire mon consentement, allez vous faire, va te faire, fichez le camp, laissez moi en paix, "
        "laisse moi en paix, ne plus me deranger, plus rien recevoir, ferme la, fermez la, ne plus me "
        "solliciter, barrez vous, ne veux plus rien, ne souhaite plus, ne veux plus, veux plus recevoir, "
        "veux plus, ne desire plus, ne voulons plus, souhaite plus recevoir, veux pas recevoir, veut plus, "
        "ne m envoyez plus, ne m envoie plus, ne m ecrivez plus, ne m ecris plus, ne me contactez plus, ne "
        "me contacte plus, m envoyez plus, m ecrivez plus, m ecris plus, m envoie plus, ne me derangez "
        "plus, me contactez plus, ne m appelez plus, ne plus jamais, plus jamais me, cessez tout, ne plus m "
        "ecrire, ne plus m adresser, ne plus rien m envoyer, ne plus m appeler, plus m ecrire, plus m "
        "envoyer, plus me contacter, plus recevoir, arretez tout, stop tout, plus de pub, ne plus avoir, ne "
        "pas me contacter, ne pas m envoyer, ne pas m ecrire, plus de msg, plus de spam"
    ),
    Sense.KEEP: (
        "n arretez pas, n arrete pas, ne vous arretez pas, surtout n arretez, ne t arrete pas, arretez pas, "
        "arrete pas, n arretez surtout, n arrete surtout, pas stopper, n annulez pas, ne cessez pas, n "
        "arretez jamais"
    ),
    Sense.NOTE: (
        "messages, texto, textos, rappel, rappels, notifications, alertes, abonnement, relances, spams, "
        "pubs, liste d envoi, envois, envoi"
    ),
    Sense.PESTER: (
        "ecrire, ecrivez, ecris, contacter, contactez, contacte, deranger, derangez, derange, embeter, "
        "embetez, harceler, harcelez, appeler, appelez, spammer, relancer, relancez, solliciter, "
        "sollicitez, emmerder, emmerdez, appelle, spammez, importuner, saouler, souler, rappeler, "
        "sollicite, sollicitee, relance, contactee, derangee, embetes, harcelement, faire chier, casser les "
        "pieds, casser les couilles, appeles, ecrives, relances moi, prevenir, spammes, ecriviez, "
        "contactiez, derangiez, ecrive, contactent, ecrivent"
    ),
    Sense.SEND: "envoyer, envoyez, envoie, envoies, envoye, envoyes, envoyiez, adresser, adressez",
    Sense.GET: "recevoir, avoir",
    Sense.GETS: "recois, recoit, recevons, ai recu, recu",
    Sense.WANT: (
        "veux, souhaite, voudrais, desire, voulons, aimerais, souhaitons, voudrions, besoin, besoin de, "
        "prefere, prefererais, prefererai, aimerai, voudrai, souhaiterais, veut, tiens a, souhaiterai, "
        "desirons, interesse par, accepte, consens, autorise, consens a"
    ),
    Sense.NE: "ne, n, nn",
    Sense.NOT: "pas, jamais",
    Sense.MORE: "plus, davantage, encore",
    Sense.ENOUGH: (
        "ca suffit, assez, y en a marre, marre de, j en ai marre, ras le bol, j en ai marre de, ras le bol "
        "de, marre des, assez de, j en ai assez, en ai assez de, suffit, suffit avec, en ai ras le bol, en "
        "ai assez, ca suffit avec, c est bon"
    ),
    Sense.ME: "moi, m, mon, ma, nous, mes",
    Sense.LIST: (
        "liste, listes, numero de telephone, repertoire, portable, fichier, fichiers, base, diffusion"
    ),
    Sense.THIS: (
        "ca, cela, ceci, ces, cette, cet, tout, tous, toutes, vos, aucun, aucune, rien, conneries, truc, "
        "trucs, merdes, tes, votre, autant de"
    ),
    Sense.WILL: "etre, est, ai, ont",
    Sense.SELF: "je, j, on, je vais, on va, faut il, il faut que j, je dois, peux tu dire",
    Sense.THEY: (
        "il, elle, ils, elles, mon chef, ma chef, chef, patron, medecin, pluie, prof, formation, le train"
    ),
    Sense.PLEAD: (
        "pouvez vous, peux tu, pourriez vous, pourrais tu, vous, tu, veuillez, merci de, merci d, il faut, "
        "priere de, je vous demande de, je vous demande d, je veux que vous, je voudrais que vous, vous "
        "pouvez, tu peux, je vous prie de, je vous prie d, faut, on peut, je demande l, je demande a, je t "
        "ai dit d, je vous ai dit d, je veux qu on, je souhaite l, je demande, je souhaite que vous, j "
        "exige que vous, voulez vous, est ce que vous pouvez, vas y, est ce que vous pourriez, je vous ai "
        "demande d"
    ),
    Sense.HOW: (
        "comment, comment faire pour, comment puis je, comment on, que faire pour, comment je, comment est "
        "ce que"
    ),
    Sense.ASKING: "pourquoi, quand, ou, quel, quelle, est ce que, si, combien, qui, quelles",
    Sense.SAY: "a dit, ai dit, il dit, demande, disent, ont dit, demander",
    Sense.REPLY: "repondre, reponds, repondu, repondez, ecrit, tape",
    Sense.RESUME: (
        "reabonner, reabonnez, reabonne, reactiver, reactivez, reinscrire, reinscrivez, me reabonner, me "
        "reinscrire, reprendre les, reprenez les, reprenez l envoi, reprendre l envoi, recevoir a nouveau, "
        "recevoir de nouveau, remettez moi, a nouveau recevoir, de nouveau recevoir, renvoyez moi des, "
        "recommencez a, annuler le stop, annulez le stop, annulez mon stop, reabonn*, reinscri*, annuler "
        "mon stop, m abonner, recommencez les, reactive, renvoyez moi les, re recevoir, recommence a, "
        "redemarrer, redemarrez, remets moi"
    ),
    Sense.BEGIN: (
        "commencer, commencez, reprendre, reprenez, activer, activez, continuez, continuer, recommencez, "
        "recommencer"
    ),
    Sense.AGAIN: "a nouveau, de nouveau, encore une fois",
    Sense.OOPS: "par erreur, sans faire expres, par megarde, par accident",
    Sense.THE: "le, les, l, des, au, aux, leur, prochain, son, cet arret, premier, dernier",
    Sense.AT: "chez, dans, sur, vers, devant, avant, apres, a la, par",
    Sense.OF: "avec, d",
    Sense.OTHER: (
        "arret maladie, arret de travail, arret de bus, arret du bus, arret de tram, arret de metro, arret "
        "cardiaque, en arret, fin de, fin du, arret du tram, me suis desabonne du, me suis desabonne de la, "
        "me suis desinscrit du, me suis desinscrit de la, me suis desabonnee du, me suis desinscrite du, me "
        "suis desabonnee de la, me suis desinscrite de la"
    ),
    Sense.WRONG: (
        "n est pas le numero, n est plus le numero, mauvais numero, faux numero, mauvaise personne, erreur "
        "de numero, trompe de numero, trompez de numero, trompes de numero, erreur de personne, trompe de "
        "personne, trompez de personne, n est pas la bonne personne, pas la bonne personne, pas le bon "
        "numero, ne suis pas la personne, n est plus son numero, n est pas son numero, n est plus le numero "
        "de, n est pas le numero de, ne connais pas cette personne, connais pas cette personne, ce numero n "
        "appartient, numero ne lui appartient, personne de ce nom, personne ici ne s appelle, n habite pas "
        "ici, n habite plus ici, n est pas mon nom, ne m appelle pas, erreur de destinataire, mauvais "
        "destinataire, changé de numero, trompé de numéro, ce n est pas moi, pas le numero de, plus le "
        "numero de, connais pas de, connais aucun, connais aucune, connais personne, nouveau proprietaire, "
        "nouvelle proprietaire, nouveau titulaire, nouvelle titulaire, vous faites erreur, tu fais erreur, "
        "vous vous trompez, tu te trompes, vous etes trompe, vous etes trompes, t es trompe, n est plus a "
        "ce numero, a change de numero, m avez confondu, me confondez, n est pas celui de, n est plus celui "
        "de, ce n est plus le portable de, ce n est pas le portable de, ce numero est a moi, c est mon "
        "numero maintenant, n appartient plus, plus son numero, pas son numero, pas le telephone de, plus "
        "le telephone de, numero est plus a, n est plus a, numero n est plus a, est plus le numero, est pas "
        "le numero, numero est pas a, est plus son numero, est pas son numero"
    ),
    Sense.NOT_BEING: (
        "je ne suis pas, je suis pas, je ne suis pas m, je ne suis pas mme, je ne connais pas, je connais "
        "pas, ne connais pas de, je ne connais aucun, je ne connais aucune, vous n etes pas chez, ici ce n "
        "est pas, chui pas, chuis pas, j suis pas, ch suis pas, moi c est pas"
    ),
    Sense.ORDINARY: (
        "sure, pret, prete, disponible, vrai, possible, urgent, grave, normal, juste, la, libre, malade, "
        "facile, bon, bien, clair, certain, certaine, necessaire, d accord, concerne, concernee, interesse, "
        "interessee, au courant, ici, top, drole"
    ),
    Sense.DONE: (
        "c est fait, deja fait, j ai signe, j ai fini, fait, je l ai fait, j ai deja repondu, je ne "
        "travaille plus ici, je travaille plus la, ai quitte l entreprise, termine"
    ),
    Sense.WHO: (
        "qui m ecrit, qui m ecrit la, "
        "qui est ce, c est qui, qui etes vous, qui es tu, qui m ecrit, qui envoie, de qui, qui est a l "
        "origine, t es qui, qui m envoie, vous etes qui, a qui appartient, de la part de qui, qui me "
        "contacte, qui c est, a qui est ce numero, c est de la part de, a qui ai je, tu es qui, quelle "
        "entreprise, qui ca, qui est l expediteur, quel est ce numero, c est quel numero, qui etes, qui "
        "parle, c qui, t ki, t ki toi, c ki, vs etes qui, t es ki"
    ),
    Sense.WHAT: (
        "c koi ce truc, c est quoi ce truc, "
        "c est quoi, qu est ce que c est, c est quoi ca, de quoi s agit il, c est pour quoi, a quoi ca "
        "sert, ca sert a quoi, besoin d aide, aidez moi, aide moi, comment ca marche, plus d infos, plus d "
        "informations, c est quoi ce truc, de quoi ca parle, c est quoi ces, qu est ce que c est que ca, a "
        "quoi servent, c est quoi ce, que signifie, en savoir plus, ca veut dire quoi, c koi"
    ),
    Sense.WHY: (
        "pourquoi vous m, pourquoi je recois, pourquoi tu m, pas interesse, pas interessee, d ou avez vous "
        "mon numero, pourquoi ces, comment avez vous eu mon numero, trop de messages, trop de sms, pourquoi "
        "m, arreter quoi, d ou vous avez mon numero, pourquoi vous, comment vous avez eu mon numero, "
        "comment avez vous mon numero, pourquoi est ce que je recois, ca devient lourd, c est penible, "
        "saoulant, c est lourd, vous etes lourds, je ne vous connais pas, vous connais pas, desabonner de "
        "quoi, encore vous, non mais serieux, encore ca, serieusement, encore ces, c est saoulant"
    ),
    Sense.POLITE: (
        "s il vous plait, s il te plait, svp, stp, sil vous plait, sil te plait, merci, bonjour, bonsoir, "
        "salut, maintenant, tout de suite, immediatement, et, mais, non mais, putain, bordel, merde, des "
        "maintenant, definitivement, monsieur, madame, cordialement, bien cordialement, deja, enfin, bonne "
        "journee, coucou, simplement, d urgence, merci beaucoup, merci d avance, desole, desolee, ok, donc, "
        "alors, aussi, oui, a l avenir, dorenavant, desormais, sur mon portable, sur ce numero, a ce "
        "numero, sur mon telephone, tout le temps, tous les jours, sans arret, sans cesse, chaque jour, "
        "toute la journee, bonne soiree, au plus vite, le plus vite possible, au revoir, svp merci, merci "
        "bien, toujours, a ce numéro, quoi, dsl, mdr, ptn, bjr, bsr, stp merci, cdlt"
    ),
    Sense.NO: "non",
    Sense.HOW_TO: "comment je me desabonne, comment on se desabonne",
    Sense.MUST: "doit, doivent, devez",
    Sense.SHOULD_I: "dois je, faut il que je",
    Sense.DATA: "donnees, donnees personnelles, informations, coordonnees, nom",
    Sense.CONSENT: "consentement, autorisation, permission, accord",
    Sense.WITHDRAW: "retire mon, revoque mon, revoque, retirer mon, annule mon, je retire, retire le",
    Sense.LAST: (
        "soit le dernier, soit la derniere, soit votre dernier, que ce soit le dernier, ce sera le dernier, "
        "espere que c est le dernier"
    ),
    Sense.MISS: "manquer, rater, louper, perdre, oublier, manque, rate, loupe",
    Sense.NOT_MINE: (
        "pas pour moi, pour quelqu un d autre, pour une autre personne, pas destine a moi, ne m est pas "
        "destine, ne m est pas adresse, pour qqn d autre, adresse a quelqu un d autre, destine a quelqu un "
        "d autre"
    ),
    Sense.GONE: (
        "ne travaille plus ici, travaille plus ici, n habite plus ici, ne travaille plus chez nous, ne vit "
        "plus ici, n est plus ici, ne travaille pas ici, travaille plus chez nous, n a plus ce numero, a "
        "quitte la societe, a quitte l entreprise depuis, n est plus joignable a"
    ),
    Sense.OLD: "ancien, vieux, ancienne",
    Sense.NOBODY: (
        "il n y a pas de, y a pas de, n y a pas de, il n y a aucun, il n y a aucune, il n y a pas d, y a "
        "aucune, y a aucun"
    ),
    Sense.FAILS: "ne peux pas, ne peux plus, n arrive pas, n arrive plus, ne peut pas, peux pas, n ai pas pu",
    Sense.NOT_WANTED: (
        "pu envie de, plus envie de, plus envie, pas envie, pu envie, g pu envie de, "
        "m oppose a, m oppose au, m oppose aux, je m oppose, vous interdis de, t interdis de, interdis, n "
        "ai aucun interet pour, pas besoin de, n ai pas envie de, pas envie de, pas interesse par, pas "
        "interessee par, n ai plus envie de"
    ),
}
