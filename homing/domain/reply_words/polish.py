"""What Polish words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "przestan, przestancie, przestac, zaprzestac, zaprzestancie, zatrzymaj, zatrzymajcie, skoncz, "
        "skonczcie, prosze przestac, skonczcie z, wstrzymajcie, przestancie mi, zaprzestanie, koniec z, "
        "(konczcie|kończ) (z|), (zakonczcie|zakoncz) (te|to), zaprzestan, zaniechac, zaniechanie, "
        "zaniechajcie, zaniechania, zaprzestania, wstrzymac, wstrzymanie, wstrzymania, "
        "(ej|hej|no|oj|ludzie|boze) (przestan|przestancie), "
        "(wez|wezcie|no|kurde|kurcze|ludzie) (juz |)(przestan|przestancie|skoncz|skonczcie), "
        "gdybyscie przestali, zebyscie przestali, by przestac, wstrzymajcie sie, skonczyc z, skonczyc to, "
        "skonczyc, zakonczyc to"
    ),
    Sense.CALL_OFF: (
        "anulowac, anuluj, anulujcie, zakoncz, zakonczyc, wylacz, wylaczcie, wylaczyc, koniec, wylaczenie, "
        "wylaczenia, dezaktywujcie, dezaktywuj, dezaktywowac, odwolac, odwolajcie, zamknijcie, "
        "wylaczcie mi, wylacz mi, zablokujcie, zablokuj, dezaktywacja, anulowanie, anulowania, "
        "powylaczajcie, wylaczajcie"
    ),
    Sense.LEAVE: (
        "wypisz mnie, wypiszcie mnie, wypisac sie, wypisz, wypisac, rezygnuje, chce sie wypisac, "
        "wypisuje sie, prosze mnie wypisac, wyrejestrowac, rezygnacja, chce zrezygnowac, wypisanie, "
        "wypisac mnie, prosze o wypisanie, wypiszcie, skreslcie mnie, usuncie mnie, usun mnie, "
        "wykreslcie mnie, skresl mnie, zostac usuniety, zostac usunieta, zostac wypisany, wypisanie mnie, "
        "usuniecie mnie, wykresl mnie, skasujcie mnie, skasuj mnie, mnie usunac, mnie wypisac, "
        "mnie wykreslic, mnie skreslic, usunac mnie, wykreslic mnie, wykreslenie mnie, zrezygnuj mnie, "
        "wyrejestruj, wyrejestrujcie, wyrejestrujcie mnie, zrezygnowac, wypiszcie nas, usuncie nas, "
        "wypisac z, zostac wykreslony, zostac wykreslona, wylogujcie mnie, chce wypisac, odsubskrybuj, "
        "odsubskrybowac, anulujcie subskrypcje, anulowac subskrypcje, wymeldujcie mnie, "
        "wyrejestrowanie mnie, wypisanie sie, chcialbym zrezygnowac, chcialabym zrezygnowac, "
        "(wypisac|wykreslic|usunac|skreslic) nas, nas (wypisac|wykreslic|usunac|skreslic), wyrzuccie mnie, "
        "wywalcie mnie, skasowac mnie, mnie skasowac, zabierzcie mnie z, zdejmijcie mnie z, "
        "wypiszcie numer, (wypisze|usunie|wykresli|skresli|skasuje) (ktos|) (mnie|nas), "
        "(zdjac|zdejmijcie|wylaczcie|wylaczyc|wyrejestrowac|wymazac|wymazcie) (mnie|nas) (z|ze), "
        "dezaktywacja (numeru|konta|powiadomien), "
        "(zrezygnowac|zrezygnowalbym|rezygnujemy|zrezygnowalabym) z (otrzymywania|wiadomosci|sms|powiadomien|przypomnien|wysylki|tej|tych|tego), "
        "odpisac mnie z, "
        "niech (ktos|) (mnie|nas) (|z tego|stad|z listy|stamtad) (wypisze|usunie|wykresli|skresli|skasuje|wyrejestruje|wywali)"
    ),
    Sense.REMOVE: (
        "usun, usuncie, usunac, skasuj, skasujcie, wykresl, wykreslcie, skasowac, wykreslic, usuniecie, "
        "wykreslenie, wyrzuccie, wywalcie, usuniecia, usunieciem, wykreslenia, wymazac, wymazcie, "
        "kasujcie, kasuj, skreslic, skreslcie, skresl, wycofajcie, wyrzuc, wywal, zabierzcie, wymaz, "
        "skasowanie, skasowania, wykasujcie, wykasuj, wykasowac"
    ),
    Sense.GOODBYE: (
        "nie pisz, nie piszcie, nie wysylaj, nie wysylajcie, nie przysylaj, nie przysylajcie, "
        "nie zawracaj, nie zawracajcie, odczep sie, odczepcie sie, zostaw mnie, zostawcie mnie, spadaj, "
        "spadajcie, odwal sie, odwalcie sie, spierdalaj, spierdalajcie, nie kontaktuj, nie kontaktujcie, "
        "nie dzwon, nie dzwoncie, nie przeszkadzac, nie chce dostawac, nie chce otrzymywac, "
        "nie zycze sobie, dajcie mi spokoj, daj mi spokoj, nie przeszkadzajcie, prosze nie pisac, "
        "prosze nie wysylac, cofam zgode, wycofuje zgode, nie wyrazam zgody, zapomnij moj numer, "
        "zapomnijcie moj numer, prosze nie przysylac, nie spamuj, nie spamujcie, nie nekaj, nie nekajcie, "
        "dosc tego, nie pisac, nie wysylac, nie smsuj, nie chce wiecej, prosze nie kontaktowac, "
        "nie kontaktowac, nie meczcie, nie mecz, idzcie sobie, zapomnijcie o mnie, nie wysylajcie mi, "
        "nie pisac do mnie, nie piszcie do mnie, nie przysylac, nie dzwonic, nie chcemy dostawac, "
        "nie chcemy otrzymywac, nie chcialbym otrzymywac, nie chcialabym otrzymywac, "
        "nie chcialbym dostawac, nie chcialabym dostawac, nie smsujcie, nie slijcie, nie slij, "
        "prosze nie dzwonic, prosze juz nie, dajcie spokoj, daj spokoj, zapomnijcie, przestan do mnie, "
        "nie nekac, nie niepokoic, nie niepokojcie, nie przeszkadzaj, dajcie juz spokoj, "
        "nie kontaktujcie sie, "
        "nie(pisz|piszcie|pisac|wysylaj|wysylajcie|wysylac|przysylaj|przysylajcie|przysylac|dzwon|dzwoncie|dzwonic|slij|slijcie|meczcie), "
        "nie (informuj|informujcie|informowac|powiadamiaj|powiadamiajcie|powiadamiac|przypominaj|przypominajcie|przypominac|zasmiecaj|zasmiecajcie|slac|smsowac|spamowac|meczyc|molestujcie|molestuj|przesylaj|przesylajcie|przesylac|wypisuj|truj|trujcie|marnujcie|bombardujcie), "
        "(niech|zeby) (|mi|do mnie|mnie|nam|do nas|nikt) nie (pisze|przysyla|wysyla|dzwoni|pisza|przysylaja|wysylaja|nęka|nekaja|meczy|mecza), "
        "(zebyscie|zeby|by|abyscie|aby) (|mi|do mnie|mnie|nam) (|wiecej) nie (pisali|wysylali|przysylali|dzwonili|meczyli|nekali|pisac|wysylac|przysylac|pisano|wysylano|przysylano), "
        "(blokuje|zablokuje|zablokowalem|zablokowalam|bede blokowac) (was|ten numer|wasz numer|nadawce|to), "
        "won z, won stad, wynocha, odwalcie sie ode mnie, odpuscie (sobie|), "
        "(nie mam|nie mamy) (sily|ochoty) (|juz) (na|do) (te|tych|wasze|waszych), "
        "sprzeciw wobec przetwarzania, sprzeciwiam sie przetwarzaniu, "
        "(mam|mamy) (|was|tego|ich) (po dziurki|powyzej uszu), zejdzcie ze mnie, "
        "dajcie mi (swiety|) spokoj, daj mi (swiety|) spokoj, zostawcie mnie w spokoju, "
        "nie chce (was|ich|tego) (znac|widziec|czytac|ogladac), zglosze was, zglaszam was, "
        "zglosze to do (uodo|uke|uokik|urzedu), jesli jeszcze raz (napiszecie|wyslecie|przyslecie), "
        "odczepcie, odczep, odczepic, "
        "(piszcie|pisac|wysylajcie|wysylac|kontaktujcie|kontakt|kontakt prosze|prosze o kontakt|kontaktowac) (sie |)(|tylko|wylacznie|jedynie|raczej|lepiej|juz tylko) (mailem|mailowo|na maila|na mejla|e mailem|na e maila|droga mailowa|przez maila|mailowy), "
        "nie (pisz|piszcie|wysylaj|wysylajcie|dzwon|dzwoncie|przysylajcie) do (mnie|nas|taty|mamy|meza|zony|syna|corki|dziecka|babci|dziadka|rodzicow|mojej|mojego), "
        "nie(zycze|zyczymy) (sobie|), zakaz (pisania|wysylania|dzwonienia|kontaktu|smsow), "
        "nie wolno (pisac|wysylac|dzwonic|do mnie|mi), "
        "nie pozwalam (pisac|wysylac|uzywac|korzystac|na wysylanie|na kontakt|na uzywanie), "
        "nie ma (sensu|potrzeby|po co|co) (|mi|do mnie|tego|mi tego|mi ich) (slac|pisac|wysylac|przysylac|przypominac|mnie informowac), "
        "nie musicie (mi |do mnie |mnie |)(przypominac|pisac|wysylac|przysylac|informowac|powiadamiac), "
        "odpusccie, odpusc, "
        "nie jestem (zainteresowany|zainteresowana|zainteresowani) (otrzymywaniem|wiadomosciami|powiadomieniami|dalszym|dalszymi|waszymi|panstwa), "
        "(o |)(niewysylanie|nieprzysylanie|niekontaktowanie|niepisanie|nieprzesylanie|niedzwonienie|nienekanie|niespamowanie|niewysylania|nieprzysylania), "
        "(wole|wolalbym|wolalabym) (juz |)nie (dostawac|otrzymywac|miec), "
        "(pominac|pomincie|pomijajcie|pomijac) mnie w (wysylce|wysylkach|powiadomieniach), "
        "nie uwzgledniac mnie, "
        "nie (nachodz|nachodzcie|zamęczajcie|zameczajcie|zasypujcie|napastujcie|gnebcie|dreczcie|suszcie), "
        "dajcie zyc, dajcie mi zyc, idz sobie, zejdz ze mnie, "
        "(niech|zeby) (mi to|mi|do mnie|to|nam|to do mnie) nie (przychodzi|przychodza|przychodzily|przychodzilo|dochodzi|dochodza), "
        "(chce|chcialbym|chcialabym) (zeby|by|aby) (to|te|te smsy) (skonczylo|zakonczylo|ustalo|skonczyly|ustaly), "
        "wypad, (zeby|by|aby) to (sie |)(skonczylo|ustalo), bez (smsow|sms ow), "
        "nie (prosilem|prosilam|zamawialem|zamawialam) (o |)(te|smsy|sms|wiadomosci|powiadomienia)"
    ),
    Sense.KEEP: (
        "nie przestawaj, nie przestawajcie, nie zatrzymuj, nie zatrzymujcie, nie wypisuj mnie, nie "
        "wypisujcie, nie usuwaj, nie usuwajcie, nie przerywajcie, nie konczcie, nie anuluj, nie rezygnuje"
    ),
    Sense.NOTE: (
        "wiadomosc, wiadomosci, smsy, sms ow, smsow, esemesy, esemesow, przypomnienie, przypomnienia, "
        "przypomnien, powiadomienia, powiadomien, subskrypcja, subskrypcje, wiadomosciami, sms y, smsami, "
        "smsem, subskrypcji, wysylki, smsa, smsu, esemesa, esemesom, esemesami, powiadomieniem, "
        "powiadomieniami, przypomnieniami, przypomnieniem, newsletter, spam, spamu, przypominajek, "
        "przypominajki, uslugi, usluga, uslug, komunikatow, komunikaty, powiadomienie, kanal, kanalu"
    ),
    Sense.PESTER: (
        "pisac, kontaktowac, nekac, dzwonic, meczyc, spamowac, pisania, nekania, przypominac, zawracac, "
        "niepokoic, smsowac, informowac, powiadamiac, kontaktu, kontaktowania"
    ),
    Sense.SEND: "wysylac, przysylac, wysylania, przysylania, slac, wysylanie, przesylac",
    Sense.GET: "dostawac, otrzymywac, dostac, otrzymac, czytac, ogladac, widziec",
    Sense.GETS: "dostaje, otrzymuje, dostalem, dostalam, dostal",
    Sense.WANT: (
        "chce, zycze sobie, potrzebuje, chcialbym, chcialabym, zyczymy, wole, wolalbym, wolalabym, czy "
        "moge, chcemy, zycze, checi, pragne, zycza"
    ),
    Sense.NO: "nie, zadnych, zaden, zadnego",
    Sense.NOT: "nigdy",
    Sense.MORE: "wiecej, juz wiecej, kolejnych, dalszych",
    Sense.AGAIN: "ponownie, znowu, znow, jeszcze raz",
    Sense.ENOUGH: (
        "dosc, wystarczy, mam dosc, starczy, dosyc, mam dosyc, mam tego dosc, mam was dosc, mam juz dosc, "
        "mam tego dosyc, starczy tego"
    ),
    Sense.ME: (
        "mnie, mi, moj, mojego, do mnie, mna, moja, mojej, moje, moich, moim, moimi, nas, nam, naszego, "
        "mego, moi, nasz"
    ),
    Sense.LIST: (
        "lista, listy, liste, numer, telefon, baza, bazy, numeru, telefonu, nr, listy mailingowej, "
        "numerem, bazie, bazy danych, systemu, systemie, kontaktow, grupy, spisu, rejestru, evidencji, "
        "ewidencji, komorke, komorki"
    ),
    Sense.THIS: (
        "te, ten, tego, tych, tymi, wszystko, wszystkie, te wszystkie, tym, wasze, waszych, od was, "
        "od panstwa"
    ),
    Sense.SELF: "musze, czy mam",
    Sense.THEY: "szef, szefowa, on, ona, oni, pociag, deszcz, lekarz",
    Sense.PLEAD: (
        "mozesz, mozecie, czy mozecie, czy mozesz, prosze o, prosze was o, czy moglibyscie, moglbys, "
        "moglibyscie, zadam, chce zebyscie, prosze zebyscie, czy mozna, mozna"
    ),
    Sense.HOW: "jak, jak moge, jak sie, w jaki sposob, jak mozna",
    Sense.ASKING: "dlaczego, kiedy, gdzie, czemu, czy, jesli, kto, po co",
    Sense.SAY: "powiedzial, powiedziala, mowi, prosil, kazal",
    Sense.REPLY: "odpowiedz, odpisz, napisalem, napisalam",
    Sense.RESUME: (
        "wznow, wznowcie, wznowic, zapisz mnie, zapiszcie mnie, zapisac sie ponownie, chce znowu dostawac, "
        "chce ponownie, aktywuj ponownie, wlacz ponownie, wlaczcie ponownie, zapisac mnie, "
        "chce znow dostawac, znowu dostawac, znow dostawac, ponownie otrzymywac, ponownie dostawac, "
        "zapisz ponownie, znow otrzymywac, wysylajcie znowu, wysylajcie ponownie, cofnij stop, "
        "piszcie znowu, prosze znowu wysylac, prosze ponownie wysylac, przywroccie, przywroc, "
        "znowu otrzymywac, wlaczcie z powrotem, z powrotem na liste, chce wrocic, wlacz z powrotem, "
        "(wpiszcie|dodac|dodajcie|wpisac|zapisac) mnie (|znowu|z powrotem|ponownie), prosze mnie dodac"
    ),
    Sense.BEGIN: "zacznij, zacznijcie, kontynuuj, kontynuujcie, rozpocznij",
    Sense.OOPS: "przez pomylke, przypadkiem, przypadkowo, omylkowo, niechcacy",
    Sense.AT: "przy, na, za, przed, pod, po, w",
    Sense.OF: "z, ze",
    Sense.OTHER: (
        "koniec miesiaca, do konca, przystanek, koniec roku, koniec tygodnia, "
        "nie (pisz|piszcie|wysylaj|wysylajcie|dzwon|dzwoncie) do"
    ),
    Sense.WRONG: (
        "zly numer, pomylka, to pomylka, bledny numer, zla osoba, pomylil pan, pomylila pani, "
        "pomyliles numer, pomyliliscie numer, nie ten numer, niewlasciwy numer, niewlasciwa osoba, "
        "to nie jest numer, nie jestem ta osoba, to nie numer, to juz nie jest numer, "
        "nie znam takiej osoby, pomyliles sie, pomylilas numer, pomyliliscie sie, pomyliliscie osoby, "
        "pomyliles osoby, ten numer nie nalezy, to juz nie jest jej numer, to nie jest jej numer, "
        "to nie jest jego numer, to nie moje imie, nieprawidlowy numer, pomylony numer, nie ta osoba, "
        "numer nalezy teraz, mylny numer, nie ma takiej osoby, nie pod ten numer, pod zly, "
        "nowym wlascicielem, nowa wlascicielka, nowy wlasciciel, teraz moj numer, teraz to moj numer, "
        "zmienil numer, zmienila numer, ma inny numer, ma nowy numer, nie ma juz tego numeru, "
        "nie uzywa tego numeru, nie uzywa juz tego numeru, nie jest juz numer, nie nalezy do, "
        "nie nalezy juz do, szuka pan kogos innego, szukacie kogos innego, szuka pani kogos innego, "
        "szukasz kogos innego, pomylono, pan sie pomylil, pani sie pomylila, z kims pan, myli mnie pan, "
        "myla mnie panstwo, mylicie mnie, zle pan trafil, zle trafiliscie, nie jestem osoba, zla osobe, "
        "nie ma tu nikogo o, nie ma tu nikogo, nie moj telefon, to nie moj numer, "
        "(to|) (telefon|numer) (meza|zony|syna|corki|mamy|taty|brata) nie moj, tu nie mieszka zaden, "
        "tu nie mieszka zadna"
    ),
    Sense.NOT_BEING: (
        "nie jestem, ja nie jestem, nie mam na imie, nie znam zadnej, nie znam zadnego, nie nazywam sie, to "
        "nie jest pan, to nie jest pani"
    ),
    Sense.ORDINARY: (
        "pewien, pewna, gotowy, gotowa, prawda, mozliwe, pilne, chory, chora, fajne, ja, robot, wazne, "
        "dobre, problem, glupi, glupia, zainteresowany, zainteresowana, dobry, zabawne, smieszne, w stanie"
    ),
    Sense.DONE: (
        "juz zrobilem, juz zrobilam, zrobione, juz zrobione, juz nie pracuje, juz tam nie pracuje, "
        "juz podpisalem, juz podpisalam, gotowe, zalatwione, zmienilem prace, zmienilam prace, "
        "mam inna prace, mam nowa prace, zwolnilem sie, zwolnilam sie, odszedlem z pracy, "
        "odeszlam z pracy, jestem na emeryturze, przeszedlem na emeryture, przeszlam na emeryture"
    ),
    Sense.WHO: (
        "kto to, kto pisze, kim jestes, kto wysyla, czyj to numer, kto mowi, od kogo, kim jestescie, "
        "kto to jest, kim pan jest, kim pani jest, co to za firma, co to za numer, kto do mnie pisze, "
        "z kim rozmawiam, kto mi, kim wy jestescie, kto jest nadawca, jaka firma, kto tam, kim ty jestes, "
        "(a|) kto pyta, kto do mnie, kto wy, kto wy jestescie"
    ),
    Sense.WHAT: (
        "co to jest, o co chodzi, o co tu chodzi, jak to dziala, wiecej informacji, potrzebuje pomocy, "
        "pomozcie, co to, co to za, co to za wiadomosci, co to ma byc, pomoz mi, co to znaczy, czego to "
        "dotyczy, do czego to sluzy, prosze o pomoc, po co to, w jakiej sprawie"
    ),
    Sense.WHY: (
        "dlaczego do mnie piszecie, dlaczego dostaje, czemu dostaje, skad macie moj numer, "
        "nie jestem zainteresowany, nie jestem zainteresowana, dlaczego do mnie piszesz, "
        "czemu do mnie piszecie, za duzo wiadomosci, czemu piszecie, dlaczego piszecie, "
        "nie interesuje mnie, czemu mi, dlaczego mi, to spam, czy to spam, skad masz moj numer, "
        "wypisac z czego, denerwujace, wkurzajace, za duzo smsow, dlaczego ciagle, czemu ciagle, "
        "dlaczego to dostaje, znowu to, znowu wy, serio znowu, czemu to przyszlo, po co mi to, "
        "po co to wysylacie, po co mi, po co wysylacie"
    ),
    Sense.POLITE: (
        "prosze, dziekuje, dzieki, dzien dobry, czesc, teraz, natychmiast, juz, wreszcie, do cholery, "
        "kurwa, prosze bardzo, od zaraz, uprzejmie, z gory dziekuje, panstwo, pozdrawiam, witam, "
        "dobry wieczor, kurde, ale, i, w koncu, bardzo, cholera, ciagle, od teraz, przepraszam, "
        "niezwlocznie, blagam, no, serio, sie, tez, tak, codziennie, na ten numer, na moj numer, "
        "na moj telefon, pod ten numer, pan, pani, pana, panie, dzien w dzien, dzien i noc, w kolko, "
        "mi tu, wy, na stale, na zawsze, trwale, definitywnie, stanowczo, calkowicie, kategorycznie"
    ),
    Sense.HOW_TO: "jak sie wypisac, jak zrezygnowac",
    Sense.MUST: "musi, musza, macie",
    Sense.DATA: "dane, danych, dane osobowe, danych osobowych, informacje, nazwisko",
    Sense.CONSENT: "zgode, zgody, zgoda, pozwolenia, upowaznienia, pozwolenie, zezwolenia",
    Sense.WITHDRAW: "wycofuje, cofam, wycofac, cofnac, odwoluje, wycofanie, cofniecie, uniewazniam",
    Sense.NOT_WANTED: (
        "nie wyrazam zgody, nie zgadzam sie na, nie wyrazilem zgody, nie wyrazilam zgody, "
        "nie zyczymy sobie, nie potrzebuje juz, nie zgadzam sie zebyscie, nie interesuja mnie, "
        "rezygnujemy z, nie mam ochoty na, nie dawalem zgody, nie dawalam zgody, nie dalem zgody, "
        "nie dalam zgody, sprzeciwiam sie, wnosze sprzeciw, zabraniam, nie potrzebuje, nie potrzebujemy, "
        "nie zgadzam sie, nie mam zyczenia, nie potrzebne mi, niepotrzebne mi, zbedne mi, niechce, "
        "nie chcialbym, nie chcialabym, nie(chce|chcemy|potrzebuje|potrzebujemy), nie dotycza mnie, "
        "nie dotyczy mnie, mnie (juz |)nie (dotycza|dotyczy|interesuja|interesuje), zbedne, zbedny, "
        "niepotrzebne, niepotrzebny, niepotrzebna, sa mi zbedne, sa mi niepotrzebne"
    ),
    Sense.LAST: (
        "niech to bedzie ostatnia, niech to bedzie ostatni, oby to byla ostatnia, oby to byl ostatni, mam "
        "nadzieje ze to ostatnia, mam nadzieje ze to ostatni"
    ),
    Sense.MISS: "przegapic, stracic, pominac, zapomniec, ominac, przeoczyc",
    Sense.NOT_MINE: (
        "nie jest do mnie, nie do mnie, nie dla mnie, do kogos innego, dla kogos innego, nie jest dla mnie, "
        "nie byla do mnie, byla do kogos innego"
    ),
    Sense.GONE: (
        "juz tu nie pracuje, juz tutaj nie pracuje, nie pracuje tu juz, juz u nas nie pracuje, juz tu nie "
        "mieszka, nie mieszka tu, nie mieszka juz tutaj, nie pracuje juz tutaj, nie pracuje tutaj, nie "
        "pracuje juz u nas, nie mieszka tutaj, nie mieszka tu juz, tu nie pracuje, tu nie mieszka, nie "
        "pracuje tu"
    ),
    Sense.OLD: "stary, starego, dawny, poprzedni, byly",
    Sense.NOBODY: (
        "nie ma tu zadnej, nie ma tu zadnego, nie ma tutaj zadnej, nie ma tutaj zadnego, tu nie ma zadnej, "
        "tu nie ma zadnego, nie mieszka tu zaden, nie mieszka tu zadna, nie pracuje tu zaden, nie pracuje "
        "tu zadna"
    ),
    Sense.FAILS: "nie moge, nie moglem, nie moglam",
    Sense.WAIT: (
        "chwila, chwile, moment, momencik, chwileczke, sekunde, sekunda, poczekaj, poczekajcie, czekaj, zaraz"
    ),
    Sense.ELSE: (
        "faktury, fakture, faktur, rachunku, rachunkow, kuriera, paczki, paczke, linku, linka, pliku, "
        "plik, pliki, zaswiadczenia, obiadow, obiadu, silowni, zajec, kursu, szkolenia, formularza, "
        "wniosku, wizyty, wizyte, wniosek, dokumentow, zdjec, alarm, alarmu, zalacznik, zalacznika, "
        "ogrzewanie, swiatlo, serwer, drukarke, muzyke, oceny, opinii, referatu, materialow, prezentacji, "
        "listu, listow, umowy, umowe, umowa, wynikow, wyniki, recepty, recepte, pieniedzy, przelewu, "
        "przelew, klucza, kluczy, zamowienia, towaru, projektu, raportu, oferty, punktu, zgloszenia, "
        "duplikat, szefa, szefowej, dyrektora, dyrektorki, kierownika, nauczycielki, nauczyciela, lekarza, "
        "policji, kolegi, kolezanki, egzaminu"
    ),
    Sense.THREAT: "zglosze na policje, pojde na policje, zawiadomie policje",
}
