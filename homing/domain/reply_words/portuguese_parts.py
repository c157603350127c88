"""What the words around a request mean in Portuguese: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.NOTE: (
        "recebimento, mensagem, mensagens, msgns, lembrete, lembretes, notificacoes, notificacao, torpedos, "
        "torpedo, mensag*, assinatura, inscricao, subscricao, cobrancas, msgs, sms, mensagenzinha, "
        "mensagenzinhas, mensagem de texto, mensagens de texto, lembretes de, avisos, aviso, alertas, "
        "alerta, notificacao por sms, notificacoes por sms, propaganda, propagandas, promocoes, "
        "publicidade, spam, comunicacoes, envio de mensagens, envio de sms, envios, envio, servico de "
        "mensagens, servico de sms, servico de lembretes, servico de avisos, zaps, smss, msn, mensages, "
        "mensagems, mesagem, mesagens, mensagi, mensage, registo nos sms, registo nas mensagens, por "
        "(sms|mensagem|mensagens|whatsapp|zap|whats), "
        "(coisa|coisas|assunto|assuntos|mensagem|mensagens|nada) (de|do|da) "
        "(trabalho|servico|empresa|escritorio|firma)"
    ),
    Sense.PESTER: (
        "incomodar, perturbar, escrever, escrevam, escreva, ligar, ligue, liguem, contatar, contatem, "
        "contactem, chatear, encher o saco, me enviando, me mandando, encher, chateiem, contate, spammar, "
        "contatado, contatada, incomodado, importunar, perturbando, incomodando, chateando, enchendo, "
        "escrevessem, contactassem, escrevam me, contatassem, avisar, avisando, avisem, avise, lembrar, "
        "lembrando, lembrem, lembre, lembrar me, me lembrar, notificar, notifiquem, notificando, notifique, "
        "contactar, contactar me, contatar me, contactando, contatando, contacto comigo, entrar em contato, "
        "entrar em contacto, escrevendo, escrever me, me escrever, me escrevendo, lhe escrevam, lhe "
        "escrever, me incomodar, me incomodando, me perturbar, me perturbando, me chatear, me encher, me "
        "enchendo, me contatar, me contactar, me ligar, me ligando, mandar mensagem, mandando mensagem, "
        "spammando, spamar, spamando, bombardear, bombardeando, bombardear me, atormentar, atormentando, "
        "assediar, assediando, assedio, amolar, amolando, azucrinar, azucrinando, torrar, torrando, encher "
        "a paciencia, enchendo a paciencia, enchendo o saco, torrar a paciencia, torrando a paciencia, "
        "massacrar, massacrando, insistir, insistindo, contactado, contactada, incomodada, perturbado, "
        "perturbada, contactem me, contatem me, perturbem, incomodem, incomode, perturbe, amolem, mandar "
        "msg, mandando msg, enviar mensagem, enviando mensagem, ta enchendo, tao enchendo, estao enchendo, "
        "enchendo ja, (me|nos) fazer perder (tempo|o tempo|meu tempo), (fazer me|fazerem me) perder (tempo|o "
        "tempo), (usar|utilizar) (meu|o meu|este|esse) (numero|telefone|celular|telemovel|contato), (me|nos) "
        "acordar, acordar me, (encher|lotar|entupir) (meu|o meu) (celular|telefone|telemovel|whats|zap), "
        "(me|nos) interromper, interromper me, gastar meu tempo, desperdicar meu tempo"
    ),
    Sense.SEND: (
        "mandem, enviem, mandar me, envia, manda, mandam, enviam, enviar me, mandar, enviar, mande, envie, "
        "mandes, envies, mandando, enviando, mandarem, enviarem, me mandarem, me enviarem, me mandar, me "
        "enviar, mandassem, enviassem, mandasse, enviasse, mandar lhe, lhe mandem, lhe enviem, remeter, "
        "disparar, disparem"
    ),
    Sense.GET: (
        "receber, recebendo, recebe los, receber mais, recebe las, receber isso, receber isto, receber nada"
    ),
    Sense.GETS: (
        "recebo, recebi, chegam, chegou, nao chega, nao chegam, recebeu, recebia, chega mensagem, chegaram, "
        "chegando, mandaram, enviaram, escreveram, ligaram, avisaram, contataram, contactaram"
    ),
    Sense.WANT: (
        "quero, desejo, preciso, gostaria de, quer, aceito, gostaria, pretendo, to querendo, prefiro, "
        "preferia, preferiria, qro, queria, posso, interessa, keria, kero"
    ),
    Sense.NO: "nao, naum, n, nn, nao vou, num, mais nenhuma, mais nenhum",
    Sense.MORE: "mais, mas nenhum",
    Sense.AGAIN: "novamente, outra vez, de novo",
    Sense.ENOUGH: (
        "cansei, to cansado de, to cansada de, cansei de, cansado de, cansada de, farto de, farta de, ja "
        "chega, estou farto de, estou farta de, ja deu, chega, chega de, ja chega de, ja chega com, chega "
        "com, chega disso, chega dessas, chega desses, chega ja, ja basta, ja basta de, basta, basta de, ja "
        "deu de, ja deu disso, deu de, ta bom de, ja ta bom de, cansei dessas, cansei desses, cansei disso, "
        "de saco cheio de, to de saco cheio de, to de saco cheio, estou de saco cheio, de saco cheio, saco "
        "cheio de, ja encheu, ja encheu o saco, encheu o saco, ja enjoei de, enjoei de, to farto de, to "
        "farta de, to farto, to farta, estou farto, estou farta, farto, farta, farto disto, fartos de, nao "
        "aguento mais, nao aguento, ja nao aguento, nao suporto mais, ninguem aguenta, ninguem merece, nao "
        "da mais, suficiente, e o suficiente, ja sao demais, (to|estou|ando|tou) "
        "(cansado|cansada|farto|farta|cheio|cheia) (de|das|dos|dessas|destas|desses|destes)"
    ),
    Sense.ME: "meu, minha, comigo, mim, meus, nos, comigo mais, de mim, minhas, me",
    Sense.LIST: (
        "celular, telemovel, telefone, cadastro, sistema, contatos, base de dados, zap, contato, contacto, "
        "meu contato, meu numero, meu telefone, lista, base, banco de dados, agenda, telefones, cel, tel, "
        "nr, numero, whats, whatsapp, meu cel, o meu telemovel, o meu contacto, o meu telefone, lista de "
        "contatos, lista de contactos, lista de envio, lista de transmissao"
    ),
    Sense.THIS: (
        "isso, isto, esses, essas, essa, esse, tudo, nenhuma, nenhum, porra, merda, disso, disto, coisa, "
        "coisas, estes, destas, dessas, tanta, tantas, desses, suas, seus, estas, este, esta, aqueles, "
        "aquelas, besteira, besteiras, palhacada, porcaria, porcarias, bosta, droga, trem, trens, negocio, "
        "negocios, tanto, tantos, vossas, vossos, vossa, nada disso"
    ),
    Sense.SELF: "eu, vou, vamos, tenho que",
    Sense.THEY: "meu chefe, minha chefe, chefe, ele, ela, eles, o curso, onibus, trem, chuva, professora",
    Sense.PLEAD: (
        "podem, pode, poderia, poderiam, voce, voces, vc, vcs, quero que, peco que, por gentileza, da pra, "
        "solicito que, gostaria que, dá para, da para, podes, favor, exijo que, ja pedi pra, ja falei pra, "
        "ja pedi para, ja disse para, tem como, pedi para, pedi pra, queria que, querem, queria pedir para, "
        "queria pedir que, gostaria de pedir que, gostaria de pedir para, peco para, peco que por favor, "
        "peco vos que, peco lhes que, agradecia que, agradeceria que, agradecemos que, agradeco que, "
        "agradeco se, se puderem, se puder, se possivel, por favor queria que, fazem favor de, facam o "
        "favor de, faca o favor de, faz favor de, faz o favor de, fazem o favor de, seria possivel, e "
        "possivel, podiam, podia, poderias, teria como, teriam como, tem jeito de, daria pra, daria para, "
        "da pra vcs, da pra voces, dava para, dava pra, exijo q, exige se que, insisto que, insisto para "
        "que, ja disse pra, ja disse que e pra, ja pedi que, ja falei para, ja mandei, mandei, requeiro "
        "que, requeiro, necessito que, preciso que, venho pedir que, venho solicitar que, venho por este "
        "meio solicitar, venho solicitar, venho pedir, venho pedir para, (pedi|disse|falei) "
        "(2|3|duas|tres|mil|varias|muitas) vezes (pra|para|que|)"
    ),
    Sense.HOW: (
        "como faco para, como eu, como faco pra, como posso, como que, de que forma, o que faco para, como "
        "eu faco pra, como eu faco para, como fazer para, como fazer pra, como se faz para, como e que eu, "
        "como e que, como"
    ),
    Sense.ASKING: "quando, onde, qual, se, porque que, sera que, quem",
    Sense.SAY: "disse, falou, pediu, disseram, falei",
    Sense.REPLY: "respondi, respondo, respondendo",
    Sense.RESUME: (
        "reativar, reativem, reative, voltar a receber, quero voltar a receber, quero receber de novo, "
        "voltem a enviar, voltem a mandar, volte a enviar, me inscreva, me cadastra de novo, me cadastrar "
        "de novo, quero me inscrever, recadastrar, pode voltar a mandar, podem voltar a mandar, podem "
        "voltar a enviar, pode voltar a enviar, retomar, retomem, volta a mandar, volte a mandar, quero "
        "receber novamente, voltem a me enviar, voltem a me mandar, inscrever de novo, cancelar o stop, "
        "voltem a enviar me, ativem de novo, quero voltar, me inscreve de novo, me inscreve, me inscrevam, "
        "me cadastra novamente, me adiciona de novo, me coloca de volta, me mandar de novo, mandar de novo, "
        "enviar de novo, me enviar de novo, cancelei sem querer"
    ),
    Sense.BEGIN: "comecar, comecem, ativar, ativem, continuem, retornar",
    Sense.OOPS: "por engano, sem querer",
    Sense.THE: "o, os, as, um, uma, na, no ponto, proxima, proximo",
    Sense.AT: "em, pela, pelo, no",
    Sense.OF: "com, da, do, dos, desta, deste, dessa, desse, de",
    Sense.WRONG: (
        "numero errado, pessoa errada, engano, foi engano, se enganou, se enganaram, enganou se, enganaram "
        "se, nao sou a pessoa, esse numero nao e, este numero nao e, numero nao e mais, nao e o numero, "
        "numero nao pertence, nao e mais dele, nao e mais dela, nao me chamo, nao existe ninguem, nao tem "
        "ninguem, ninguem com esse nome, numero trocado, contato errado, telefone errado, aqui nao tem, "
        "aqui nao e, nao mora aqui, nao mora mais aqui, e engano, nº errado, esse numero nao pertence, "
        "numero incorreto, enganou no numero, nao e meu nome, ligou errado, mandou errado, mandou para a "
        "pessoa errada, novo dono deste, novo dono desse, nova dona deste, nova dona desse, sou o novo "
        "dono, sou a nova dona, novo dono, ja nao e o numero, numero mudou de dono, trocou de dono, mudou "
        "de numero, trocou de numero, agora este numero e meu, esse numero agora e meu, este numero agora e "
        "meu, nao sou quem, me confundiu com, confundiram me, nao e o telefone de, ja nao tem este numero, "
        "nao tem mais esse numero, nao usa mais esse numero, ja nao usa este numero, nao e mais o numero, "
        "nao e o celular, nao pertence mais, ja nao pertence, numero era de, numero era do, numero era da, "
        "nao conheco essa, nao conheco este, nao conheco esse, nao conheco ninguem, nao conheco esta, nao "
        "conheco a pessoa, quem voce procura, quem voces procuram, voce errou, errou o numero, errou de "
        "numero, erraram o numero, errou numero, voce errou o numero, errou de pessoa, numero ta errado, "
        "numero esta errado, numero nao e meu, pessoa errada aqui, mensagem errada, confundiu o numero, se "
        "confundiu, trocaram o numero, digitou errado, discou errado, e engano seu, (esse|este) era o "
        "(numero|telefone|celular) (do|da|de)"
    ),
    Sense.NOT_BEING: (
        "nao sou, nao sou o, nao sou a, eu nao sou, nao conheco nenhum, nao conheco nenhuma, eu nao sou a, "
        "nao me chamo"
    ),
    Sense.ORDINARY: (
        "certo, certeza, pronto, pronta, possivel, verdade, hoje, bom, boa, obrigatorio, facil, mal, nada, "
        "so, la, necessaria, robo, bobo"
    ),
    Sense.DONE: (
        "ja fiz, ja assinei, ja terminei, feito, ja conclui, ja resolvi, nao trabalho mais ai, ja sai da "
        "empresa, nao trabalho mais la, me mudei, mudei de, mudei se, ja me mudei, sai da empresa, ja nao "
        "trabalho ai, ja nao trabalho la, me aposentei, pedi demissao, nao sou mais "
        "(cliente|socio|socia|paciente|aluno|aluna), ja nao sou (cliente|socio|socia|paciente|aluno|aluna), "
        "deixei de ser (cliente|socio|socia), ja vendi (o|meu) (carro|auto), (sai|deixei) (do|da|o|a) "
        "(sindicato|clube|equipe|grupo|escola|igreja|academia|associacao|curso)"
    ),
    Sense.WHO: (
        "que empresa e essa, de onde voces sao, de onde vcs sao, quem e, quem e voce, quem fala, quem "
        "manda, quem envia, quem esta, de quem e, quem ta, quem mandou, de quem e esse numero, quem sao "
        "voces, quem sao, quem enviou, quem me, de que empresa, com quem falo, que numero e esse, de onde "
        "e, quem e que, quem esta falando, quem ta falando, quem fala ai, com quem estou falando, (que|qual) "
        "(clinica|empresa|consultorio|escola|medico) (e|e essa|e esse|e esta)"
    ),
    Sense.WHAT: (
        "o que e isso, o que e isto, que e isso, do que se trata, pra que serve, que isso, o que significa "
        "isso, preciso de ajuda, me ajuda, me ajude, mais informacoes, como funciona isso, para que serve, "
        "que e isto, o que e, como isso funciona, para que e isto, pra que e isso, me explica, sobre o que "
        "e, que mensagens sao estas, q e isso, oq e isso, o q e isso, que mensagem e essa, que mensagens "
        "sao essas, que mensagem e esta, que e isso ai, isso e o que, isto e o que, que historia e essa, de "
        "que se trata, o que sao essas, o que sao estas, o que sao, de que trata, que negocio e esse, que "
        "porra e essa, isso e pra que, pra que isso, q q e isso, oq e isso ai"
    ),
    Sense.WHY: (
        "por que voces, por que estou recebendo, por que me mandam, porque estou recebendo, porque me "
        "mandam, nao tenho interesse, como conseguiram meu numero, nao me interessa, por que recebo, muita "
        "mensagem, muitas mensagens, porque recebo, onde conseguiram meu numero, porque e que, por que "
        "estao, porque estao, que saco, que chato, parar o que, tanta mensagem, como arranjaram o meu "
        "numero, de novo isso, serio isso, por que recebi, pq tao me mandando, pq estao me mandando, parar "
        "o q, pq to recebendo, pq estou recebendo, porque to recebendo, por que estao me mandando, por que "
        "estao mandando, pq voces, pq vcs, porque voces, porque vcs, por que vcs, por que continuam, porque "
        "continuam, pq continuam, porque me enviam, por que me enviam, porque me escrevem, por que me "
        "escrevem, quem passou meu numero, quem deu meu numero, quem vos deu o meu numero, quem te deu meu "
        "numero, como conseguiu meu numero, como tem meu numero, como tem o meu numero, onde arranjaram o "
        "meu numero, onde pegaram meu numero, de onde tiraram meu numero, como obtiveram o meu numero, como "
        "arranjaram meu numero, menos (mensagens|mensagem|lembretes|avisos|sms), nao (me|) (lembro|recordo) "
        "de (ter|ter me|me ter|haver) (cadastrado|inscrito|assinado|autorizado|registado|dado)"
    ),
    Sense.POLITE: (
        "por obsequio, pfv, pfvr, pf, se faz favor, obrigado, obrigada, obg, ola, oi, bom dia, boa tarde, "
        "boa noite, ja, agora, imediatamente, e, valeu, gente, de uma vez, pelo amor de deus, logo, vlw, "
        "grato, grata, muito obrigado, muito obrigada, caralho, agora mesmo, desculpe, desculpa, sim, moco, "
        "moca, cara, pessoal, o quanto antes, a partir de hoje, todo dia, toda hora, o tempo todo, todos os "
        "dias, neste numero, nesse numero, pro meu numero, no meu celular, entao, tambem, para este numero, "
        "para o meu numero, para o meu telemovel, ne, tipo, mano, para o meu, e para mim, dai, daqui, "
        "agradecia, agradeceria, pra ca, para ca, pra esse numero, para esse numero, aqui nesse numero, ei, "
        "opa, escuta, escutem, olha, olhem, vejam, ow, gente boa, por amor de deus, por deus, serio, de "
        "verdade, com licenca, atenciosamente, att, abs, abraco, senhores, prezados, caros, estimados "
        "senhores"
    ),
    Sense.HOW_TO: (
        "como saio, como paro, como me descadastro, como (faco|eu faco|fazer) (pra|para) (sair|sair "
        "disso|sair dessa lista|sair da lista|sair dai|sair daqui), como (eu|) (saio|sai) (disso|dessa "
        "lista|daqui|desse grupo), como sair (disso|dessa lista|da lista)"
    ),
    Sense.MUST: "tem que, deve, devem, precisam, precisa",
    Sense.SHOULD_I: "devo, sera que devo",
    Sense.DATA: (
        "dados, dados pessoais, informacoes, nome, registro, registros, dados de contacto, dados de contato"
    ),
    Sense.CONSENT: (
        "consentimento, permissao, autorizacao, o consentimento, meu consentimento, minha autorizacao, a "
        "autorizacao, autorizacao para, minha permissao"
    ),
    Sense.WITHDRAW: (
        "retiro, revogo, revogar, cancelo meu, cancelo o meu, anulo, retiro o, revogo o, revogo a, revogo "
        "meu, revogo minha, retiro minha, retiro a, revogacao do, revogacao de, revogando, cancelo a, "
        "cancelo minha"
    ),
    Sense.NOT_WANTED: (
        "nao autorizei, nao dou permissao, nao dei permissao, nao consinto, nao autorizo que, nao autorizo, "
        "me oponho, oponho me, proibo, proibo voces de, nao tenho interesse em, nao me interessam, nao "
        "estou interessado em receber, nao estou interessada em receber, nao me interessa mais, nao me "
        "interessa receber, ja nao me interessa, nao tenho mais interesse em, ja nao tenho interesse em, "
        "nao tenho mais interesse, nao preciso mais, nao preciso mais de, nao preciso de mais, nao preciso "
        "mais desses, ja nao preciso de, nao necessito mais, nao necessito mais de, nao necessito de, nao "
        "aceito, nao aceito mais, nao autorizo mais, ja nao autorizo, nunca autorizei, nao dei autorizacao, "
        "nunca dei autorizacao, nao dei consentimento, nunca dei consentimento, nunca dei permissao, nao "
        "vos dei permissao, proibo que, proibo vos de, proibido, estao proibidos de, recuso, recuso me a, "
        "me recuso a, me recuso, nao ha necessidade de, nao e mais necessario, nao sao mais necessarios, "
        "deixou de ser necessario, ja nao e necessario, nao faz mais sentido, oponho me a, oponho me ao, "
        "nao me servem, nao posso (continuar|ficar) (recebendo|a receber)"
    ),
    Sense.LAST: (
        "seja a ultima, seja o ultimo, que esta seja a ultima, essa seja a ultima, espero que seja a "
        "ultima, que seja a ultima"
    ),
    Sense.FAILS: "nao posso, nao consigo, nao pode, nao consegui, nao podem, nao pude",
    Sense.MISS: "perder nenhuma, perder nenhum, perder, perca, esquecer",
    Sense.NOT_MINE: (
        "para outra pessoa, pra outra pessoa, nao e para mim, nao e pra mim, nao era para mim, nao era pra "
        "mim, para outro, para outra, de outra pessoa, pra outro, pra outra"
    ),
    Sense.GONE: (
        "ja nao trabalha aqui, nao trabalha mais aqui, nao trabalha aqui, ja nao mora aqui, nao esta mais "
        "aqui, ja nao esta aqui, nao trabalha mais conosco, nao trabalha mais la, ja nao trabalha ca"
    ),
    Sense.OLD: "antigo, velho, antiga, anterior",
    Sense.NOBODY: "nao ha nenhum, nao ha nenhuma, nao tem nenhum, nao tem nenhuma, aqui nao ha",
    Sense.OTHER: (
        "chega que horas, chega as, chega a que horas, que horas chega, quando chega, chega hoje, chega "
        "amanha, chega em, ele chega, ela chega, baixa medica, de baixa ate, de baixa, sai do hospital, sai "
        "da reuniao, sai do trabalho, sai mais cedo, sai de casa, tirar sangue, tirar os pontos, tirar o "
        "gesso, tirar ferias, tirar o siso, tirei, tirar foto, tirar raio x, tira o raio, tirar uma duvida, "
        "tirar duvida, tirar duvidas, tirar o dente, me tirar uma duvida, me tira uma duvida, me tirem uma "
        "duvida, me tirar sangue, me tirar os pontos, me tirar o dente, bloquear a agenda, bloquear o "
        "cartao, bloqueia a agenda, mandar o, enviar o, mandar a, enviar a, tiraram, removeram, excluiram, "
        "apagaram, cancelaram"
    ),
    Sense.INSTEAD: (
        "em vez de, ao inves de, no lugar de, em lugar de, e nao por, (email|e "
        "mail|mail|correio|carta|telefone|ligacao) (do|antes|melhor|) que (por|), (melhor|antes|prefiro) (por|) (email|e mail|mail|correio|carta|telefone) (do|) (que|em vez de|ao inves de) (por|)"
    ),
    Sense.THREAT: (
        "vou processar, vou processar voces, vou processar vcs, processo voces, vou denunciar, vou "
        "denunciar voces, denuncio voces, denuncio vcs, vou bloquear, vou bloquear voces, bloqueio voces, "
        "vou ao procon, vou no procon, procon, anatel, meu advogado, vou apresentar queixa, faco queixa, "
        "apresento queixa, vou fazer queixa, na policia, se nao pararem, se nao parar, se nao pararem de, "
        "se nao parar de, se nao deixarem de, se continuarem, se continuarem a, se continuar, se mandarem "
        "mais, se me mandarem mais, se enviarem mais, (bloqueado|bloqueada|bloqueados|bloqueadas), bloqueei "
        "(voces|vcs|voce|vc), (ja|estou) (bloqueei|bloqueando) (voces|vcs|o numero|esse numero)"
    ),
    Sense.OFF: "fora",
    Sense.ELSE: "fatura, boleto, receita, encomenda, recibo, orcamento, pedido, nota fiscal",
    Sense.WHEN: (
        "antes das, depois das, de noite, a noite, de madrugada, aos domingos, no fim de semana, no horario "
        "de trabalho, enquanto, tao cedo, tao tarde, ontem, semana passada, a semana passada, na semana "
        "passada, mes passado, no mes passado, faz (dias|semanas|tempo|meses), ha (dias|semanas|meses), "
        "anteontem, outro dia"
    ),
}
