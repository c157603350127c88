"""Words of all languages at which a clause ends or begins: courtesies, and what a reason begins with."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.COURTESY: (
        "kiitos, dekuji, prosim, ευχαριστω, παρακαλω, תודה, בבקשה, ขอบคุณ, cam on, multumesc, va rog, koszonom, kerem, "
        "please, pls, plz, plese, pleas, plase, pleaze, pleez, plis, thanks, thx, thank you, thank u, ty, tysm, "
        "kindly, sir, madam, maam, ma'am, bro, dude, mate, buddy, folks, guys, lads, coach, doc, fam, cheers, "
        "regards, por favor, porfavor, porfa, porfis, xfa, xfavor, gracias, muchas gracias, amigo, senores, "
        "saludos, wey, guey, tio, boludo, che, por obsequio, pfv, pfvr, se faz favor, obrigado, obrigada, obg, "
        "valeu, vlw, gente, pessoal, moco, moca, mano, galera, s il vous plait, s il te plait, svp, "
        "sil vous plait, sil te plait, merci, merci beaucoup, merci d avance, monsieur, madame, cordialement, "
        "bonne journee, bonne soiree, les gars, bitte, danke, danke schon, vielen dank, dankeschon, leute, "
        "mfg, per favore, per piacere, perfavore, x favore, grazie, grazie mille, ragazzi, raga, ragazze, "
        "prego, alstublieft, alsjeblieft, aub, ajb, dank u, dank je, bedankt, dankjewel, dank je wel, "
        "dank u wel, mensen, jongens, groeten, mvg, bvd, tack, snalla, tack sa mycket, mvh, takk, "
        "mange tak, tusen takk, vaer sa snill, vaer venlig, prosze, dziekuje, dzieki, pozdrawiam, lutfen, "
        "ltfn, tesekkurler, tesekkur ederim, sagol, sagolun, kardesim, arkadasim, abi, пожалуйста, спасибо, "
        "пж, пжл, плиз, ребята, будь ласка, дякую, من فضلك, لو سمحت, لو سمحتم, شكرا, شكرا جزيلا, terima kasih, "
        "makasih, trims, pak, kak, कृपया, प्लीज, धन्यवाद, शुक्रिया, dhanyawad, shukriya, भाई, bhai"
    ),
    Sense.THUS: (
        "so, therefore, because, cuz, coz, bcuz, bc, since, porque, xq, asi que, por eso, por lo tanto, ya que, "
        "pois, por isso, parce que, pcq, donc, puisque, weil, deshalb, daher, deswegen, quindi, percio, "
        "poiche, siccome, omdat, dus, daarom, eftersom, darfor, fordi, derfor, poniewaz, dlatego, wiec, "
        "потому что, поэтому, так как, cunku, o yuzden, karena, soalnya, لأن, لان, kyunki, क्योंकि, isliye, इसलिए"
    ),
}
