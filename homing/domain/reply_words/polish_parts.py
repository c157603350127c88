"""What the words around a Polish request mean: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.SEND: "wysylac, przysylac, wysylania, przysylania, slac, wysylanie, przesylac",
    Sense.GET: "dostawac, otrzymywac, dostac, otrzymac, czytac, ogladac, widziec",
    Sense.GETS: "dostaje, otrzymuje, dostalem, dostalam, dostal",
    Sense.WANT: (
        "chce, zycze sobie, potrzebuje, chcialbym, chcialabym, zyczymy, wole, wolalbym, wolalabym, czy "
        "moge, chcemy, zycze, checi, pragne, zycza"
    ),
    Sense.NO: ("nie, zadnych, zaden, zadnego, ani (jednego|jednej|jednym)"),
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
        "moglibyscie, zadam, chce zebyscie, prosze zebyscie, czy mozna, mozna, "
        "czy (moglbym|moglabym|moglibysmy|da sie|daloby sie|dalo by sie)"
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
        "(wpiszcie|dodac|dodajcie|wpisac|zapisac) mnie (|znowu|z powrotem|ponownie), prosze mnie dodac, "
        "(znowu|znow|ponownie) (mi |)(wysylac|przysylac|pisac|przypominac)"
    ),
    Sense.BEGIN: "zacznij, zacznijcie, kontynuuj, kontynuujcie, rozpocznij",
    Sense.OOPS: "przez pomylke, przypadkiem, przypadkowo, omylkowo, niechcacy",
    Sense.AT: "przy, na, za, przed, pod, po, w",
    Sense.OF: "z, ze",
    Sense.OTHER: (
        "koniec miesiaca, do konca, przystanek, koniec roku, koniec tygodnia, "
        "nie (pisz|piszcie|wysylaj|wysylajcie|dzwon|dzwoncie) do, "
        "(wystarczy|starczy) (mi |nam |)(jedna|jeden|jedno|dwa|dwie), (liste|listy|lista|liscie) zakupow"
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
        "tu nie mieszka zadna, "
        "to (chyba|raczej|pewnie) nie do mnie, "
        "ma (teraz |juz |)(inny|nowy) (numer|telefon|nr), "
        "(juz |)nie (ma|uzywa) (juz |)tego (telefonu|numeru)"
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
        "odeszlam z pracy, jestem na emeryturze, przeszedlem na emeryture, przeszlam na emeryture, "
        "nie (pracuje|jestem zatrudniony|jestem zatrudniona) juz (|tam|u was|dla was|w tej firmie), "
        "juz (u was|w tej firmie|dla was) nie pracuje, "
        "nie jestem juz (waszym|waszą|panstwa|) (klientem|klientka|pacjentem|pacjentka|czlonkiem|pracownikiem), "
        "wyprowadzilem sie, wyprowadzilam sie, wyprowadzilismy sie, "
        "(sprzedalem|sprzedalam|sprzedalismy) (auto|samochod|mieszkanie|dom)"
    ),
    Sense.WHO: (
        "kto to, kto pisze, kim jestes, kto wysyla, czyj to numer, kto mowi, od kogo, kim jestescie, "
        "kto to jest, kim pan jest, kim pani jest, co to za firma, co to za numer, kto do mnie pisze, "
        "z kim rozmawiam, kto mi, kim wy jestescie, kto jest nadawca, jaka firma, kto tam, kim ty jestes, "
        "(a|) kto pyta, kto do mnie, kto wy, kto wy jestescie, "
        "z kim (pisze|mam przyjemnosc|koresponduje)"
    ),
    Sense.WHAT: (
        "co to jest, o co chodzi, o co tu chodzi, jak to dziala, wiecej informacji, potrzebuje pomocy, "
        "pomozcie, co to, co to za, co to za wiadomosci, co to ma byc, pomoz mi, co to znaczy, czego to "
        "dotyczy, do czego to sluzy, prosze o pomoc, po co to, w jakiej sprawie, "
        "pomocy, "
        "(co|gdzie) mam (teraz |)(kliknac|nacisnac|zrobic), nie wiem co mam (zrobic|robic)"
    ),
    Sense.WHY: (
        "dlaczego do mnie piszecie, dlaczego dostaje, czemu dostaje, skad macie moj numer, "
        "nie jestem zainteresowany, nie jestem zainteresowana, dlaczego do mnie piszesz, "
        "czemu do mnie piszecie, za duzo wiadomosci, czemu piszecie, dlaczego piszecie, "
        "nie interesuje mnie, czemu mi, dlaczego mi, to spam, czy to spam, skad masz moj numer, "
        "wypisac z czego, denerwujace, wkurzajace, za duzo smsow, dlaczego ciagle, czemu ciagle, "
        "dlaczego to dostaje, znowu to, znowu wy, serio znowu, czemu to przyszlo, po co mi to, "
        "po co to wysylacie, po co mi, po co wysylacie, "
        "ile (razy|mozna), "
        "nie (zapisywalem|zapisywalam|rejestrowalem|rejestrowalam) sie, "
        "nie (subskrybowalem|subskrybowalam), nigdy (o to |)nie (prosilem|prosilam), "
        "mnie (denerwuja|irytuja|wkurzaja|drazni|draznia|mecza), "
        "(denerwuja|irytuja|wkurzaja|draznia|mecza) mnie, "
        "(przeszkadzacie|meczycie|nekacie|dreczycie) (mi|mnie), (no nie |)znowu wy"
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
        "niepotrzebne, niepotrzebny, niepotrzebna, sa mi zbedne, sa mi niepotrzebne, "
        "(obejde|obejdziemy|poradze|poradzimy) sie bez, (obejde|poradze) sobie bez, poradze sobie bez, "
        "nie (chce|chcemy|zycze sobie) (zebyscie|zeby ktos|byscie|abyscie), "
        "nie macie (prawa|zgody|pozwolenia)"
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
        "policji, kolegi, kolezanki, egzaminu, "
        "zabieg, zabiegu, operacje, operacji, szczepienie, szczepienia, badanie, badania, "
        "haslo, hasla, kod, kodu, "
        "(listy|liste|lista|liscie) (obiadow|gosci|oczekujacych|zakupow|uczestnikow|obecnosci)"
    ),
    Sense.THREAT: (
        "zglosze na policje, pojde na policje, zawiadomie policje, "
        "(zglosze|zglaszam) (sprawe|to|was), (zloze|skladam) (skarge|zawiadomienie), podam was do sadu, "
        "pozwe was, moj prawnik, moj adwokat, (ide|idziemy) na policje"
    ),
    Sense.NEEDLESS: ("nie (trzeba|musicie|musisz), nie musi (pan|pani), nie musza panstwo, niepotrzebnie"),
}
