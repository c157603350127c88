"""What the words around a request mean in French: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.SEND: (
        "envoyer, envoyez, envoie, envoies, envoye, envoyes, envoyiez, adresser, adressez, envoi moi, m "
        "envoyez, m envoyer, nous envoyer, lui envoyer, m adresser, m envoye, envoyes moi, expedier, "
        "expediez, transmettre"
    ),
    Sense.GET: "recevoir, avoir, etre contacte, etre contactee, en recevoir, resevoir, recevoire",
    Sense.GETS: "recois, recoit, recevons, ai recu, recu",
    Sense.WANT: (
        "veux, souhaite, voudrais, desire, voulons, aimerais, souhaitons, voudrions, besoin, besoin de, "
        "prefere, prefererais, prefererai, aimerai, voudrai, souhaiterais, veut, tiens a, souhaiterai, "
        "desirons, interesse par, accepte, consens, autorise, consens a"
    ),
    Sense.NE: "ne, n, nn, ne lui, ne leur, n lui",
    Sense.NOT: "pas, jamais",
    Sense.MORE: "plus, davantage, encore",
    Sense.ENOUGH: (
        "ca suffit, assez, y en a marre, marre de, j en ai marre, ras le bol, j en ai marre de, ras le bol "
        "de, marre des, assez de, j en ai assez, en ai assez de, suffit, suffit avec, en ai ras le bol, en "
        "ai assez, ca suffit avec, c est bon, marre, marre d, j en ai marre d, j en ai marre des, g marre "
        "de, g marre, jen ai marre, jen ai marre de, en ai marre, en ai marre de, y en a marre de, y en a "
        "marre des, ya marre, ras le bol des, ras le bol d, j en ai ras le bol, j en ai ras le bol de, j en "
        "ai ras le bol des, ral le bol, plein le cul de, plein le dos de, j en ai plein le dos de, j en ai "
        "plein le dos, j en ai plein le cul, par dessus la tete de, j en ai ma claque de, ma claque de, j "
        "en ai soupe de, fatigue de, fatiguee de, je suis fatigue de, je suis fatiguee de, lasse de, c bon, "
        "c bon la, c est bon la, cest bon la, c est bon maintenant, c bon maintenant, ca va la, ca suffit "
        "la, ca suffit maintenant, sa suffit, sa suffit les, ca suffit les, ca suffit de, ca suffit vos, ca "
        "suffit ces, suffit les, stop ca suffit, ca commence a bien faire, ca va bien, c est trop, c est "
        "trop la, trop c est trop, y en a assez, y en a assez de, assez des, assez d, j en ai assez de, j "
        "en ai assez des, j en ai assez d, je suis tanne de, je suis tannee de, tanne de, tannee de, tanne "
        "des, tannee des, tannant, ecoeure de, ecoeuree de, chu tanne de, chu tannee de, tannez"
    ),
    Sense.ME: "moi, m, mon, ma, nous, mes, mienne, nos, notre, me",
    Sense.LIST: (
        "liste, listes, numero de telephone, repertoire, portable, fichier, fichiers, base, diffusion, "
        "contacts, contact, carnet, carnet d adresses, numero, numero de tel, num, tel, telephone, cell, "
        "cellulaire, mobile, base de donnees, bases de donnees, listing, listings, liste d envoi, liste de "
        "diffusion, listes de diffusion, systeme, groupe, groupe sms, registre, registres, mailing list, "
        "vos contacts, votre liste, mon 06, mon 07"
    ),
    Sense.THIS: (
        "ca, cela, ceci, ces, cette, cet, tout, tous, toutes, vos, aucun, aucune, rien, conneries, truc, "
        "trucs, merdes, tes, votre, autant de, la dedans, ceux la, celles la, ca la, cochonneries, "
        "cochonnerie, niaiseries, niaiserie, betises, betise, merde, merdier, bordel, saletes, spam la, vo, "
        "ct, leurs, trop de, tant de, tous ces, toutes ces, tous les, ce truc, ces trucs, cette chose, ce "
        "machin, ces machins, cette histoire, ces conneries, ce bazar"
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
        "demande d, merci de bien vouloir, merci de vouloir, veuillez bien, veuillez bien vouloir, veuillez "
        "s il vous plait, pourriez vous svp, vous pourriez, tu pourrais, ca serait bien de, ce serait bien "
        "de, ce serait gentil de, ce serait bien d, il serait bien de, vous seriez gentils de, vous seriez "
        "gentil de, auriez vous l obligeance de, auriez vous la gentillesse de, ayez l obligeance de, ayez "
        "la gentillesse de, soyez gentils de, soyez gentil de, soyez gentil, faites en sorte de, est ce "
        "possible de, est ce possible d, est il possible de, est il possible d, serait il possible de, "
        "serait il possible d, c est possible de, c est possible d, possible de, possible d, y a moyen de, "
        "y a moyen d, ya moyen de, ya moyen d, vous voulez bien, tu veux bien, vous pouvez pas, pouvez vous "
        "s il vous plait, j aimerais que vous, j aimerais bien que vous, je voudrais bien que vous, j "
        "aimerais qu on, je voudrais qu on, je veux bien que vous, je demande que, je demande que vous, j "
        "exige de, j exige d, j exige que, je souhaiterais que vous, je souhaiterais que, je souhaite que, "
        "je desire que vous, je vous saurais gre de, je vous saurais gre d, je vous serais reconnaissant "
        "de, je vous prie de bien vouloir, je vous ordonne de, je vous ordonne d, je vous somme de, je vous "
        "somme d, je vous dis de, je vous dis d, je vous ai dit de, je vous ai demande de, j ai dit de, j "
        "ai dit d, j ai deja dit de, j ai deja dit d, j ai deja demande de, j ai deja demande d, je t ai "
        "dit de, je t ai demande de, je t ai demande d, il faudrait, il faudrait que vous, faudrait, "
        "faudrait que vous, il faut que vous, faut que vous, il est temps d, il est temps de, prière d, "
        "dites leur de, dites leur d, priez de, (demande|demander|dit|redit) "
        "(2|3|4|5|10|deux|trois|plusieurs|dix|cent|mille) fois (de|d|), (demande|demander|dit) "
        "(2|3|deux|trois|plusieurs) fois"
    ),
    Sense.HOW: (
        "comment, comment faire pour, comment puis je, comment on, que faire pour, comment je, comment est "
        "ce que, comment fait on pour, comment on fait pour, comment je fais pour, comment faire"
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
    Sense.OF: "avec, d, de",
    Sense.OTHER: (
        "arret maladie, arret de travail, arret de bus, arret du bus, arret de tram, arret de metro, arret "
        "cardiaque, en arret, fin de, fin du, arret du tram, me suis desabonne du, me suis desabonne de la, "
        "me suis desinscrit du, me suis desinscrit de la, me suis desabonnee du, me suis desinscrite du, me "
        "suis desabonnee de la, me suis desinscrite de la, me retirer les, me retirer la, me retirer le, me "
        "retirer l, m enlever les, m enlever la, m enlever le, m enlever l, m enlever une, m enlever un, me "
        "retirer une, me retirer un, me faire retirer, me faire enlever, suis desinscrit du, en arret de "
        "travail, arret jusqu, en arret jusqu, annulation de mon rendez vous, annulation du rendez vous, "
        "suspension du, suspension de la voiture, sors de, sors du, sors a, je sors, sortez la, on sort, "
        "sors le chien, plus de pain, plus de lait, retrait du colis, bloquer un creneau, bloquer une date, "
        "bloquez un creneau, bloquez une date, bloquer le creneau, bloquer ma carte, bloquer la carte, "
        "bloque la carte, retrait des points, marre de rire, (arretez vous|arrete toi|arretez|arrete|s "
        "arrete|m arrete) (au|a|devant|chez|pres|sur) (feu|gauche|droite|coin|le|la|l|lui|bord|rond), "
        "arretez vous au, arretez vous a, arretez vous devant, arretez vous chez"
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
        "le numero, numero est pas a, est plus son numero, est pas son numero, c etait (son|le) (numero|portable|telephone) (de|du)"
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
        "travaille plus ici, je travaille plus la, ai quitte l entreprise, termine, j ai demenage, j ai "
        "quitte, je suis parti, je suis partie, j ai change de, j ai demissionne, je ne travaille plus la "
        "bas, je bosse plus la bas, je travaille plus la bas, je ne suis plus "
        "(client|cliente|patient|patiente|adherent|adherente|membre|eleve|abonne|abonnee|concerne|concernee), "
        "je suis plus (client|cliente|patient|patiente|adherent|adherente|membre), suis plus "
        "(client|cliente|patient|patiente), j ai vendu (la|ma|le|mon) (voiture|vehicule|chien|moto), "
        "(ai|avons) quitte (le|la|l) "
        "(syndicat|club|equipe|groupe|ecole|association|entreprise|cabinet|boite|cours)"
    ),
    Sense.WHO: (
        "qui m ecrit, qui m ecrit la, qui est ce, c est qui, qui etes vous, qui es tu, qui m ecrit, qui "
        "envoie, de qui, qui est a l origine, t es qui, qui m envoie, vous etes qui, a qui appartient, de "
        "la part de qui, qui me contacte, qui c est, a qui est ce numero, c est de la part de, a qui ai je, "
        "tu es qui, quelle entreprise, qui ca, qui est l expediteur, quel est ce numero, c est quel numero, "
        "qui etes, qui parle, c qui, t ki, t ki toi, c ki, vs etes qui, t es ki, (quel|quelle) "
        "(cabinet|entreprise|societe|clinique|ecole|medecin|docteur) (est ce|etes vous|c est|m ecrit)"
    ),
    Sense.WHAT: (
        "c koi ce truc, c est quoi ce truc, c est quoi, qu est ce que c est, c est quoi ca, de quoi s agit "
        "il, c est pour quoi, a quoi ca sert, ca sert a quoi, besoin d aide, aidez moi, aide moi, comment "
        "ca marche, plus d infos, plus d informations, c est quoi ce truc, de quoi ca parle, c est quoi "
        "ces, qu est ce que c est que ca, a quoi servent, c est quoi ce, que signifie, en savoir plus, ca "
        "veut dire quoi, c koi"
    ),
    Sense.WHY: (
        "pourquoi vous m, pourquoi je recois, pourquoi tu m, pas interesse, pas interessee, d ou avez vous "
        "mon numero, pourquoi ces, comment avez vous eu mon numero, trop de messages, trop de sms, pourquoi "
        "m, arreter quoi, d ou vous avez mon numero, pourquoi vous, comment vous avez eu mon numero, "
        "comment avez vous mon numero, pourquoi est ce que je recois, ca devient lourd, c est penible, "
        "saoulant, c est lourd, vous etes lourds, je ne vous connais pas, vous connais pas, desabonner de "
        "quoi, encore vous, non mais serieux, encore ca, serieusement, encore ces, c est saoulant, ou avez "
        "vous eu mon numero, ou avez vous trouve mon numero, ou vous avez eu mon numero, ou vous avez "
        "trouve mon numero, d ou vous vient mon numero, d ou tenez vous mon numero, d ou sort mon numero, "
        "qui vous a donne mon numero, qui t a donne mon numero, comment vous avez mon numero, comment t as "
        "eu mon numero, comment as tu eu mon numero, d ou t as mon numero, pourquoi on m, pourquoi tous "
        "ces, pourquoi autant de, pourquoi tant de, pourquoi ca, pourquoi vous me, pourquoi tu me, pourquoi "
        "me, pk vous m, pk je recois, pq vous m, pkoi vous m, pq je recois, pkoi je recois, c est abuse, "
        "vous abusez, c est chiant, c chiant, vous etes chiants, moins de "
        "(messages|sms|textos|rappels|relances), (souviens|rappelle|souvenir) pas (de|) (m etre|d avoir) "
        "(inscrit|inscrite|abonne|abonnee|donne|accepte)"
    ),
    Sense.POLITE: (
        "s il vous plait, s il te plait, svp, stp, sil vous plait, sil te plait, merci, bonjour, bonsoir, "
        "salut, maintenant, tout de suite, immediatement, et, mais, non mais, putain, bordel, merde, des "
        "maintenant, definitivement, monsieur, madame, cordialement, bien cordialement, deja, enfin, bonne "
        "journee, coucou, simplement, d urgence, merci beaucoup, merci d avance, desole, desolee, ok, donc, "
        "alors, aussi, oui, a l avenir, dorenavant, desormais, sur mon portable, sur ce numero, a ce "
        "numero, sur mon telephone, tout le temps, tous les jours, sans arret, sans cesse, chaque jour, "
        "toute la journee, bonne soiree, au plus vite, le plus vite possible, au revoir, svp merci, merci "
        "bien, toujours, a ce numéro, quoi, dsl, mdr, ptn, bjr, bsr, stp merci, cdlt, allo, eh oh, eh, oh, "
        "he, he ho, dites, dis donc, dites donc, ecoutez, ecoute, franchement, serieux, sérieusement merci, "
        "sincerement, par pitie, pitie, pour l amour de dieu, de grace, bien a vous, salutations, "
        "respectueusement, chers messieurs, messieurs dames, madame monsieur, messieurs, mesdames, une "
        "bonne fois pour toutes, une fois pour toutes, illico"
    ),
    Sense.NO: "non",
    Sense.HOW_TO: (
        "comment je me desabonne, comment on se desabonne, comment (je|on) (sors|sort|quitte|me "
        "desinscris|se desinscrit|me desabonne|se desabonne|me retire) (de|d), comment "
        "(sortir|quitter|partir) de (ca|cette liste|la liste|ce truc|ce groupe)"
    ),
    Sense.MUST: "doit, doivent, devez",
    Sense.SHOULD_I: "dois je, faut il que je",
    Sense.DATA: "donnees, donnees personnelles, informations, coordonnees, nom, infos, donnees perso, fiche",
    Sense.CONSENT: (
        "consentement, autorisation, permission, accord, mon consentement, le consentement, mon "
        "autorisation, mon accord, l autorisation"
    ),
    Sense.WITHDRAW: (
        "retire mon, revoque mon, revoque, retirer mon, annule mon, je retire, retire le, retirons, revoque "
        "l, revocation de, je revoque, j annule mon, je reprends mon, retrait de mon"
    ),
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
        "pu envie de, plus envie de, plus envie, pas envie, pu envie, g pu envie de, m oppose a, m oppose "
        "au, m oppose aux, je m oppose, vous interdis de, t interdis de, interdis, n ai aucun interet pour, "
        "pas besoin de, n ai pas envie de, pas envie de, pas interesse par, pas interessee par, n ai plus "
        "envie de, veux plus, veut plus, ne veux plus, ne veut plus, ne souhaite plus, ne desire plus, ne "
        "voulons plus, souhaite plus, desire plus, veu pa, veux pa, vx plus, vx pas, jveux plus, jvx plus, "
        "jveux pas, jvx pas, pas la peine de continuer a, pas la peine de continuer, plus la peine de, plus "
        "la peine d, pas la peine de m envoyer, pas la peine de m ecrire, pas la peine d envoyer, inutile "
        "de m envoyer, inutile de m ecrire, inutile d envoyer, inutile de continuer, inutile de continuer "
        "a, inutile d insister, plus besoin de, plus besoin d, plus besoin des, n ai plus besoin de, n ai "
        "plus besoin des, n ai plus besoin d, plus necessaire de, plus necessaire d, n autorise plus, n "
        "autorise pas, n ai pas autorise, n ai jamais autorise, jamais autorise, n accepte plus, n accepte "
        "pas, ne consens plus, ne consens pas, n ai pas consenti, n ai jamais consenti, jamais consenti, n "
        "ai pas donne mon accord, n ai jamais donne mon accord, n ai pas demande a recevoir, n ai jamais "
        "demande a recevoir, je refuse, refuse de, refuse que, interdit de, interdiction de, interdiction "
        "d, defense de, defense d, m oppose, je m oppose au, je m oppose a, je m oppose aux, opposition a, "
        "opposition au, faire opposition a, exercer mon droit d opposition, droit d opposition, droit d "
        "opposition a, ne m interessent plus, ne m interesse plus, m interessent plus, m interesse plus, ne "
        "m interessent pas, plus interesse par, plus interessee par, ne me servent plus, me servent plus, "
        "ne me sert plus, peux (pas|plus) continuer a recevoir"
    ),
    Sense.INSTEAD: (
        "au lieu de, au lieu d, au lieu des, plutot que, plutot que de, plutot que d, plutot que des, "
        "plutot que par, et pas par, et non par, et pas de, "
        "(mail|email|courrier|mel|courriel|telephone|appel|lettre) (plutot que|et non|et pas|au lieu de|a la place de) (par|), plutot (par|) (mail|email|courrier|courriel|telephone) que (par|)"
    ),
    Sense.THREAT: (
        "je porte plainte, porter plainte, je vais porter plainte, plainte a la cnil, la cnil, cnil, je "
        "depose plainte, deposer plainte, je vous signale, je vais vous signaler, je signale, je vous "
        "bloque, je vais vous bloquer, je bloque, mon avocat, mon avocate, je vous attaque, poursuites, je "
        "vous poursuis, en justice, si vous n arretez pas, si vous continuez, si vous continuez a, si ca "
        "continue, si vous n arretez pas de, si ca n arrete pas, sinon plainte, (bloques|bloquees), je "
        "(te|vous) bloque, vous etes bloques"
    ),
    Sense.OFF: "hors, dehors",
    Sense.ELSE: "facture, factures, ordonnance, colis, devis, commande, resultats, recu de paiement",
    Sense.WHEN: (
        "avant midi, avant 8, apres 20, la nuit, le soir, le dimanche, le week end, pendant le travail, "
        "pendant que, si tot, si tard, aussi tot, aussi tard, avant 9, avant 10, apres 18, apres 19, apres "
        "21, apres 22, la semaine derniere, le mois dernier, avant hier, il y a "
        "(deux|trois|quelques|une|plusieurs) (jours|semaine|semaines|mois), la derniere fois, l autre jour"
    ),
}
