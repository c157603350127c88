"""What Portuguese words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "parem, parem de, pare com, parem com, parar com, para com, deixem de, deixa de, deixe de, cessem, "
        "cesse, interrompam, interromper, suspendam, suspenda, deixar de, pode parar, podem parar, para de "
        "me, parar de me, parassem de, parasse de, parassem, parasse, deixassem de, deixasse de, pararem, "
        "pararem de, parardes"
    ),
    Sense.CALL_OFF: (
        "cancelem, cancelamento, encerrar, encerrem, desativar, desativem, desative, desliguem, encerre, "
        "cancelo"
    ),
    Sense.LEAVE: (
        "descadastrar, descadastre, descadastrem, descadastra, me descadastra, descadastro, desinscrever, "
        "cancelar inscricao, cancelar a inscricao, cancelar assinatura, cancelar minha inscricao, quero "
        "sair, desinscreva, sair da lista, sair dessa lista, sair desta lista, anular a subscricao, "
        "cancelar subscricao, cancelar a subscricao, cancelar minha assinatura, descadastr*, cancelar a "
        "assinatura, dar baixa, ser removido, ser removida, ser excluido, ser excluida, que me removam, que "
        "me tirem, sair daqui, sair disso, descadastrei, descadastrem me, descadastre me, me descadastrem, "
        "me descadastre, me tirem, me tire, me tira, me remove, me removam, me remova, me retirem, me "
        "retire, me exclua, me excluam, me exclui, me apaga, me apaguem, me apague, retirem me, retire me, "
        "removam me, eliminem me, elimine me, apaguem me, apague me, ser retirado, ser retirada, ser "
        "apagado, ser eliminado, cancelem a minha subscricao, cancelem minha inscricao, cancele minha "
        "inscricao, cancele minha assinatura, cancelem minha assinatura, desinscrevam, me desinscreva, "
        "desinscricao, desativar assinatura, me desinscrever, dar de baixa, sair deste grupo, sair desse "
        "grupo, anular subscricao, anulem a subscricao, me tirasse, me tirassem, me removessem, me "
        "removesse, me deixa fora, me deixem fora, me deixe fora, deixem me fora"
    ),
    Sense.REMOVE: (
        "remover, remova, removam, retirar, retire, retirem, tirar, tire, tirem, tira, apagar, apague, "
        "apaguem, apaga, exclua, excluam, excluir, deletar, delete meu, removem, excluem, exclui, exclua "
        "me, excluam me, tirem me, tire me, remova me, removam me, eliminem, eliminar, elimine, elimina, "
        "deletem, delete, deleta, risquem, risca, tirar meu, removerem, apagasse, apagassem, removesse, "
        "removessem, tirasse, tirassem, excluissem, excluisse, retirassem, retirasse"
    ),
    Sense.GOODBYE: (
        "me deixa em paz, me deixem em paz, deixe me em paz, deixem me em paz, deixa me em paz, me deixe em "
        "paz, vai se foder, vao se foder, nao me incomode, nao me incomodem, nao perturbe, nao perturbem, "
        "nao enche, nao encham, nao quero receber, nao desejo receber, nao quero mais receber, nao desejo "
        "mais receber, sai fora, nao me perturbe, nao quero continuar a receber, nao pretendo receber, "
        "larga do meu pe, nao me chateiem, deixem de me chatear, esqueca meu numero, esquece meu numero, "
        "esquecam meu numero, esquece o meu numero, vao a merda, nao me enche, me esquece, me esquecam, nao "
        "me envie nada, some daqui, nao gostaria mais de receber, nao gostaria de receber, me erra, nao "
        "entrem mais em contato, nao entre mais em contato, nao entrem em contato, nao entre em contato, "
        "nao voltem a, nao volte a, nao me contactem, nao me contatem, nao me contacte, nao me mandem, nao "
        "me mande, nao me manda, nao me enviem, nao me envie, nao me envia, nao me escrevam, nao me "
        "escreva, nao me liguem, nao me ligue, nao mandem mais, nao mande mais, nao manda mais, nao enviem "
        "mais, nao envie mais, nao envia mais, nao me perturbem, nao me amolem, nao me importunem, parem "
        "ja, nao me encham, pare ja, me larguem, me larga, nao e para me, deixa de me, nao me incomoda"
    ),
    Sense.KEEP: (
        "nao para, nao parar, nao deixem de, nao deixe de, nao deixa de, continuem mandando, continuem "
        "enviando, nao cancelem, nao cancele"
    ),
    Sense.NOTE: (
        "recebimento, mensagem, mensagens, msgns, lembrete, lembretes, notificacoes, notificacao, torpedos, "
        "torpedo, mensag*, assinatura, inscricao, subscricao, cobrancas"
    ),
    Sense.PESTER: (
        "incomodar, perturbar, escrever, escrevam, escreva, ligar, ligue, liguem, contatar, contatem, "
        "contactem, chatear, encher o saco, me enviando, me mandando, encher, chateiem, contate, spammar, "
        "contatado, contatada, incomodado, importunar, perturbando, incomodando, chateando, enchendo, "
        "escrevessem, contactassem, escrevam me, contatassem"
    ),
    Sense.SEND: "mandem, enviem, mandar me, envia, manda, mandam, enviam, enviar me, enviado",
    Sense.GET: "receber, recebendo, recebe los",
    Sense.GETS: "recebo, recebi, chegam, chegou, nao chega, nao chegam",
    Sense.WANT: (
        "quero, desejo, preciso, gostaria de, quer, aceito, gostaria, pretendo, to querendo, prefiro, "
        "preferia, preferiria, qro, queria, posso, interessa, keria, kero"
    ),
    Sense.NO: "nao, naum, n, nn, nao vou, num",
    Sense.MORE: "mais, mas nenhum",
    Sense.AGAIN: "novamente, outra vez, de novo",
    Sense.ENOUGH: (
        "cansei, to cansado de, to cansada de, cansei de, cansado de, cansada de, farto de, farta de, ja "
        "chega, estou farto de, estou farta de, ja deu, chega, chega de"
    ),
    Sense.ME: "meu, minha, comigo, mim, meus",
    Sense.LIST: (
        "celular, telemovel, telefone, cadastro, sistema, contatos, base de dados, zap, contato, contacto, "
        "meu contato, meu numero, meu telefone"
    ),
    Sense.THIS: (
        "isso, isto, esses, essas, essa, esse, tudo, nenhuma, nenhum, porra, merda, disso, disto, coisa, "
        "coisas, estes, destas, dessas, tanta, tantas, desses, suas, seus"
    ),
    Sense.SELF: "eu, vou, vamos, tenho que",
    Sense.THEY: "meu chefe, minha chefe, chefe, ele, ela, eles, o curso, onibus, trem, chuva, professora",
    Sense.PLEAD: (
        "podem, pode, poderia, poderiam, voce, voces, vc, vcs, quero que, peco que, por gentileza, da pra, "
        "solicito que, gostaria que, dá para, da para, podes, favor, exijo que, ja pedi pra, ja falei pra, "
        "ja pedi para, ja disse para, tem como, pedi para, pedi pra, queria que, querem"
    ),
    Sense.HOW: "como faco para, como eu, como faco pra, como posso, como que, de que forma, o que faco para",
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
    Sense.OF: "com, da, do, dos, desta, deste, dessa, desse",
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
        "conheco a pessoa, quem voce procura, quem voces procuram"
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
        "empresa, nao trabalho mais la"
    ),
    Sense.WHO: (
        "que empresa e essa, de onde voces sao, de onde vcs sao, "
        "quem e, quem e voce, quem fala, quem manda, quem envia, quem esta, de quem e, quem ta, quem "
        "mandou, de quem e esse numero, quem sao voces, quem sao, quem enviou, quem me, de que empresa, com "
        "quem falo, que numero e esse, de onde e, quem e que, quem esta falando, quem ta falando, quem fala "
        "ai, com quem estou falando"
    ),
    Sense.WHAT: (
        "o que e isso, o que e isto, que e isso, do que se trata, pra que serve, que isso, o que significa "
        "isso, preciso de ajuda, me ajuda, me ajude, mais informacoes, como funciona isso, para que serve, "
        "que e isto, o que e, como isso funciona, para que e isto, pra que e isso, me explica, sobre o que "
        "e, que mensagens sao estas, q e isso, oq e isso, o q e isso, que mensagem e essa"
    ),
    Sense.WHY: (
        "por que voces, por que estou recebendo, por que me mandam, porque estou recebendo, porque me "
        "mandam, nao tenho interesse, como conseguiram meu numero, nao me interessa, por que recebo, muita "
        "mensagem, muitas mensagens, porque recebo, onde conseguiram meu numero, porque e que, por que "
        "estao, porque estao, que saco, que chato, parar o que, tanta mensagem, como arranjaram o meu "
        "numero, de novo isso, serio isso, por que recebi, pq tao me mandando, pq estao me mandando, parar "
        "o q, pq to recebendo, pq estou recebendo, porque to recebendo"
    ),
    Sense.POLITE: (
        "por obsequio, pfv, pfvr, pf, se faz favor, obrigado, obrigada, obg, ola, oi, bom dia, boa tarde, "
        "boa noite, ja, agora, imediatamente, e, valeu, gente, de uma vez, pelo amor de deus, logo, vlw, "
        "grato, grata, muito obrigado, muito obrigada, caralho, agora mesmo, desculpe, desculpa, sim, moco, "
        "moca, cara, pessoal, o quanto antes, a partir de hoje, todo dia, toda hora, o tempo todo, todos os "
        "dias, neste numero, nesse numero, pro meu numero, no meu celular, entao, tambem, para este numero, "
        "para o meu numero, para o meu telemovel, ne, tipo, mano, para o meu, e para mim, dai, daqui, "
        "agradecia, agradeceria"
    ),
    Sense.HOW_TO: "como saio, como paro, como me descadastro",
    Sense.MUST: "tem que, deve, devem, precisam, precisa",
    Sense.SHOULD_I: "devo, sera que devo",
    Sense.DATA: "dados, dados pessoais, informacoes, nome",
    Sense.CONSENT: "consentimento, permissao, autorizacao",
    Sense.WITHDRAW: "retiro, revogo, revogar, cancelo meu, cancelo o meu, anulo, retiro o, retiro o meu",
    Sense.NOT_WANTED: (
        "nao autorizei, nao dou permissao, nao dei permissao, nao consinto, nao autorizo que, nao autorizo, "
        "me oponho, oponho me, proibo, proibo voces de, nao tenho interesse em, nao me interessam, nao "
        "estou interessado em receber, nao estou interessada em receber"
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
}
