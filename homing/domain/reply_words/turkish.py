"""What Turkish words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "durdurun, durdur, durdurur musunuz, kesin artik, son verin, son ver, durdurunuz, durdurmak, "
        "durdurulsun, kes artik, durun, vazgecin, kesiniz, birakin artik, durdurmanizi, dursun, kesilsin, "
        "bitsin"
    ),
    Sense.CALL_OFF: (
        "iptal, iptal et, iptal edin, iptal ediniz, kapat, kapatin, sonlandirin, iptal etmek, kapatmak, "
        "sonlandir, iptal edilsin"
    ),
    Sense.LEAVE: (
        "abonelikten cik, abonelikten cikmak, abonelikten cikar, abonelikten cikarin, cikmak istiyorum, "
        "uyeligimi iptal, ayrilmak istiyorum, abonelikten, aboneligimi iptal, aboneligi iptal, listeden "
        "cikmak, listeden cikar, listeden cikarin, listenizden cikarin, beni cikarin, beni cikar, beni "
        "listeden, aboneligimi sonlandirin, listenizden cikar, kaydimi iptal, uyelikten cik, uyelikten "
        "cikmak, uyeligimi silin, uyeligimi sonlandirin, listeden silin, listenizden silin, listeden sil, "
        "listenizden sil, sistemden silin, sistemden sil, sisteminizden silin, sisteminizden cikarin, "
        "rehberinizden silin, rehberden silin, aboneligimi durdurun, aboneligimi bitirin, listeden "
        "cikarilmak, listeden cikmayi, sistemden cikmak, sistemden cikarin, veritabanindan silin, veri "
        "tabanindan silin, beni sil, beni silin, aboneligi sonlandirin, aboneligi sonlandir, uyeligimi "
        "silmek, beni gruptan cikarin, listeden cikarir, beni siler"
    ),
    Sense.REMOVE: (
        "sil, silin, silinsin, siliniz, kaldir, kaldirin, cikarin, cikar, silmenizi, cikariniz, "
        "silinmesini, silmek, cikarir, siler, kaldirir"
    ),
    Sense.GOODBYE: (
        "mesaj atma, mesaj atmayin, mesaj gonderme, mesaj gondermeyin, bana yazma, bana yazmayin, rahat "
        "birak, rahat birakin, beni rahat birak, rahatsiz etmeyin, rahatsiz etme, gondermeyin, gonderme, "
        "yazmayin, atmayin, aramayin, istemiyorum artik, mesaj yollamayin, mesaj yollama, yollamayin, "
        "gondermeyi birakin, gondermeyiniz, rahatsiz etmeyiniz, atmayi birakin, mesaj istemiyorum, sms "
        "istemiyorum, yollama, numarami unutun, mesaj yazmayin, mesaj yazma, izin vermiyorum, defol, "
        "defolun, yazma artik, atma artik, siktir git, siktirin gidin, atmayiniz, izni iptal, iznimi geri, "
        "onay vermiyorum, almak istemiyorum, rahatsiz edilmek istemiyorum, gondermesin, mesaj gelmesin, "
        "beni arama, yazmayi birakin, gondermeyi kesin, atmayi kesin, gondermeyi birak, atmayi birak, "
        "gondermekten vazgecin, gondermeyi durdurun, yeter artik, numarami silin, numarami sil, verilerimi "
        "silin, bilgilerimi silin, kaydimi silin, kaydimi sil, verilerimi sil, bilgilerimi sil, numaramin "
        "silinmesini, numaramin kaydini, onayimi geri cekiyorum, iznimi geri cekiyorum, rizami geri "
        "cekiyorum, onayimi geri aliyorum, iznimi geri aliyorum, iznimi iptal, onayimi iptal, rizami iptal, "
        "riza vermiyorum, onaylamiyorum, onay vermedim, izin vermedim, riza gostermiyorum, iznim yok, "
        "onayim yok, iletisime gecmeyin, iletisim kurmayin, irtibata gecmeyin, benimle iletisime gecme, "
        "gecmeyin benimle, bana ulasmayin, numaramdan silin, numarami kaldirin, numarami cikarin, numarami "
        "kaldir, numarami cikar, mesaj istemem, sms atmayin, sms atma, sms gondermeyin, sms gonderme, sms "
        "yollamayin, mesaj almayi istemiyorum, almak istemem, almayi reddediyorum, reddediyorum, beni "
        "rahatsiz etmeyi birakin, mesajlari kesin, mesaji kesin, mesajlarinizi kesin, yazmayi kesin, "
        "yazmayi birak, aramayi birakin, aramayi kesin, gondermeyi kes, atmayi kes, artik yazma, artik "
        "yazmayin, artik atmayin, artik atma, artik gondermeyin, artik gonderme, mesaj atmasin, mesaj "
        "atilmasin, mesaj gonderilmesin, sms gelmesin, bana gelmesin, gelmesin artik, ihtiyacim yok artik, "
        "dusun yakamdan, yakamdan dusun, kapatin sunu, yasakliyorum, men ediyorum"
    ),
    Sense.KEEP: (
        "durma, durdurma, durdurmayin, devam edin, devam et, iptal etmeyin, silmeyin, iptal etme, "
        "cikarmayin, beni cikarmayin, gondermeye devam, kesmeyin, sakin durmayin, durmayin, durdurmayiniz, "
        "beni silmeyin, listeden cikarmayin, beni listeden cikarmayin, beni listeden cikarma, listeden "
        "cikarma, beni listeden silmeyin, listeden silmeyin, beni silme, kesme, durdurmasin"
    ),
    Sense.NOTE: (
        "mesaj, mesajlar, mesajlari, mesajlarini, mesajlarinizi, bildirim, bildirimleri, bildirimler, "
        "hatirlatma, hatirlatmalar, smsler, aboneligi, abonelik, sms'leri, mesaj*, hatirlatma*, bildirim*, "
        "smsleri, spam, sms leri"
    ),
    Sense.SEND: "gondermeyi, atmayi, yazmayi, yollamayi, gonderilmesin, gondermekten, atmaktan",
    Sense.GET: "almak",
    Sense.GETS: "aliyorum, geliyor, gelmiyor",
    Sense.WANT: "istiyorum, isterim",
    Sense.NOT_WANTED: (
        "istemiyorum, istemiyoruz, istemem, ihtiyacim yok, ihtiyac duymuyorum, istemiyom, istemiyrm"
    ),
    Sense.MORE: "artik, daha fazla, bir daha, bundan sonra",
    Sense.AGAIN: "tekrar, yeniden",
    Sense.ENOUGH: "yeter, yetti, yetti artik, biktim, biktim artik, bıktık, yeter be",
    Sense.ME: "bana, beni, benim, numarami, numaram, bize",
    Sense.LIST: (
        "listeden, listenizden, numara, telefon, rehberden, listesinden, numarayi, rehberinizden, numarasi, "
        "numaranin, numarasiydi, listeniz, sistem, hat, hattin, hatti, kayitlarinizdan, kayitlardan, "
        "sistemden, sisteminizden, veritabaninizdan, telefonunuzdan, kayitlarindan"
    ),
    Sense.THIS: "bu, bunu, bunlari, sunu, hepsini, artik bu, tum, butun, su, bunlar",
    Sense.SELF: "ben, biz, edeyim mi",
    Sense.THEY: "patron, mudur, mudurum, doktor, ogretmen, otobus, yagmur, hocam",
    Sense.PLEAD: (
        "lutfen su, misiniz, musunuz, edin, eder misiniz, rica ediyorum, rica ederim, olur mu, eder misin, "
        "istiyorum lutfen, mumkun mu, istiyoruz"
    ),
    Sense.HOW: "nasil, nasil yapabilirim, nasil ederim, nereden",
    Sense.ASKING: "neden, niye, ne zaman, nerede, kim, eger",
    Sense.SAY: "dedi, soyledi, diyor",
    Sense.RESUME: (
        "tekrar basla, tekrar baslat, tekrar baslatin, yeniden baslat, yeniden baslatin, tekrar mesaj, "
        "tekrar gonderin, tekrar abone, yeniden abone, yeniden almak, tekrar almak, tekrar kaydet, "
        "mesajlari tekrar, yeniden gonderin, iptali geri al, tekrar acin, tekrar ac, yeniden aktif, tekrar "
        "aktif, tekrar gonder, yeniden mesaj, tekrar acilsin, abone olmak, tekrar kaydedin, geri acin, "
        "tekrar atin, tekrar kaydol, yeniden kaydol, geri ekleyin, geri ekle, beni geri ekleyin, yeniden "
        "ekleyin, tekrar ekleyin, yanlislikla ciktim"
    ),
    Sense.BEGIN: "basla, baslat, baslatin, baslayin",
    Sense.OOPS: "yanlislikla, kazara, kazayla",
    Sense.THE: "bir, otobus duragi",
    Sense.WRONG: (
        "yanlis numara, yanlis kisi, yanlis numaraya, numara yanlis, yanlis kisiye, ben o degilim, numarasi "
        "degil, o kisi degilim, boyle biri yok, oyle biri yok, adinda biri yok, artik onun numarasi degil, "
        "isminde biri yok, diye biri yok, yanlis yere, yanlis aradiniz, tanimiyorum, bana ait degil, "
        "baskasina ait, baskasinin numarasi, numarasi artik degil, yanlis yazdiniz, yanlis attiniz, yanlis "
        "kisi bu, karistirdiniz, adim bu degil, benim adim degil, yanlislik var, yeni sahibi, yeni "
        "sahibiyim, artik benim numaram, su an benim numaram, baskasina mi, baskasi icin, numara degisti, "
        "numarasini degistirdi, bu numarayi kullanmiyor, artik bu numarayi kullanmiyor, ait degil, "
        "baskasini ariyorsunuz, baska birini ariyorsunuz, beni karistirdiniz, beni birisiyle, benimle "
        "karistirdiniz, in numarasi degil, artik onun degil, boyle birini tanimiyorum, oyle birini "
        "tanimiyorum, bu kisi degilim, aradiginiz kisi degilim"
    ),
    Sense.DONE: (
        "yaptim, tamamladim, imzaladim, artik calismiyorum, isten ayrildim, bitirdim, zaten yaptim, hallettim"
    ),
    Sense.WHO: (
        "kimsiniz, bu kim, kim bu, sen kimsin, siz kimsiniz, kim yaziyor, kim gonderiyor, kimin numarasi, "
        "kiminle gorusuyorum, hangi sirket, kimsin, kimden, bu kimin numarasi, bu numara kimin, kim "
        "yolluyor, kim atiyor, kimdir bu, bu mesajlari kim, bu mesaji kim"
    ),
    Sense.WHAT: (
        "bu ne, bu nedir, ne bu, ne hakkinda, nasil calisiyor, bu mesaj ne, yardim edin, yardim eder "
        "misiniz, daha fazla bilgi, yardima ihtiyacim var, bu mesajlar ne, bu ne icin, nedir bu, neyle "
        "ilgili, bu mesaj nedir, ne icin bu, ne demek bu, bu ne demek, ne ise yariyor, bilgi alabilir "
        "miyim, yardim lazim, bu neyin nesi, bu mesajlar nedir, konu nedir, yardimci olur musunuz"
    ),
    Sense.WHY: (
        "neden bana yaziyorsunuz, neden mesaj aliyorum, niye bana, numarami nereden buldunuz, "
        "ilgilenmiyorum, neden mesaj, niye mesaj, cok fazla mesaj, neden bana, numarami kim verdi, bu spam "
        "mi, numarami nerden, numarami nasil, neden surekli, niye surekli, ne istiyorsunuz, bu spam, gina "
        "geldi, sikildim, yine mi, cidden mi, neden geliyor, niye geliyor"
    ),
    Sense.POLITE: (
        "lutfen, ltfn, lütfennn, tesekkurler, tesekkur ederim, sagol, sagolun, merhaba, hemen, simdi, iyi "
        "gunler, selam, derhal, rica, kardesim, ya, ulan, lan, be, allah askina, saygilar, bi, hadi, "
        "gunaydin, ama, ve, yeter ki, iyi aksamlar, abi, arkadasim, surekli, her gun, bu numaraya, "
        "numarama, telefonuma, bu telefona, evet, tamam, zahmet olmazsa, kolay gelsin, tsk, tesekkur, "
        "ederim, pls, acilen"
    ),
    Sense.HOW_TO: (
        "nasil iptal ederim, nasil durdururum, nasil cikarim, nasil iptal edebilirim, nasil cikabilirim, "
        "nasil durdurabilirim"
    ),
    Sense.LAST: (
        "bu son mesaj olsun, son mesaj olsun, bu son olsun, sonuncusu olsun, son sms olsun, son mesajiniz "
        "olsun, bu sonuncu olsun"
    ),
    Sense.MISS: "kacirmak, unutmak, kaybetmek",
    Sense.NOT_MINE: "bana degil, benim icin degil, baskasina, baska birine, bana gelmemeli, benim degil",
    Sense.GONE: (
        "artik burada calismiyor, burada calismiyor artik, burada calismiyor, artik bizimle calismiyor, "
        "artik burada yasamiyor, burada oturmuyor, burada yasamiyor, artik burada degil, artik bu numarada "
        "degil, isten ayrildi, buradan ayrildi"
    ),
    Sense.OLD: "eski, onceki",
    Sense.AINT: "degilim",
    Sense.ORDINARY: (
        "hazir, emin, musait, evde, hasta, iyi, ofiste, iste, memnun, mutlu, uygun, burada, orada, acik, "
        "haberdar, robot, ilgili, sorumlu, oyle, razi, mesgul, pisman, henuz, yarin, bugun"
    ),
    Sense.FAILS: "degil",
}
