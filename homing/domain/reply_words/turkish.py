"""What Turkish words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "durdurun, durdur, durdurur musunuz, kesin artik, son verin, son ver, durdurunuz, durdurmak, "
        "durdurulsun, kes artik, durun, vazgecin, kesiniz, birakin artik, durdurmanizi, dursun, kesilsin, "
        "bitsin, (kes|kesin|kesiniz|kesiverin) (su|sunu|sunlari|bunu|bunlari|), "
        "(durdurur|keser|bitirir|sonlandirir) (misin|misiniz|musun|musunuz), bitirin, bitir artik, "
        "bir son verin, son veriniz, birakin su, birakin bu, kessin, kesin su, durdurulmasini, "
        "durdurulmasi, kesilmesini, son verilmesini, bi durun, (durdura|kese)bilir (misin|misiniz), "
        "(birakir|birakabilir|durdurabilir|kesebilir) (misiniz|misin), bitirelim"
    ),
    Sense.CALL_OFF: (
        "iptal, iptal et, iptal edin, iptal ediniz, kapat, kapatin, sonlandirin, iptal etmek, kapatmak, "
        "sonlandir, iptal edilsin, kapatiniz, kapatin su, kapatsin, kapatilsin, kapatilmasini, "
        "devre disi birakin, pasif edin, pasife alin, sessize alin, iptalini, iptal edilmesini, "
        "(kapatir|kapatabilir|iptal eder|iptal edebilir|devre disi birakir) (misin|misiniz), "
        "(kapatalim|sonlandiralim|iptal edelim|durduralim)"
    ),
    Sense.LEAVE: (
        "abonelikten cik, abonelikten cikmak, abonelikten cikar, abonelikten cikarin, cikmak istiyorum, "
        "uyeligimi iptal, ayrilmak istiyorum, abonelikten, aboneligimi iptal, aboneligi iptal, "
        "listeden cikmak, listeden cikar, listeden cikarin, listenizden cikarin, beni cikarin, beni cikar, "
        "beni listeden, aboneligimi sonlandirin, listenizden cikar, kaydimi iptal, uyelikten cik, "
        "uyelikten cikmak, uyeligimi silin, uyeligimi sonlandirin, listeden silin, listenizden silin, "
        "listeden sil, listenizden sil, sistemden silin, sistemden sil, sisteminizden silin, "
        "sisteminizden cikarin, rehberinizden silin, rehberden silin, aboneligimi durdurun, "
        "aboneligimi bitirin, listeden cikarilmak, listeden cikmayi, sistemden cikmak, sistemden cikarin, "
        "veritabanindan silin, veri tabanindan silin, beni sil, beni silin, aboneligi sonlandirin, "
        "aboneligi sonlandir, uyeligimi silmek, beni gruptan cikarin, listeden cikarir, beni siler, "
        "(beni|bizi|numarami|numarami da|telefonumu|ismimi|adimi|bu numarayi) (bu|su|) (listeden|listenizden|sistemden|sisteminizden|rehberden|rehberinizden|gruptan|kayitlardan|kayitlarinizdan|veritabanindan) (cikar|cikarin|cikariniz|cikarir misiniz|sil|silin|siliniz|siler misiniz|kaldir|kaldirin|kaldiriniz|kaldirir misiniz|cikartin|cikarsaniz|silseniz), "
        "(cikar|cikarin|cikart|cikartin|sil|silin) (beni|bizi|numarami), bizi cikarin, bizi silin, "
        "gruptan cikar beni, abonelikten cikin, aboneligi durdur, uyelikten ayrilmak, "
        "(listeden|sistemden|gruptan|mesaj listesinden|sms listesinden) (cikmak|ayrilmak) (istiyorum|istiyoruz|isterim), "
        "(beni|bizi) (bu|su) (isten|seyden|olaydan|muhabbetten|gruptan|gonderimden) (cikar|cikarin|cikartin|sil|silin|alin), "
        "(listeden|listenizden|gruptan|sistemden) (siler misiniz|cikarir misiniz|alir misiniz|silebilir misiniz|cikarabilir misiniz|dusun|dusurun), "
        "numarami (dusun|dusurun|cikartin|cikartir misiniz|siler misiniz|kaldirir misiniz), "
        "listeden (dusun|dusurun), "
        "(numarami|numaramizi|telefonumu|ismimi|adimi|kaydimi|beni|bizi) (siler|cikarir|kaldirir|cikartir|silebilir|cikarabilir|kaldirabilir|cikartabilir) (misiniz|misin), "
        "(beni|bizi|numarami) (muaf|haric|disarida) (tutun|tutar misiniz|birakin), "
        "(beni|bizi) (karistirmayin|bulastirmayin), "
        "(hizmetinizden|hizmetten|servisten|sistemden|sisteminizden|gruptan) (cikmak|ayrilmak) istiyorum, "
        "(cikarilmak|silinmek) istiyorum, (listede|listenizde|grupta) (olmak|kalmak|bulunmak) istemiyorum"
    ),
    Sense.REMOVE: (
        "sil, silin, silinsin, siliniz, kaldir, kaldirin, cikarin, cikar, silmenizi, cikariniz, "
        "silinmesini, silmek, cikarir, siler, kaldirir, "
        "(siler|cikarir|kaldirir|cikartir|silebilir|kaldirabilir|cikarabilir) (misin|misiniz), siliverin, "
        "kaldiriniz, cikartin, cikartiniz, kaldirilsin, cikarilsin, kaldirilmasini, cikarilmasini, "
        "silinmesi, kaldirilmasi, "
        "(siler|cikarir|kaldirir|cikartir|silebilir|cikarabilir|kaldirabilir|cikartabilir) (misiniz|misin), "
        "cikarmanizi, kaldirmanizi, temizleyin, temizle, temizler misiniz"
    ),
    Sense.GOODBYE: (
        "mesaj atma, mesaj atmayin, mesaj gonderme, mesaj gondermeyin, bana yazma, bana yazmayin, "
        "rahat birak, rahat birakin, beni rahat birak, rahatsiz etmeyin, rahatsiz etme, gondermeyin, "
        "gonderme, yazmayin, atmayin, aramayin, istemiyorum artik, mesaj yollamayin, mesaj yollama, "
        "yollamayin, gondermeyi birakin, gondermeyiniz, rahatsiz etmeyiniz, atmayi birakin, "
        "mesaj istemiyorum, sms istemiyorum, yollama, numarami unutun, mesaj yazmayin, mesaj yazma, "
        "izin vermiyorum, defol, defolun, yazma artik, atma artik, siktir git, siktirin gidin, atmayiniz, "
        "izni iptal, iznimi geri, onay vermiyorum, almak istemiyorum, rahatsiz edilmek istemiyorum, "
        "gondermesin, mesaj gelmesin, beni arama, yazmayi birakin, gondermeyi kesin, atmayi kesin, "
        "gondermeyi birak, atmayi birak, gondermekten vazgecin, gondermeyi durdurun, yeter artik, "
        "numarami silin, numarami sil, verilerimi silin, bilgilerimi silin, kaydimi silin, kaydimi sil, "
        "verilerimi sil, bilgilerimi sil, numaramin silinmesini, numaramin kaydini, "
        "onayimi geri cekiyorum, iznimi geri cekiyorum, rizami geri cekiyorum, onayimi geri aliyorum, "
        "iznimi geri aliyorum, iznimi iptal, onayimi iptal, rizami iptal, riza vermiyorum, onaylamiyorum, "
        "onay vermedim, izin vermedim, riza gostermiyorum, iznim yok, onayim yok, iletisime gecmeyin, "
        "iletisim kurmayin, irtibata gecmeyin, benimle iletisime gecme, gecmeyin benimle, bana ulasmayin, "
        "numaramdan silin, numarami kaldirin, numarami cikarin, numarami kaldir, numarami cikar, "
        "mesaj istemem, sms atmayin, sms atma, sms gondermeyin, sms gonderme, sms yollamayin, "
        "mesaj almayi istemiyorum, almak istemem, almayi reddediyorum, reddediyorum, "
        "beni rahatsiz etmeyi birakin, mesajlari kesin, mesaji kesin, mesajlarinizi kesin, yazmayi kesin, "
        "yazmayi birak, aramayi birakin, aramayi kesin, gondermeyi kes, atmayi kes, artik yazma, "
        "artik yazmayin, artik atmayin, artik atma, artik gondermeyin, artik gonderme, mesaj atmasin, "
        "mesaj atilmasin, mesaj gonderilmesin, sms gelmesin, bana gelmesin, gelmesin artik, "
        "ihtiyacim yok artik, dusun yakamdan, yakamdan dusun, kapatin sunu, yasakliyorum, men ediyorum, "
        "(gonderme|gondermeyin|gondermeyiniz|atma|atmayin|atmayiniz|yollama|yollamayin|yazma|yazmayin|yazmayiniz|arama|aramayin) (artik|lutfen|bana|daha|bir daha), "
        "(mesaj|mesajlar|mesajlariniz|sms|smsler|bildirim|bildirimler|hatirlatma|hatirlatmalar|bunlar) (artik|bir daha|daha|bana|numarama|telefonuma|) gelmesin, "
        "(atmayn|gondermeyn|yazmayn|atmyin|gondermyin|atmyn|yollamayn), "
        "(spam|reklam) (yapma|yapmayin|yapmayiniz|atmayin), "
        "(hatirlatma|hatirlatmayin|uyarma|bildirmeyin|bilgilendirmeyin|mesajlamayin|ugrasmayin|darlamayin|darlama|bezdirmeyin|taciz etmeyin), "
        "ona (mesaj|sms|) (atmayin|gondermeyin|yazmayin|yollamayin), "
        "onun numarasina (mesaj|sms|) (atmayin|gondermeyin|yazmayin|yollamayin), engelliyorum, "
        "engelledim sizi, sizi engelledim, engelleyecegim, engelleyecem, "
        "(gondermenizi|atmanizi|yazmanizi|aramanizi|yollamanizi|mesajlarinizi|gelmesini) istemiyorum, "
        "verilerimin (silinmesini|islenmesine itiraz), bilgilerimin silinmesini, kaydimin silinmesini, "
        "islenmesine itiraz, islenmesini istemiyorum, birakin yakami, birak yakami, yakami birakin, "
        "dus yakamdan, basimdan gidin, "
        "(gonderim|gonderimi|gonderimini|gonderimleri|gonderimlerini) (durdur|durdurun|durdurunuz|iptal edin|kesin|sonlandirin), "
        "(iznimi|izinimi|onayimi|rizami|sms iznimi|mesaj iznimi) (kaldirin|iptal edin|silin|geri|kapatin), "
        "(gondermeyi|atmayi|yollamayi|yazmayi|aramayi) (kesin|kes|birakin|birak|durdurun|durdur|sonlandirin|kesiniz), "
        "sikayet edecegim sizi, sizi sikayet, "
        "(bir daha|tekrar) (yazarsaniz|yazarsan|atarsaniz|atarsan|gonderirseniz|gonderirsen|mesaj atarsaniz|mesaj atarsan|mesaj gelirse|mesaj gonderirseniz), "
        "(sadece|yalnizca|artik) (mail|e posta|eposta|mailden|e postadan|mail ile|e posta ile|mail yoluyla) (atin|gonderin|yazin|ulasin|yollayin|iletisime gecin), "
        "(mail|e posta|eposta|email) (atin|gonderin|yazin) (yeter|sadece|bundan sonra), "
        "(mesaj|sms|bildirim|hatirlatma) (almayayim|almayalim|almiyim|iptali|istemez|istemeyiz|gonderilmesin|yollanmasin|atilmasin|gonderimi yapmayin|gondermesinler|atmasinlar|yollamasinlar|falan istemiyorum|filan istemiyorum|gonderilmesini istemiyorum|gonderilmemesini|gondermemenizi|atmamanizi|yollamamanizi), "
        "(gondermemenizi|atmamanizi|yollamamanizi|yazmamanizi|aramamanizi|gonderilmemesini|gonderilmemesi), "
        "(gonderiminin|gonderimlerinin|mesajlarin|mesajlarinizin|mesajlarinin|smslerin|bildirimlerin|hatirlatmalarin) (durdurulmasini|kesilmesini|sonlandirilmasini|iptalini|durmasini), "
        "(yasak|yasaktir) (bu numaraya|bana), "
        "(numarami|beni|bizi|verilerimi) (silseniz|cikarsaniz|kaldirsaniz|silerseniz|cikarirsaniz|kaldirirsaniz), "
        "(gonderilmesini|atilmasini|yollanmasini|aranmak|gelmesini) istemiyorum, "
        "(verilerimi|numarami|bilgilerimi) (kullanmaniza|kullanmayin|kullanilmasina|paylasmayin), "
        "(mesajlardan|mesajlarinizdan|smslerden) kurtulmak, "
        "(mesaj|sms) (atmasaniz|gondermeseniz|yollamasaniz|atmazsaniz|gondermezseniz), "
        "(atmasaniz|gondermeseniz|yollamasaniz|yazmasaniz) (artik|iyi olur|sevinirim|memnun olurum), "
        "(gonderim|gonderimi|gonderimini|gonderimleri|gonderimlerini) (kapat|kapatin|kapatiniz|bitirin|birakin|son verin), "
        "(mesaj|sms|mesaj atmanizi|yazmanizi) istemedim, "
        "(bir|bi) daha (yazar|atar|gonderir|yollar|mesaj atar|mesaj gonderir|rahatsiz eder|arar)(saniz|san|seniz|sen), "
        "bidaha (yazarsaniz|atarsaniz|gonderirseniz|ararsaniz), "
        "(yazmaya|gondermeye|atmaya|yollamaya|aramaya|rahatsiz etmeye) devam eder(seniz|sen), "
        "(ogluma|kizima|anneme|babama|esime|kocama|karima|cocuguma) (mesaj |sms |)(atmayin|gondermeyin|yazmayin|yollamayin), "
        "(gondermeyin|atmayin|yazmayin|yollamayin) (ogluma|kizima|anneme|babama|esime|cocuguma), "
        "(mesaj|sms|bildirim|hatirlatma) olmasin, "
        "(atmasaniz|gondermeseniz|yazmasaniz|yollamasaniz) (olmaz mi|olur mu|diyorum), "
        "(rahat birakin|rahat birak|huzur verin|bi rahat verin|bir rahat verin|uyutmadiniz), "
        "(birakin|birak) (da |)(uyuyalim|uyuyayim|dinlenelim), "
        "(mesajsiz|hatirlatmasiz) da (olur|idare ederim), "
        "(sizinle|sizle|sizin sirketle) (muhatap olmak|gorusmek|konusmak|iletisim kurmak|iletisimde olmak|ilgilenmek) istemiyorum, "
        "bana (bilgi|haber) (vermeyin|verme|vermeyiniz)"
    ),
    Sense.KEEP: (
        "durma, durdurma, durdurmayin, devam edin, devam et, iptal etmeyin, silmeyin, iptal etme, "
        "cikarmayin, beni cikarmayin, gondermeye devam, kesmeyin, sakin durmayin, durmayin, durdurmayiniz, "
        "beni silmeyin, listeden cikarmayin, beni listeden cikarmayin, beni listeden cikarma, "
        "listeden cikarma, beni listeden silmeyin, listeden silmeyin, beni silme, kesme, durdurmasin, "
        "(aboneligimi|uyeligimi|kaydimi|aboneligi|mesajlari) iptal (etmedim|etmeyin|etmek istemiyorum|etmedik|etmeyecegim|etmem|edilmis), "
        "(silmenizi|durdurmanizi|kesmenizi|cikarmanizi) istemiyorum"
    ),
    Sense.NOTE: (
        "mesaj, mesajlar, mesajlari, mesajlarini, mesajlarinizi, bildirim, bildirimleri, bildirimler, "
        "hatirlatma, hatirlatmalar, smsler, aboneligi, abonelik, sms'leri, mesaj*, hatirlatma*, bildirim*, "
        "smsleri, spam, sms leri, mesj, msj, msjlar, msjlari, smslerinizi, smslerin, sms i, smsi, "
        "bilgilendirme, bilgilendirmeler, bildirimlerinizi, hatirlatmaya, hatirlatmalari, smsleriniz, "
        "mesaja, mesajlara, "
        "hizmeti, hizmetini, hizmetinizi, servisi, servisinizi"
    ),
    Sense.SEND: "gondermeyi, atmayi, yazmayi, yollamayi, gonderilmesin, gondermekten, atmaktan",
    Sense.GET: "almak, gelmesini, gormek, okumak",
    Sense.GETS: "aliyorum, geliyor, gelmiyor",
    Sense.WANT: "istiyorum, isterim",
    Sense.NOT_WANTED: (
        "istemiyorum, istemiyoruz, istemem, ihtiyacim yok, ihtiyac duymuyorum, istemiyom, istemiyrm, "
        "istemiyorm, istemiyoruz artik, gerek yok, luzum yok, gereksiz, almayacagim, istemiyorumm, "
        "ihtiyacimiz yok, beni (artik |)ilgilendirmiyor, benimle (artik |)ilgisi yok, benimle alakasi yok, "
        "bana uygun degil, luzumsuz, "
        "istemedigimi, istemedigimizi, zorunda (degilim|degiliz), (hakkiniz|yetkiniz) yok"
    ),
    Sense.MORE: "artik, daha fazla, bir daha, bundan sonra, artk, artik yeter",
    Sense.AGAIN: "tekrar, yeniden",
    Sense.ENOUGH: (
        "yeter, yetti, yetti artik, biktim, biktim artik, bıktık, yeter be, yeter ya, yeter ama, "
        "yeter yav, biktirdiniz, biktirdin, biktik, bunaldim, bunalttiniz, usandim, usandirdiniz, "
        "gina getirdiniz, sikildik, darladiniz, yettiniz, "
        "yeter (valla|vallahi|billahi|dedim|dedik|bi|be|lan|ulan), biktim (valla|usandim|bunlardan), "
        "usandim artik, biktim usandim"
    ),
    Sense.ME: (
        "bana, beni, benim, numarami, numaram, bize, bizi, bizim, numaramiz, numaramizi, benimki, "
        "telefonumu, ismimi, adimi, "
        "bilgilerim, bilgilerimin, verilerim, verilerimin, numaramin, kaydimin, ismimin, adimin, "
        "bilgilerimi, verilerimi, "
        "iletisim bilgilerim, iletisim bilgilerimi, "
        "benden, bizden"
    ),
    Sense.LIST: (
        "listeden, listenizden, numara, telefon, rehberden, listesinden, numarayi, rehberinizden, "
        "numarasi, numaranin, numarasiydi, listeniz, sistem, hat, hattin, hatti, kayitlarinizdan, "
        "kayitlardan, sistemden, sisteminizden, veritabaninizdan, telefonunuzdan, kayitlarindan, gruptan, "
        "hattima, hattimi, "
        "sistemlerinizden"
    ),
    Sense.THIS: "bu, bunu, bunlari, sunu, hepsini, artik bu, tum, butun, su, bunlar",
    Sense.SELF: "ben, biz, edeyim mi",
    Sense.THEY: "patron, mudur, mudurum, doktor, ogretmen, otobus, yagmur",
    Sense.PLEAD: (
        "lutfen su, misiniz, musunuz, edin, eder misiniz, rica ediyorum, rica ederim, olur mu, eder misin, "
        "istiyorum lutfen, mumkun mu, istiyoruz, rica ederiz, arz ederim, talep ediyorum, talep ederim, "
        "talep ediyoruz"
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
        "ekleyin, tekrar ekleyin, yanlislikla ciktim, "
        "tekrar (acar|baslatir|gonderir|acabilir|gonderebilir|baslatabilir) (misiniz|misin)"
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
        "tanimiyorum, bu kisi degilim, aradiginiz kisi degilim, "
        "numarasini degistir(di|mis|mistir), "
        "bu (telefonu|numarayi|hatti) (artik |)kullanmiyor"
    ),
    Sense.DONE: (
        "yaptim, tamamladim, imzaladim, artik calismiyorum, isten ayrildim, bitirdim, zaten yaptim, "
        "hallettim, isim degisti, is degistirdim, emekli oldum, istifa ettim, isi biraktim, "
        "(musteriniz|uyeniz|hastaniz|calisaniniz) degil(im|iz), (tasindik|tasindim), "
        "(arabayi|arabami|evi) sattim, (o |)isten ayrildim"
    ),
    Sense.WHO: (
        "kimsiniz, bu kim, kim bu, sen kimsin, siz kimsiniz, kim yaziyor, kim gonderiyor, kimin numarasi, "
        "kiminle gorusuyorum, hangi sirket, kimsin, kimden, bu kimin numarasi, bu numara kimin, "
        "kim yolluyor, kim atiyor, kimdir bu, bu mesajlari kim, bu mesaji kim, "
        "(kimsiniz|kimsin) (siz|sen|acaba), siz kimsiniz acaba"
    ),
    Sense.WHAT: (
        "bu ne, bu nedir, ne bu, ne hakkinda, nasil calisiyor, bu mesaj ne, yardim edin, yardim eder "
        "misiniz, daha fazla bilgi, yardima ihtiyacim var, bu mesajlar ne, bu ne icin, nedir bu, neyle "
        "ilgili, bu mesaj nedir, ne icin bu, ne demek bu, bu ne demek, ne ise yariyor, bilgi alabilir "
        "miyim, yardim lazim, bu neyin nesi, bu mesajlar nedir, konu nedir, yardimci olur musunuz, "
        "yardim, "
        "nereye (basacagim|tiklayacagim|basayim|basiyorum|basmam lazim)"
    ),
    Sense.WHY: (
        "neden bana yaziyorsunuz, neden mesaj aliyorum, niye bana, numarami nereden buldunuz, "
        "ilgilenmiyorum, neden mesaj, niye mesaj, cok fazla mesaj, neden bana, numarami kim verdi, bu spam "
        "mi, numarami nerden, numarami nasil, neden surekli, niye surekli, ne istiyorsunuz, bu spam, gina "
        "geldi, sikildim, yine mi, cidden mi, neden geliyor, niye geliyor, "
        "bana (niye|neden|nicin) (yaziyorsunuz|mesaj|geliyor|gonderiyorsunuz), (gene|yine) mi, "
        "(kac|kac kere|kac defa|kacinci) (kere|defa|kez|) (soyledim|dedim|diyecegim|soyleyecegim|yazdim), "
        "(kayit olmadim|kaydolmadim|abone olmadim|uye olmadim|uye degilim), "
        "(beni |bizi |)rahatsiz (ediyorsunuz|ediyorsun|oluyorum|oluyoruz), (yine|gene) siz, "
        "(abartmayin|cok abarttiniz)"
    ),
    Sense.POLITE: (
        "lutfen, ltfn, lütfennn, tesekkurler, tesekkur ederim, sagol, sagolun, merhaba, hemen, simdi, "
        "iyi gunler, selam, derhal, rica, kardesim, ya, ulan, lan, be, allah askina, saygilar, bi, hadi, "
        "gunaydin, ama, ve, yeter ki, iyi aksamlar, abi, arkadasim, surekli, her gun, bu numaraya, "
        "numarama, telefonuma, bu telefona, evet, tamam, zahmet olmazsa, kolay gelsin, tsk, tesekkur, "
        "ederim, pls, acilen, sabah aksam, gece gunduz, yav, yaa, yahu, kardes, hocam ya, sayin yetkili, "
        "yetkili, evladim, kizim, canim, gunde, be kardesim, artik lutfen, bu hatta, valla, vallahi, "
        "iyi olur, sevinirim, memnun olurum, falan, filan, tarafima, tarafimiza, rica etsem, hergun, "
        "her allahin gunu, kalici olarak, tamamen, temelli, ne olur, nolur, kesinlikle"
    ),
    Sense.HOW_TO: (
        "nasil iptal ederim, nasil durdururum, nasil cikarim, nasil iptal edebilirim, nasil cikabilirim, "
        "nasil durdurabilirim, "
        "nasil (kapatabilirim|durdurabiliriz|kapatirim|kapatilir|durdurulur|silebilirim|iptal edilir)"
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
    Sense.WAIT: "bekle, bekleyin, bir dakika, bi dakika, bir saniye, bi saniye, bir bakayim, dur bakayim",
    Sense.ELSE: (
        "kargo, kargoyu, kurye, kuryeyi, paket, paketi, fatura, faturayi, link, linki, dosya, dosyayi, "
        "evrak, evraklari, form, formu, randevu, randevuyu, siparis, siparisi, toplanti, toplantiyi, ders, "
        "dersi, kurs, kursu, alarm, alarmi, sunucu, sunucuyu, isik, isigi, muzik, muzigi, klima, klimayi, "
        "eki, odev, odevi, ilac, ilaci, sozlesme, sozlesmeyi, sonuc, sonuclari, recete, receteyi, para, "
        "parayi, havale, anahtar, anahtari, urun, urunu, teklif, teklifi, maddeyi, basvuru, basvurumu, "
        "materyalleri, muduru, mudure, patronu, patrona, doktoru, doktora, ogretmeni, ogretmene, polisi, "
        "polise, bankayi, musteriyi, musteriye, sinavi, sinava, "
        "ameliyati, ameliyata, asiyi, asiya, "
        "(dosyayi|belgeyi|evragi|urunu|maddeyi|kalemi|fotografi|ismi) listeden (cikarin|cikar|silin|sil|kaldirin|kaldir), "
        "sifreyi, sifremi, parolayi, parolami, kodu, kod, "
        "(yemek|alisveris|misafir|bekleme|davetli|katilimci) (listesinden|listesine|listesi|listesini)"
    ),
    Sense.THREAT: (
        "sikayetci olacagim, savciliga, mahkemeye veririm, "
        "sikayet (ederim|edecegim|edicem|edecem|ediyorum), dava (acarim|acacagim), "
        "btk ya (sikayet|bildiririm), avukatim"
    ),
}
