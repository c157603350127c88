"""What the words around a request mean in Spanish: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.SEND: (
        "enviar, enviarme, envien, envies, envie, enviando, mandar, mandarme, manden, mandes, mande, "
        "mandando, enviarnos, envieis, mandeis, enviandome, mandandome, enviarlos, mandarlos, mandaran, "
        "mandara, enviaran, enviara, mandarais, manda, mandad, enviad, mandas, envia, mandarle, enviarle, "
        "mandarles, enviarles, le manden, le envien, les manden, les envien, mandarnos, mandarmelos, "
        "enviarmelos, mandandonos, enviandonos, mandeis mas, remitir, remitirme, remitan, emitir"
    ),
    Sense.GET: (
        "recibir, recibirlos, recibiendo, recibirlas, llegando, recibir mas, recibirlo, recibirla, "
        "recibiendo mas, que me lleguen, lleguen, llegue, llegar, llegarme"
    ),
    Sense.GETS: (
        "recibo, recibi, llega, llegan, llego, mandan, mandaron, enviaron, me envian, llegaba, llegaban, "
        "llegaron, recibia, reciben, envian, escribieron, llamaron, avisaron, contactaron, recordaron, "
        "molestaron"
    ),
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
        "aqui, suficiente, ya estuvo, estoy cansado de, estoy cansada de, ya fue suficiente, estoy harto, "
        "estoy harta, harto, harta, hartos de, hartas de, hartos ya de, estamos hartos de, cansado de, "
        "cansada de, estoy aburrido de, estoy aburrida de, me canse de, me canse, ya me canse, ya me canse "
        "de, ya me harte, ya me harte de, me harte de, ya estuvo bueno, ya estuvo bueno de, ya estuvo "
        "suave, ya estuvo de, ya esta bien, ya esta bien de, ya esta bueno, ya esta bueno de, ya fue, ya "
        "fue con, suficiente con, suficientes, suficiente de, ya es suficiente, hasta el gorro de, hasta "
        "las narices de, hasta los huevos de, hasta los cojones de, hasta la madre de, hasta la coronilla "
        "de, podrido de, podrida de, hinchado de, bastante, bastante ya, con esto basta, ya son demasiados"
    ),
    Sense.ME: "me, mi, nos, a mi, mis, conmigo, nosotros, de mi, a nosotros, conmigo mas",
    Sense.LIST: (
        "lista, numero, telefono, celular, movil, base de datos, tel, contactos, sistema, cel, listado, "
        "contacto, mi numero, mi telefono, base, agenda, directorio, telefonos, cell, celu, movil personal, "
        "fijo, base de datos de ustedes, bases de datos, registros de envio, difusion, lista de difusion, "
        "lista de envio, linea, numero de telefono, numero de celular, numero telefonico, nro, num"
    ),
    Sense.THIS: (
        "esto, estos, estas, este, esta, eso, esos, todo, todos, todas, cosas, ninguno, ningun, ninguna, "
        "nada, tanto, tantos, pinches, putos, malditos, mierda, mas de esto, su, sus, ni un, ni una, "
        "tonterias, pavadas, boludeces, chingaderas, pendejadas, huevadas, vainas, vaina, cosas asi, "
        "porquerias, porqueria, basura, tanta, tantas, sus pinches, esa vaina, esas cosas, estas cosas, "
        "ese, esas, esta cosa, aquello, vuestros, vuestras, esta cosa de, esta cosa de los, estas cosas de, "
        "lo de los, sus benditos, benditos, tus, sus malditos, pinche, maldito, dichosos, dichosas, esa "
        "cosa, esta vaina, esta cuestion"
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
        "que, les he pedido que, podes, serian tan amables de, podrian por favor, quieren, quieres, quiere, "
        "quisiera pedirles que, quiero pedirles que, quiero pedir que, me gustaria que, les agradeceria "
        "que, le agradeceria que, agradeceria que, les agradezco que, le ruego, les ruego que, les ruego, "
        "les suplico que, le suplico que, suplico que, por favor que, os ruego que, os agradeceria que, "
        "seria posible que, seria posible, es posible que, es posible, me hacen el favor de, me hace el "
        "favor de, me haces el favor de, hagame el favor de, haganme el favor de, haceme el favor de, haz "
        "el favor de, hazme el favor de, haced el favor de, hacedme el favor de, tengan la bondad de, tenga "
        "la bondad de, tengan la amabilidad de, sirvanse, sirvase, les exijo que, le exijo que, os exijo "
        "que, procedan a, proceda a, les solicito que, le solicito que, le digo que, les digo que, te digo "
        "que, ya dije que, ya les pedi que, ya pedi que, les he dicho que, os he dicho que, os dije que, "
        "debeis, tendrian que, harian el favor de, podrias por favor, hay manera de, hay forma de, hay "
        "posibilidad de, no podrian, (pedi|dije|pedido|dicho) (2|3|dos|tres|mil|varias|muchas) veces (que|)"
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
        "no soy la persona, (ese|este|eso) era (el|su) (numero|telefono|celular) (de|)"
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
        "ya lo hice, ya firme, ya esta hecho, ya no trabajo ahi, ya no trabajo aqui, ya termine, hecho, me "
        "mude, ya me mude, me cambie de, me jubile, renuncie, ya renuncie, me fui de, ya no vivo ahi, ya no "
        "vivo alli, ya no estoy en, ya no soy, deje la empresa, deje el trabajo, (no|ya no) soy "
        "(cliente|socio|socia|paciente|alumno|alumna|miembro|empleado|empleada|su cliente|cliente de "
        "ustedes), ya vendi (el|mi) (auto|carro|coche), deje de ser (cliente|socio|socia|paciente), (sali|me "
        "sali|deje|ya deje) (el|la|del|de la) "
        "(sindicato|club|equipo|grupo|escuela|iglesia|gimnasio|asociacion|curso)"
    ),
    Sense.WHO: (
        "kien me escribe, quien me escribe, quien es, quien eres, quien envia, quien manda, quienes son, "
        "quien me escribe, de quien es este numero, quien sos, de parte de quien, quien habla, quien me "
        "manda, quien me envia, quien escribe, de quien, de que empresa, con quien hablo, quien es usted, "
        "quien te crees, que empresa es, de donde me escriben, quien esta escribiendo, de que empresa son, "
        "de q empresa, de que escuela, de donde son, quien es este, kien es, quien eres tu, (que|cual) "
        "(consultorio|clinica|empresa|doctor|escuela|compania|medico) (es|es este|es esta|me escribe)"
    ),
    Sense.WHAT: (
        "que es esto, de que se trata, para que es esto, que es, de que trata, que significa esto, mas "
        "informacion, necesito ayuda, ayudame, que es todo esto, como funciona esto, como funciona, que "
        "servicio es este, necesito informacion, que son estos, ayuda por favor, de que va esto, para que "
        "sirve esto, explicame, me ayudas, me ayuda, que son, de que es, q es esto, que es eso, q es, ke es "
        "esto, k es esto, de q se trata, que es este mensaje, que son estos mensajes, que es esto de los "
        "mensajes, que es esto de, que son estas cosas, que onda con esto, que rollo es este, de que va, de "
        "que va todo esto, esto que es, esto para que es, para que es, para que son, que es lo que es esto, "
        "que significan estos, que es todo este, y esto que es, ayuda con esto"
    ),
    Sense.WHY: (
        "por que me escriben, por que me mandan, por que recibo, por que me envian, por que me llegan, no "
        "me interesa, demasiados mensajes, como consiguieron mi numero, de donde sacaron mi numero, por que "
        "me escribes, muchos mensajes, como tienen mi numero, por que me estan, es spam, por que sigo, que "
        "molestia, que pesados, que fastidio, de donde tienen mi numero, tantos mensajes, porque me "
        "escriben, porque me mandan, porque recibo, parar que, baja de que, otra vez con lo mismo, otra vez "
        "lo mismo, y esto que, en serio, otra vez ustedes, por que tanto, por que me siguen, porque me "
        "siguen, por que siguen, por que me estan escribiendo, quien les dio mi numero, quien le dio mi "
        "numero, quien te dio mi numero, quien os ha dado mi numero, de donde sacaste mi numero, de donde "
        "sacaron este numero, de donde sacaron mis datos, de donde habeis sacado mi numero, como obtuvieron "
        "mi numero, como consiguieron este numero, como tienen mis datos, de donde tienen mi telefono, pq "
        "me escriben, xq me escriben, xq me mandan, pq me mandan, xq me llega, por que me llega, porque me "
        "llegan, xq me llegan, pq me llegan, a que viene esto, y esto por que, y esto pa que, menos "
        "(mensajes|avisos|recordatorios|sms), no recuerdo (haberme|haber) "
        "(suscrito|inscrito|registrado|apuntado|aceptado|autorizado)"
    ),
    Sense.POLITE: (
        "por favor, porfavor, porfa, porfis, xfa, xfavor, gracias, muchas gracias, hola, buenos dias, "
        "buenas tardes, buenas, buenas noches, ya, ahora, ahora mismo, inmediatamente, de inmediato, "
        "senores, saludos, favor, de una vez, de una buena vez, y, pero, disculpe, disculpa, perdon, muy "
        "amable, cono, carajo, oye, oigan, buen dia, amigo, de una puta vez, pues, entonces, tambien, solo, "
        "cordialmente, estimados, a este numero, a mi celular, a mi telefono, a mi numero, a mi movil, todo "
        "el dia, todos los dias, cada dia, a diario, vale, hombre, tio, wey, guey, boludo, che, lo antes "
        "posible, cuanto antes, en adelante, desde hoy, le agradezco, de ahi, de aqui, de alli, de ahi ya, "
        "le agradeceria, les agradeceria, te agradeceria, agradeceria, sigan, sigas, siga, oiga, epa, mire, "
        "mira, miren, a ver, hey, ey, ay, señorita, senorita, senor, senora, joven, jefe mio, le pido "
        "encarecidamente, encarecidamente, por amor de dios, por dios, en serio ya, de verdad, de corazon, "
        "mil gracias, de antemano gracias, de antemano, un saludo, atentamente, atte, feliz dia, dios los "
        "bendiga, bendiciones"
    ),
    Sense.HOW_TO: "como me salgo, como me borro, como me doy de baja",
    Sense.MUST: "debe, deben, tiene que, tienen que, tienes que",
    Sense.SHOULD_I: "debo, deberia",
    Sense.OTHER: (
        "no necesito nada, borraron, eliminaron, quitaron, sacaron, me borraron la, me sacaron de, me "
        "quitaron la, me quitaron el, me sacaron el, me sacaron la, dar de baja la luz, dar de baja el gas, "
        "dar de baja la linea, baja medica, de baja hasta, baja laboral, estoy de baja, la baja medica, "
        "alto y, alto de, sacar turno, sacar cita, sacar una cita, sacar el turno, quitar los puntos, "
        "quitarme los puntos, quitarme el yeso, sacarme sangre, sacarme la muela, sacarme el yeso, quitarme "
        "la muela, quitarme la escayola, sacarme los puntos, quitarme las muelas, sacarme las muelas, "
        "sacarme una muela, quitarme un, quitarme una, sacarme un, sacarme una, sacarme el, quitarme el, "
        "sacarme los, quitarme los, quitarme la, sacarme la, cancelaron, anularon"
    ),
    Sense.DATA: (
        "datos, datos personales, informacion, mis datos personales, nombre, datos de contacto, registros, "
        "registro, lo mio, todo lo mio"
    ),
    Sense.CONSENT: (
        "consentimiento, permiso, autorizacion, autorizacion para, mi consentimiento, el consentimiento, mi "
        "autorizacion, mi permiso, aprobacion"
    ),
    Sense.NO: "nada de, no",
    Sense.NOT_WANTED: (
        "no autorizo, no doy permiso para, no doy mi permiso para, no di permiso para, no consiento, me "
        "opongo a, me opongo al, prohibo, les prohibo, le prohibo, te prohibo, no tengo interes en, no me "
        "interesan, no estoy interesado en recibir, no estoy interesada en recibir, no hace falta que me "
        "sigan, no hace falta que sigan, no hace falta que me manden, no hace falta que me envien, no hace "
        "falta que manden mas, no hace falta que envien mas, no es necesario que me sigan, no es necesario "
        "que sigan, no es necesario que me manden mas, no es necesario que me envien mas, ya no hace falta "
        "que, ya no es necesario que, no autorizo a, no autorizo el, no autorizo mas, ya no autorizo, no he "
        "autorizado, nunca autorice, nunca di permiso, no di permiso, no he dado permiso, nunca he "
        "autorizado, no les di permiso, no les he dado permiso, no les autorizo, no os autorizo, no os he "
        "autorizado, no acepto, ya no acepto, no aprecio, me niego a, me niego a recibir, no tengo ganas "
        "de, no tengo ningun interes en, no me apetece, no me gusta recibir, no me sirven, ya no me sirven, "
        "no me sirven mas, ya no me interesan, ya no me interesa, ya no necesito, ya no ocupo, ya no "
        "requiero, ya no preciso, ya no me hacen falta, no me hacen falta, les prohibo que, le prohibo que, "
        "os prohibo, os prohibo que, prohibido, queda prohibido, tienen prohibido, oponerme a, oponerme al, "
        "me opongo, quiero oponerme, ejerzo mi derecho de oposicion, no puedo (seguir|continuar|estar) "
        "recibiendo"
    ),
    Sense.WITHDRAW: (
        "retiro, revoco, revocar, retirar mi, cancelo mi, anulo mi, retirar el, quito mi, anulo el, "
        "revoque, retirando, revocando, revocacion de, revoco el, revoco la, retiro el, retiro la, dejo sin "
        "efecto, anulo la, cancelo la autorizacion"
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
    Sense.INSTEAD: (
        "en vez de, en lugar de, y no por, y no al, y no a mi, (correo|email|mail|e "
        "mail|carta|telefono|correo electronico|llamada|llamadas) (mejor|antes|) (que|a|en vez de|en lugar de|y no) (por|), (mejor|antes|prefiero) (por|) (correo|email|mail|carta|telefono) (que|a|en vez de) (por|)"
    ),
    Sense.THREAT: (
        "voy a denunciar, los voy a denunciar, los denuncio, lo denuncio, les denuncio, os denuncio, os voy "
        "a denunciar, te denuncio, te voy a denunciar, la voy a denunciar, lo voy a denunciar, voy a poner "
        "una denuncia, pongo una denuncia, denunciarlos, denunciarles, denunciaros, los voy a demandar, los "
        "demando, voy a demandar, voy a demandarlos, los voy a reportar, voy a reportar, voy a reportarlos, "
        "los reporto, los bloqueo, los voy a bloquear, voy a bloquear, voy a bloquearlos, os bloqueo, los "
        "vamos a denunciar, mi abogado, profeco, si no paran, si no paran de, si no dejan de, si no deja "
        "de, si no pararan, si no parais, si no dejais de, si siguen, si siguen asi, si me siguen, "
        "(bloqueado|bloqueada|bloqueados|bloqueadas), (te|les|os) (bloqueo|bloquee)"
    ),
    Sense.TEXT: "sms",
    Sense.OFF: "fuera",
    Sense.ELSE: (
        "factura, la factura, recibo, recibos, receta, paquete, pedido, comprobante, presupuesto, "
        "resultados, el correo postal"
    ),
    Sense.WHEN: (
        "antes de, antes de las, despues de, despues de las, de noche, por la noche, en la noche, de "
        "madrugada, los domingos, los fines de semana, en horas de trabajo, en horario laboral, mientras, "
        "tan temprano, tan tarde, ayer, la semana pasada, el mes pasado, hace (dias|semanas|meses|una "
        "semana|un mes|dos dias|dos semanas|unos dias), anoche, anteayer, la vez pasada"
    ),
}
