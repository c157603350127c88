"""What Spanish words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "parenle, ya parenle, alto a, pare, paren, parad, parar, detener, detenga, detengan, detente, deja "
        "de, dejen de, deje de, dejad de, dejar de, dejame de, dejenme de, cesen, cese de, cesar, para ya, "
        "para de, para con, paren de, pare de, parar de, interrumpan, suspendan, suspender, frenen, "
        "detenganse, dejes de, alto ya, dejara de, dejaran de, pararan, parara, cesaran, dejarais de, si "
        "dejaran de, si dejara de"
    ),
    Sense.CALL_OFF: (
        "cancelar, cancela, cancelen, cancele, anular, anulen, anule, terminar, finalizar, desactivar, "
        "desactiven, desactive, desactiva, cancelad, cancelo, anulo, den fin a, pongan fin a, finalicen, "
        "apaguen"
    ),
    Sense.LEAVE: (
        "me di de baja, "
        "borrenme, borrame, borreme, eliminenme, eliminame, elimineme, quitenme, quitame, quiteme, "
        "saquenme, sacame, saqueme, retirenme, quitadme, borradme, sacadme, quitarme, sacarme, borrarme, "
        "eliminarme, darme de baja, darse de baja, dar de baja, denme de baja, deme de baja, dame de baja, "
        "dadme de baja, baja por favor, desuscribir, desuscribirme, desuscribanme, desuscribeme, "
        "desinscribir, desinscribanme, desuscrib*, cancelar suscripcion, cancelar la suscripcion, cancelar "
        "mi suscripcion, quiero la baja, solicito la baja, baja inmediata, me doy de baja, dame la baja, "
        "quiero salir, quiero salirme, me quiero salir, me quiero dar de baja, pedir la baja, mi baja, baja "
        "del servicio, baja de esta lista, baja ya, salirme de, ser eliminado, ser eliminada, que me "
        "eliminen, que me borren, que me quiten, que me saquen, que me den de baja, ser dado de baja, salir "
        "de la lista, salir de esta lista, desuscribo, desuscribame, desapuntar, desapuntarme, "
        "desapuntenme, desapuntadme, darme baja, dar baja, denme baja, dame baja, me borren, me eliminen, "
        "me quiten, me saquen, me saques, me borres, me quites, me borran, me eliminan, me quitan, me "
        "sacan, me saca, me borra, me elimina, me quita, ser borrado, ser borrada, ser removido, ser "
        "quitado, remuevanme, remueveme, remover, cancelar la inscripcion, salirme, borrarme de, eliminarme "
        "de, sacarme de, quitarme de, borrese, me den de baja, anular la suscripcion, cancelen mi "
        "suscripcion, cancelen la suscripcion, cancele mi suscripcion, me borrara, me borraran, me "
        "eliminara, me eliminaran, me quitara, me quitaran, me sacara, me sacaran, me diera de baja, me "
        "dieran de baja, que me de de baja"
    ),
    Sense.REMOVE: (
        "borrar, borren, borre, borra, eliminar, eliminen, elimine, elimina, quitar, quiten, quite, quita, "
        "sacar, saquen, saque, saca, retiren, retirar, quitarlo, borren mi, remuevan, remueva, tachen, "
        "supriman, suprimir, suprima, deshaganse de, borrara, borraran, eliminara, eliminaran, quitara, "
        "quitaran, sacara, sacaran, retirara, retiraran, borren el, borres, elimines, quites"
    ),
    Sense.GOODBYE: (
        "dejame en paz, dejenme en paz, deje en paz, dejadme en paz, dejeme en paz, deja de joder, no "
        "jodan, no jodas, largate, vete a la mierda, vayanse a la mierda, no me molesten, no me molestes, "
        "no moleste, no molesten, no molestar, no me moleste, no molestes, que paren, ni un mensaje mas, ni "
        "uno mas, dejenme tranquilo, dejenme tranquila, dejame tranquila, dejame tranquilo, no me "
        "contacten, no me contacteis, retiro mi consentimiento, revoco mi consentimiento, quitenme de la "
        "lista, callense, no mas por favor, dejen de fastidiar, no fastidien, no insistan, no me vuelvan a "
        "escribir, no vuelvan a escribirme, no me vuelvas a escribir, no vuelvas a escribirme, no quiero "
        "saber nada, no quiero nada de ustedes, no deseo recibir, no quiero recibir, no deseo seguir "
        "recibiendo, no quiero seguir recibiendo, no me interesa recibir, no me mandeis, no me envieis, no "
        "me escribais, no me molesteis, ya no quiero recibir, para por favor, para porfa, a la mierda, no "
        "me manden, no me mandes, no me envien, no me envies, no me escriban, no me escribas, no me llamen, "
        "no me llames, no me contactes, no me contacte, no me escriba, no me mande, no me envie, no me "
        "textees, no me texteen, no manden mas, no envien mas, no escriban mas, dejarme en paz, no me "
        "vuelvan a mandar, no me vuelvan a enviar, no me vuelvan a contactar, no vuelvan a contactarme, no "
        "vuelvan a mandarme, no vuelvan a enviarme, no vuelvas a mandarme, no me jodan, no me joda, no "
        "rompan, no rompas, no chinguen, no me vuelva a escribir, ya dejenme, ya dejen, no sigan, que me "
        "dejen en paz, que me deje en paz, no me sigan mandando, no me sigan enviando, no me sigan "
        "escribiendo, no me siga escribiendo, no me siga mandando"
    ),
    Sense.KEEP: (
        "no pares, no paren, no pare, no dejes de, no dejen de, no deje de, sigan enviando, no cancelen, no "
        "canceles"
    ),
    Sense.NOTE: (
        "envio, envios, mensaje, mensajes, mensajitos, recordatorio, recordatorios, notificaciones, "
        "notificacion, avisos, alertas, textos, suscripcion, mensages, msjs, msj, sms's, mensaj*, servicio, "
        "spam, wasaps, whatsapps"
    ),
    Sense.PESTER: (
        "escribir, escribirme, escribas, escriban, escriba, escribais, molestar, molestarme, molesten, "
        "contactar, contactarme, contacten, llamar, llamarme, llamen, textear, textearme, mensajearme, "
        "texteen, textees, acosar, acosarme, fastidiar, joder, recordarme, escriviendo, escribiendome, "
        "escribiendo, avisarme, avisen, llames, chingar, chingando, fregar, fastidiando, molestando, "
        "contactado, contactada, molestado, llamando, escribirnos, insistir, dar lata, dar la lata, "
        "contactarnos, mensajeando, escribiera, escribieran, contactaran, contactara, molestaran, molestara"
    ),
    Sense.SEND: (
        "enviar, enviarme, envien, envies, envie, enviando, mandar, mandarme, manden, mandes, mande, "
        "mandando, enviarnos, envieis, mandeis, envian, enviandome, mandandome, enviarlos, mandarlos, "
        "mandaran, mandara, enviaran, enviara, mandarais"
    ),
    Sense.GET: "recibir, recibirlos, recibiendo, recibirlas, llegando",
    Sense.GETS: "recibo, recibi, llega, llegan, llego",
    Sense.WANT: (
        "quiero, deseo, necesito, quisiera, queremos, me gustaria, autorizo, acepto, solicito, pido, "
        "prefiero, preferiria, kiero, qiero, requiero, apetece, interesa, puedo, podria yo, ocupo"
    ),
    Sense.NOT: "nunca, jamas",
    Sense.MORE: "mas, +",
    Sense.NO_LONGER: "ya no",
    Sense.AGAIN: "de nuevo, otra vez, nuevamente",
    Sense.ENOUGH: (
        "ya basta, basta, basta de, basta ya, estoy harto de, estoy harta de, harto de, harta de, hasta "
        "aqui, suficiente, ya estuvo, estoy cansado de, estoy cansada de, ya fue suficiente"
    ),
    Sense.ME: "me, mi, nos, a mi, mis, conmigo",
    Sense.LIST: (
        "lista, numero, telefono, celular, movil, base de datos, tel, contactos, sistema, cel, listado, "
        "contacto, mi numero, mi telefono"
    ),
    Sense.THIS: (
        "esto, estos, estas, este, esta, eso, esos, todo, todos, todas, cosas, ninguno, ningun, ninguna, "
        "nada, tanto, tantos, pinches, putos, malditos, mierda, mas de esto, su, sus"
    ),
    Sense.WILL: "ser, he, ha",
    Sense.SELF: "voy a, vamos a, tengo que",
    Sense.THEY: (
        "el jefe, mi jefe, jefe, jefa, ella, ellos, el curso, autobus, tren, lluvia, medico, doctora, "
        "profesor"
    ),
    Sense.PLEAD: (
        "pueden, puedes, puede, podrian, podrias, podria, usted, ustedes, quiero que, les pido que, haga el "
        "favor de, hagan el favor de, le pido que, pido que, exijo que, necesito que, le ruego que, ruego "
        "que, te pido que, quisiera que, solicito que, que, podeis, os pido que, deberian, favor de, les "
        "dije que, dije que, te dije que, ya les dije que, q, k, ke, les pedi que, le pedi que, te pedi "
        "que, les he pedido que, podes, serian tan amables de, podrian por favor, quieren, quieres, quiere"
    ),
    Sense.HOW: (
        "como, como puedo, como hago para, de que manera, como se, que hago para, como hago pa, como le "
        "hago para, como le hago pa, q hago para, como se hace para"
    ),
    Sense.ASKING: "por que, cuando, donde, cual, si, quien",
    Sense.SAY: "dijo, dijeron, dice, pidio, digo, dije",
    Sense.REPLY: "responder, respondo, contesto, respondi",
    Sense.RESUME: (
        "reactivar, reactiven, reactivenme, volver a recibir, quiero volver a recibir, suscribirme, "
        "suscribanme, quiero recibir de nuevo, vuelvan a enviar, vuelvan a enviarme, vuelve a enviarme, "
        "vuelvan a mandarme, dar de alta, darme de alta, denme de alta, vuelvan a mandar, vuelve a "
        "mandarme, reanuden, reanudar, deme de alta, dame de alta, activen de nuevo, volver a suscribirme, "
        "vuelvan a escribirme, vuelve a escribirme, anular la baja, cancelar la baja, cancelen la baja, "
        "anulen la baja, reactivar mi, vuelve a activar, vuelvan a activar"
    ),
    Sense.BEGIN: "empiecen, empezar, iniciar, comenzar, activar, activen, empieza, continuar, continuen",
    Sense.OOPS: "por error, sin querer, por equivocacion",
    Sense.THE: "el, la, los, las, un, una, unos, lo, al, mi parada, otra, otro",
    Sense.AT: "en, por, para",
    Sense.OF: "con, de, del",
    Sense.TO: "a",
    Sense.WRONG: (
        "numero equivocado, numero incorrecto, persona equivocada, esta equivocado, estas equivocado, "
        "equivocado de numero, equivocada de numero, se equivoco de, te equivocaste de, se equivocaron de, "
        "te has equivocado de, se ha equivocado de, no soy la persona, no es mi nombre, aqui no vive, no "
        "vive aqui, numero erroneo, no conozco a, no conozco a nadie, esta persona no, ya no tiene este "
        "numero, ya no es su numero, no es su numero, numero ya no es de, numero ya no pertenece, ya no es "
        "el numero de, no es el numero de, no me llamo, este numero no es de, equivocaste de, numero no "
        "pertenece, numero no es de, equivocacion de numero, no hay nadie con ese nombre, no hay ninguna, "
        "no hay ningun, aqui no hay, no existe nadie, destinatario equivocado, # equivocado, num "
        "equivocado, esta equivocada, estan equivocados, cambio de dueno, telefono equivocado, te "
        "equivocaste, se equivoco, se equivocaron, te has equivocado, se ha equivocado, se han equivocado, "
        "persona incorrecta, se confundio de, se confundieron de, te confundiste de, soy el nuevo dueno, "
        "soy la nueva duena, nuevo dueno, nueva duena, dueno nuevo, numero nuevo de otro, se equivoca de, "
        "se equivocan de, no soy quien, me confunde con, me confunden con, me esta confundiendo, no es el "
        "telefono de, no es el celular de, ya no es el telefono de, este ya no es su, ya no usa este "
        "numero, ahora este numero es mio, este numero ahora es mio, este es mi numero ahora, ya no "
        "pertenece a, numero era de, tenia este numero antes, no es para mi, no se quien es, numero mal, yo "
        "no soy la persona"
    ),
    Sense.NOT_BEING: (
        "no soy, yo no soy, no conozco a ningun, no conozco a ninguna, no conozco ningun, no conozco "
        "ninguna, esta no es, este no es"
    ),
    Sense.ORDINARY: (
        "seguro, segura, listo, verdad, cierto, posible, urgente, necesario, hoy, aqui, facil, asi, mio, "
        "culpable, responsable, justo, bueno, correcto, importante, tonto, tonta, yo, malo, claro, mia, "
        "problema"
    ),
    Sense.MISS: (
        "perder, perderme, pierda, falta, perderme ningun, perdermelo, perderlos, perderlas, quedarme sin, "
        "olvidar, olvidarme"
    ),
    Sense.DONE: (
        "ya lo hice, ya firme, ya esta hecho, ya no trabajo ahi, ya no trabajo aqui, ya termine, hecho"
    ),
    Sense.WHO: (
        "kien me escribe, quien me escribe, "
        "quien es, quien eres, quien envia, quien manda, quienes son, quien me escribe, de quien es este "
        "numero, quien sos, de parte de quien, quien habla, quien me manda, quien me envia, quien escribe, "
        "de quien, de que empresa, con quien hablo, quien es usted, quien te crees, que empresa es, de "
        "donde me escriben, quien esta escribiendo, de que empresa son, de q empresa, de que escuela, de "
        "donde son, quien es este, kien es, quien eres tu"
    ),
    Sense.WHAT: (
        "que es esto, de que se trata, para que es esto, que es, de que trata, que significa esto, mas "
        "informacion, necesito ayuda, ayudame, que es todo esto, como funciona esto, como funciona, que "
        "servicio es este, necesito informacion, que son estos, ayuda por favor, de que va esto, para que "
        "sirve esto, explicame, me ayudas, me ayuda, que son, de que es, q es esto, que es eso, q es, ke es "
        "esto, k es esto, de q se trata, que es este mensaje, que son estos mensajes"
    ),
    Sense.WHY: (
        "por que me escriben, por que me mandan, por que recibo, por que me envian, por que me llegan, no "
        "me interesa, demasiados mensajes, como consiguieron mi numero, de donde sacaron mi numero, por que "
        "me escribes, muchos mensajes, como tienen mi numero, por que me estan, es spam, por que sigo, que "
        "molestia, que pesados, que fastidio, de donde tienen mi numero, tantos mensajes, porque me "
        "escriben, porque me mandan, porque recibo, parar que, baja de que, otra vez con lo mismo, otra vez "
        "lo mismo, y esto que, en serio, otra vez ustedes, por que tanto"
    ),
    Sense.POLITE: (
        "por favor, porfavor, porfa, porfis, xfa, xfavor, gracias, muchas gracias, hola, buenos dias, "
        "buenas tardes, buenas, buenas noches, ya, ahora, ahora mismo, inmediatamente, de inmediato, "
        "senores, saludos, favor, de una vez, de una buena vez, y, pero, disculpe, disculpa, perdon, muy "
        "amable, cono, carajo, oye, oigan, buen dia, amigo, de una puta vez, pues, entonces, tambien, solo, "
        "cordialmente, estimados, a este numero, a mi celular, a mi telefono, a mi numero, a mi movil, todo "
        "el dia, todos los dias, cada dia, a diario, vale, hombre, tio, wey, guey, boludo, che, lo antes "
        "posible, cuanto antes, en adelante, desde hoy, le agradezco, de ahi, de aqui, de alli, de ahi ya, "
        "le agradeceria, les agradeceria, te agradeceria, agradeceria, sigan, sigas, siga"
    ),
    Sense.HOW_TO: "como me salgo, como me borro, como me doy de baja",
    Sense.MUST: "debe, deben, tiene que, tienen que, tienes que",
    Sense.SHOULD_I: "debo, deberia",
    Sense.OTHER: "no necesito nada",
    Sense.DATA: "datos, datos personales, informacion, mis datos personales, nombre",
    Sense.CONSENT: "consentimiento, permiso, autorizacion",
    Sense.NO: "nada de",
    Sense.NOT_WANTED: (
        "no autorizo, no doy permiso para, no doy mi permiso para, no di permiso para, no consiento, me "
        "opongo a, me opongo al, prohibo, les prohibo, le prohibo, te prohibo, no tengo interes en, no me "
        "interesan, no estoy interesado en recibir, no estoy interesada en recibir"
    ),
    Sense.WITHDRAW: (
        "retiro, revoco, revocar, retirar mi, cancelo mi, anulo mi, retirar el, quito mi, anulo el"
    ),
    Sense.LAST: (
        "este sea el ultimo, esta sea la ultima, sea el ultimo, sea la ultima, este es el ultimo, ojala sea "
        "el ultimo, espero que sea el ultimo, espero sea el ultimo"
    ),
    Sense.FAILS: "no puedo, no pude, no podemos, no puede, no pueden, no pudo",
    Sense.NOT_MINE: (
        "para otra persona, no es para mi, era para otra, para otro, no son para mi, no era para mi, "
        "dirigido a otra persona, para alguien mas"
    ),
    Sense.GONE: (
        "ya no trabaja aqui, ya no trabaja con nosotros, ya no trabaja ahi, ya no vive aqui, no trabaja "
        "aqui, ya no esta aqui, ya no labora aqui, ya no esta en este numero, ya no tiene este telefono, ya "
        "no usa este telefono"
    ),
    Sense.OLD: "viejo, antiguo, anterior, antigua",
    Sense.NOBODY: (
        "no hay ninguna, no hay ningun, no vive ninguna, no vive ningun, aqui no hay ninguna, aqui no hay "
        "ningun"
    ),
}
