"""What Indonesian words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "berhenti, hentikan, setop, berhentikan, tolong berhenti, hentikan pengiriman, brenti, brhenti, "
        "stopin, stopkan, setopin, distop, di stop, disetop, di setop, dihentikan, di hentikan, "
        "diberhentikan, hentiin, berentiin, berhentiin, udahan, sudahi, menghentikan, henti, berenti, "
        "berhentilah, hentikanlah, hentikan semua, setop semua, stop aja, penghentian"
    ),
    Sense.CALL_OFF: (
        "batal, batalkan, nonaktifkan, matikan, akhiri, dimatikan, matiin, dimatiin, nonaktifin, "
        "dinonaktifkan, dinonaktifin, non aktifkan, dibatalkan, batalin, off kan, offkan, di off kan, "
        "tutup, cancel, diakhiri, di non aktifkan"
    ),
    Sense.LEAVE: (
        "berhenti berlangganan, batal langganan, batalkan langganan, unreg, unreg sms, berhenti langganan, "
        "keluar dari daftar, keluarkan saya, keluarin saya, hapus saya, hapus nomor saya, "
        "hapus nomer saya, hapus no saya, hapus kontak saya, coret nama saya, coret saya, hapus nama saya, "
        "saya keluar dari daftar, keluar dari grup, keluar dari langganan, batalkan pendaftaran, "
        "unsubscribe saya, mau unsubscribe, mau berhenti langganan, dikeluarkan dari daftar, "
        "dihapus dari daftar, "
        "(keluarkan|keluarin|hapus|apus|hapusin|coret|cabut|copot|buang|delete|remove) (nomor|nomer|no|no hp|nama|kontak|data) (saya|aku|ku|gw|gue|kami), "
        "(keluarkan|keluarin|hapus|apus|coret|buang|cabut) (saya|aku|gw|gue|kami|kita|no gue|no gw), "
        "(mau|ingin|pengen|minta) (keluar|dikeluarkan|dihapus|dicoret|berhenti langganan|berhenti berlangganan|unsub|unsubscribe|unreg) (dari|) (daftar|list|grup|sistem|database|broadcast|sms|langganan|), "
        "(dikeluarkan|dihapus|dicoret|dibuang|keluar) dari (daftar|list|sistem|database|broadcast|grup sms|grup ini|list sms), "
        "(batalin|stop|setop|hentikan|akhiri|putus) (langganan|berlangganan), unsub, unsubs, un reg, "
        "(dikeluarkan|dihapus|dicoret|dibuang|dikeluarin) (dari|dr) (daftar|list|sistem|database|broadcast|grup|sini|kontak), "
        "stop (berlangganan|langganan|langganannya), "
        "kecualikan (saya|nomor saya|kami), "
        "(saya|nomor saya|kami) (tolong |mohon |minta |)(dikeluarkan|dihapus|dicoret|dikecualikan), "
        "(saya minta|saya mau|saya ingin|mau|ingin|minta|mohon) (keluar|dikeluarkan|dihapus) (dari|) (layanan|program|layanan ini|program ini|sms|daftar|list|grup|sistem), "
        "(tidak|ga|gak|nggak|ngga) (mau|ingin) (lagi |)(ada |masuk |terdaftar |)di (daftar|list|grup|database)"
    ),
    Sense.REMOVE: (
        "hapus, hapuskan, keluarkan, coret, buang, hilangkan, apus, hapusin, hilangin, keluarin, "
        "singkirkan, musnahkan, dihapus, dicoret, dikeluarkan, dikeluarin, dihapusin, apusin, copot, "
        "delete, del, remove, dicopot, keluarkanlah, padam, padamkan, dipadam, "
        "blokir, blok, blokirin, (mohon|minta|tolong) diblokir, "
        "bersihkan, bersihin"
    ),
    Sense.GOODBYE: (
        "jangan kirim, jangan kirimi, jangan ganggu, jangan sms, jangan hubungi, jangan wa, "
        "tinggalkan saya, jangan mengirim, jangan chat, tidak mau menerima, tidak ingin menerima, "
        "gak mau terima, jangan kontak, jangan mengganggu, ga mau terima, nggak mau terima, pergi sana, "
        "jangan ngirim, tidak mau lagi, tidak ingin lagi, jangan telepon, lupakan nomor saya, "
        "biarkan saya sendiri, tak mau terima, ga usah kirim, gak usah kirim, tidak usah kirim, "
        "tidak perlu kirim, jgn sms, jgn kirim, jgn kirimi, jgn ganggu, jgn hubungi, jgn wa, jgn chat, "
        "jgn telp, jgn kontak, ga usah sms, gak usah sms, nggak usah sms, ngga usah sms, gausah sms, "
        "gausah kirim, nggak usah kirim, ngga usah kirim, ga usah kirim2, gausah kirim2, gak usah kirim2, "
        "tidak usah sms, tidak usah hubungi, ga usah hubungi, gak usah hubungi, jangan spam, jgn spam, "
        "jangan kirim2, jgn kirim2, jangan sms2, jangan lagi kirim, jangan lagi hubungi, jangan dikirim, "
        "jangan dikirimi, tidak mau dihubungi, tidak ingin dihubungi, gak mau dihubungi, ga mau dihubungi, "
        "gamau terima, gamau dapat, ga mau dapat, gak mau dapat, nggak mau dapat, ngga mau dapat, "
        "tidak mau dapat, tidak ingin dapat, tidak mau diganggu, tidak mau sms, ga mau sms, gak mau sms, "
        "enyahlah, minggat, stop ganggu, lupakan saya, "
        "(jangan|jgn|jng|jangn|jgan|jan|ga usah|gak usah|gk usah|ga ush|gausah|nggak usah|ngga usah|tidak usah|tdk usah|tak usah|tak perlu|tidak perlu|ga perlu|gak perlu|gaperlu|tdk perlu|stop|tolong jangan|gak perlu|ndak usah|mohon tidak|mohon untuk tidak) (|lagi|pernah lagi|ada|ada lagi|terus) (kirim|kirim2|kirimi|kirimin|kirimkan|mengirim|mengirimi|mengirimkan|ngirim|ngirimin|dikirim|dikirimi|dikirimin|dikirimkan|sms|sms2|smsin|sms in|di sms|disms|hubungi|menghubungi|dihubungi|hub|hubungin|kontak|mengontak|dikontak|chat|chatin|dichat|ganggu|mengganggu|diganggu|gangguin|spam|nyepam|wa|wa in|ingetin|ingatkan|mengingatkan|diingatkan|diingetin|telp|telpon|telepon|menelepon|teror|neror|nge sms|ngesms|nelpon|hantar|menghantar|mesej), "
        "(jangan|jgn) ke (hp|nomor|no|sms|wa|handphone|nomor ini), "
        "(saya|aku|gw|gue|gua|sy|) (blokir|block|blok|laporkan|laporin) (ya|nomor ini|nomor anda|kamu|kalian|anda), "
        "(capek|cape|bosan|bosen|males|risih|muak|jenuh|pusing) (saya|aku|gw|gue|) (di sms|disms|dismsin|dichat|dispam|ditelp|di spam|di chat|terima sms|nerima sms|baca sms), "
        "tak nak (terima|dapat|mesej|sms|lagi), taknak (terima|dapat|mesej|sms|lagi), "
        "(padam|buang|copot|hapus|keluarkan|coret|delete) (nombor|nomor|nomer|no|no hp|nama|kontak) (saya|aku|ku|gw|gue|kami|ini), "
        "jauhi saya, enyah, pergi kau, "
        "(tidak|gak|ga|nggak|ngga|tdk|gk|tak) (mau|ingin|pengen|pingin|sudi|minat) (lagi|) (disms|di sms|dihubungi|dikirimi|dikirimin|dichat|diganggu|diingatkan|diingetin|dispam|sms2an), "
        "(aktifkan|pasang) dnd, saya tidak mau lagi, (tidak|ga|gak) usah lagi, "
        "(keberatan|menolak|tidak setuju|tidak mengizinkan|tidak terima|gak terima) (data|data pribadi|nomor|nomer|kontak) (saya|) (diproses|dipakai|digunakan|disimpan|dipake), "
        "(jangan|jgn|jng|tolong jangan) (pernah|sekali kali|coba coba|sampai|suka|sok) (kirim|kirimi|kirimin|mengirim|ngirim|dikirim|dikirimi|sms|smsin|disms|di sms|hubungi|menghubungi|dihubungi|kontak|chat|chatin|dichat|ganggu|diganggu|spam|wa|ingatkan|diingatkan|ingetin|telp|telepon), "
        "dilarang (kirim|kirimi|kirimin|mengirim|ngirim|dikirim|dikirimi|sms|smsin|disms|di sms|hubungi|menghubungi|dihubungi|kontak|chat|chatin|dichat|ganggu|diganggu|spam|wa|ingatkan|diingatkan|ingetin|telp|telepon), "
        "(ga|gak|tidak|nggak|tdk) (boleh|izinkan|mengizinkan|ngizinin) (kirim|kirimi|kirimin|mengirim|ngirim|dikirim|dikirimi|sms|smsin|disms|di sms|hubungi|menghubungi|dihubungi|kontak|chat|chatin|dichat|ganggu|diganggu|spam|wa|ingatkan|diingatkan|ingetin|telp|telepon), "
        "jangan (masukkan|masukin|libatkan|sertakan|ikutkan) saya, "
        "(males|malas|bosen|bosan|capek|cape|muak) (dapat|dapet|nerima|terima|baca|liat|lihat|di|kena) (sms|pesan|notif|chat), "
        "(saya|aku|gw|gue|kami) (mau|ingin|pengen) (stop|berhenti|udahan|setop), "
        "(udah|sudah) (jangan|jgn|stop|setop), "
        "(cukup|hanya|tolong|mohon|harap) (lewat|via|ke|pakai) (email|e mail|imel) (saja|aja|), "
        "(udah|sudah) (dong|deh|lah|ah) (smsnya|sms nya|sms|pesannya|notifnya|pengingatnya), "
        "(biarkan|biarin|kasih) saya (tidur|istirahat|tenang), "
        "(tidak|gak|ga|nggak|ngga|tdk) (perlu|usah) (repot |repot repot |)(ngabarin|kabarin|kabari|mengabari|ngingetin|kasih tau|ngasih tau|beritahu), "
        "(nomor|nomer|no|hp) (ini|saya) (jangan|tidak usah|ga usah|gak usah) (dipakai|dipake|digunakan|dikirimi|disms), "
        "(jangan|jgn) (pakai|pake|gunakan) (nomor|nomer|no) (saya|ini), "
        "(tidak|ga|gak|nggak|ngga|tdk) (mau|ingin|pengen) (lagi |)(berurusan|berhubungan|ada urusan|kontak) (lagi |)(dengan|sama) (kalian|anda|kamu), "
        "(jangan|jgn) ke (saya|aku), "
        "(tidak|ga|gak|nggak) (minta|pernah minta) dan (tidak|ga|gak|nggak) (mau|ingin|butuh)"
    ),
    Sense.KEEP: (
        "jangan berhenti, jangan hentikan, jangan batalkan, jangan hapus, jangan stop, lanjutkan saja, "
        "jangan dihentikan, jangan disetop"
    ),
    Sense.NOTE: (
        "pesan, sms nya, pengingat, notifikasi, pesan pesan, pesannya, smsnya, langganan, pemberitahuan, "
        "chat, sms ini, mesej, sms2, sms an, smsan, notif, notif2, notifnya, notifikasinya, pesan2, "
        "pengingatnya, reminder nya, remindernya, pesan singkat, sms sms, broadcast, spam, kiriman, "
        "pesan ini, sms ginian, sms begini, smsmu, sms kalian, "
        "layanan, layanannya, layanan ini"
    ),
    Sense.SEND: "kirim, mengirim, mengirimi, kirimi, ngirim, pengiriman, ngirimin, kirimin",
    Sense.PESTER: (
        "ganggu, mengganggu, menghubungi, hubungi, spam, gangguin, menyepam, disms, dismsin, di sms, "
        "dispam, di spam, menghubungi saya, dihubungi, diganggu, neror, teror, ingetin, ingatkan, "
        "mengingatkan, diingatkan, hubungin, "
        "dikirimi, dikirimin, dikirim, dikirimkan, dikabari, disurati, dichat, dikontak, "
        "ngabarin, ngabari, kabarin, kabari, mengabari, ngasih tau, kasih tau, beritahu, memberitahu, "
        "ngingetin, mengirimi"
    ),
    Sense.GET: (
        "menerima, dapat, terima, nerima, mendapat, mendapatkan, dapet, baca, lihat, liat, menerima lagi"
    ),
    Sense.WANT: "mau, ingin, butuh",
    Sense.NOT: "jangan",
    Sense.NO: "tidak, gak, ga, nggak, tak, enggak, bukan, tdk, gk, ngga, kagak, kaga",
    Sense.MORE: "lagi, lg, lgi, kembali, lg ya, lagih",
    Sense.ENOUGH: (
        "cukup, sudah cukup, bosan dengan, capek dengan, muak dengan, udah cukup, "
        "(bosan|bosen|capek|cape|muak|jenuh|risih|terganggu|jengkel|pusing|sebel|kesal|kesel) (saya|aku|gw|gue|) (dengan|sama|dgn|ama|oleh|lihat|liat|baca|terima|nerima), "
        "cukup sudah, cukup lah, udah lah, sudahlah"
    ),
    Sense.ME: "saya, aku, ke saya, gue, gw, ku, sy, sya, aq, gua, kami, nomor saya ini, daku",
    Sense.LIST: (
        "daftar, nomor, no hp, hp, daftar anda, nomer, database, kontak anda, nomorku, list, no, nombor, "
        "no ini, nomor ini, no wa, sistem, grup, kontak, daftar sms, senarai, daftar kontak, nomornya, "
        "nomernya, nomor kami, nomor kita, nomerku, no nya"
    ),
    Sense.THIS: "ini, itu, semua, begini, gini, kayak gini, ginian, gituan, kaya gini, tersebut, beginian",
    Sense.PLEAD: (
        "bisakah, bisa, bisa tidak, bisakah anda, saya minta, bisa tolong, mohon untuk, tolong dong, "
        "harap, minta, mohon agar, saya harap, bisa ga, bisa gak, boleh, saya mau"
    ),
    Sense.HOW: (
        "bagaimana, gimana, bagaimana cara, gimana cara, bagaimana caranya, gimana caranya, cara, caranya"
    ),
    Sense.ASKING: "kenapa, mengapa, kapan, apakah, siapa, kalau, kalo, klo, klu, jika, kl",
    Sense.RESUME: (
        "mulai lagi, kirim lagi, berlangganan lagi, aktifkan lagi, aktifkan kembali, daftar lagi, kirimi "
        "lagi, langganan lagi, mulai kembali, lanjutkan lagi, mau menerima lagi, ingin menerima lagi, "
        "daftarkan saya lagi, terima lagi, kirimkan lagi, mau terima lagi, sms saya lagi, aktifin lagi, "
        "nyalain lagi, nyalakan lagi, hidupkan lagi, aktipin lagi"
    ),
    Sense.OOPS: (
        "tidak sengaja, ga sengaja, gak sengaja, salah kirim, nggak sengaja, kepencet, ga sengaja kepencet"
    ),
    Sense.WRONG: (
        "salah nomor, salah orang, nomor salah, bukan nomor, salah sambung, orang yang salah, "
        "bukan nomornya, bukan orangnya, salah no, nomor yang salah, tidak ada yang namanya, tidak kenal, "
        "gak kenal, ga kenal, bukan lagi nomor, tidak ada nama, salah nomer, pemilik baru, "
        "bukan lagi nomornya, nomor ini sekarang punya saya, nomor ini sekarang milik saya, "
        "sekarang nomor saya, sekarang punya saya, pemilik baru nomor, sudah ganti nomor, "
        "udah ganti nomor, mencari orang lain, cari orang lain, untuk orang lain, buat orang lain, "
        "bukan untuk saya, bukan buat saya, bukan hp, bukan nomer, bukan no, tidak ada nama itu, "
        "tidak ada yang bernama, ga ada yang namanya, gak ada yang namanya, nggak ada yang namanya, "
        "ngga ada yang namanya, salah alamat, salah kirim orang, bekas nomor, tidak mengenal, nggak kenal, "
        "ngga kenal, tdk kenal, salah kontak, (sudah|udah) bukan (punya|milik|nomor|nomer) (|nya), "
        "bukan punya, bukan milik saya, "
        "orangnya (sudah|udah) (tidak|ga|gak|nggak|ngga) (pakai|pake|di), "
        "nomor ini (sudah|udah) (ganti|pindah) (pemilik|tangan|orang), "
        "(sudah|udah) (tidak|ga|gak|nggak|ngga) (pegang|pakai|pake) (hp|nomor|nomer|no) ini"
    ),
    Sense.NOT_BEING: "saya bukan, aku bukan, ini bukan, sy bukan, gue bukan, gw bukan, nama saya bukan",
    Sense.WHO: (
        "siapa nih, "
        "siapa ini, ini siapa, siapa kamu, siapa anda, dari siapa, dengan siapa, siapa yang kirim, siapa "
        "yang mengirim, nomor siapa, anda siapa, kamu siapa, siapa pengirimnya, siapa sih, ini nomor siapa, "
        "ini dari mana, dari mana ini, perusahaan apa"
    ),
    Sense.WHAT: (
        "ini apa, apa ini, apa maksudnya, butuh bantuan, minta info, tentang apa, ini tentang apa, buat apa "
        "ini, untuk apa ini, maksudnya apa, pesan apa ini, apa maksud, bantu saya, info lebih lanjut, "
        "layanan apa ini, ini pesan apa, "
        "(harus |)(pencet|klik|tekan) (yang |di |)mana"
    ),
    Sense.WHY: (
        "kenapa kirim, kenapa saya, kenapa aku, dari mana dapat nomor, tidak tertarik, gak tertarik, "
        "dapat nomor saya dari mana, kenapa sms, kok sms terus, kenapa sms terus, mengapa saya, "
        "terlalu banyak pesan, dapat nomor saya, ga tertarik, spam ya, ini spam, kenapa kalian, "
        "ganggu banget, kenapa terus, kok ini lagi, serius, lagi lagi, kenapa dapat, kok sms saya, "
        "kok saya dapat, kok dapat, kok sms, "
        "(sms|sms nya|smsnya|notif|notifnya|pesan|pesannya) (ganggu|mengganggu|menggangu|berisik|annoying|nyebelin|gangguin|bikin pusing|bikin risih), "
        "berapa kali (saya|aku|gw|gue|harus) (bilang|harus bilang|ngomong), "
        "(ga|gak|tidak|nggak|ngga) pernah (daftar|langganan|berlangganan|minta), "
        "(kalian|anda|kamu) (ganggu|mengganggu), kok ini (lagi|terus), "
        "kebanyakan (sms|pesan|notif|notifikasi|pengingat), (sms|pesan|notif)(nya|) kebanyakan"
    ),
    Sense.POLITE: (
        "tolong, mohon, terima kasih, makasih, trims, sekarang, ya, pak, bu, dong, deh, halo, segera, kak, "
        "mbak, mas ya, selamat pagi, maaf, sudah, yg, terus, terusan, lah, aja, sih, nih, udah, "
        "selamat siang, kasih, min, gan, tlg, banget, dari, ke nomor ini, ke nomor saya, ke hp saya, "
        "terima kasih banyak, plis, tolonglah, mhn, mulu, melulu, dulu, lho, kok, dech, donk, napa, sis, "
        "bro, bapak, ibu, bapak ibu, bang, admin, dari sistem, buat, untuk, yang, oleh, tiap hari, "
        "setiap hari, pagi siang malam, pagi pagi, plis lah, ke nomor saya ini, plz, dr, sini, permanen, "
        "selamanya, secara permanen, sepenuhnya, sama sekali, apa apa, apapun, "
        "saja, repot, repot repot"
    ),
    Sense.HOW_TO: (
        "cara berhenti, bagaimana berhenti, "
        "cara (berhentinya|stopnya|unregnya|unsubnya|keluarnya|berhentiinnya|nonaktifin|matiin), "
        "gimana (berhentinya|stopnya|unregnya|berhentiinnya|keluarnya)"
    ),
    Sense.DATA: "data, data pribadi, data diri",
    Sense.CONSENT: "izin, persetujuan, ijin, consent",
    Sense.WITHDRAW: "cabut, mencabut, tarik, menarik, batalkan izin, tarik kembali",
    Sense.NOT_WANTED: (
        "tidak setuju, gak setuju, tidak perlu lagi, ga perlu, gak perlu, nggak perlu, tidak perlu, "
        "tidak butuh, ga butuh, gak butuh, ogah, tidak memerlukan, tdk perlu, tdk mau, tidak mengizinkan, "
        "tidak izinkan, tidak tertarik menerima, tidak memberi izin, tidak pernah memberi izin, "
        "tidak pernah setuju, keberatan dengan, keberatan menerima, "
        "(tidak|gak|ga|nggak|ngga|tdk|gk|tak|kagak) (berkenan|bersedia|berminat|berniat|rela|sudi|minat|perlu|butuh|membutuhkan|memerlukan|menginginkan|mengharapkan|pengen|setuju|menyetujui|mengizinkan), "
        "gaminat, gabutuh, gaperlu, gapengen, tak nak, taknak, keberatan data, gamau, gakmau, gkmau, gmau, "
        "(tidak|gak|ga|nggak|sudah tidak|udah gak) (relevan|berlaku|ada hubungannya), "
        "keberatan, "
        "bisa tanpa, "
        "(tidak|ga|gak|nggak|ngga) (punya|ada) (hak|izin|ijin)"
    ),
    Sense.LAST: (
        "jadikan ini pesan terakhir, jadikan ini yang terakhir, semoga ini yang terakhir, semoga ini pesan "
        "terakhir, biar ini yang terakhir, ini harus jadi yang terakhir"
    ),
    Sense.MISS: "ketinggalan, kelewatan, lupa, terlewat, melewatkan, kehilangan",
    Sense.GONE: (
        "sudah tidak kerja di sini, sudah tidak bekerja di sini, tidak kerja di sini lagi, tidak bekerja di "
        "sini lagi, udah ga kerja di sini, udah gak kerja di sini, udah nggak kerja di sini, sudah resign, "
        "sudah tidak di sini, sudah tidak tinggal di sini, sudah keluar dari sini, sudah ganti nomor, udah "
        "ganti nomor, sudah pindah dari sini, tidak lagi bekerja di sini, udah ga kerja disini, sudah tidak "
        "bekerja disini, sudah tidak kerja disini"
    ),
    Sense.OLD: "lama, bekas, dulu",
    Sense.WAIT: "tunggu, tunggu dulu, sebentar, bentar, bntr, sebentar ya",
    Sense.ELSE: (
        "barang, barangnya, paket, paketnya, kurir, kurirnya, undangan, undangannya, uang, uangnya, link, "
        "linknya, file, filenya, dokumen, formulir, formulirnya, tagihan, foto, fotonya, obat, janji, "
        "pesanan, pesanannya, les, kursus, gym, alarm, alarmnya, lampiran, lampirannya, lampu, server, "
        "servernya, ac, musik, rapor, kontrak, kontraknya, hasil, hasilnya, resep, obatnya, gaji, kunci, "
        "proposal, penawaran, pasal, laporan, laporannya, materi, bos, bos saya, atasan, atasan saya, "
        "dokter, guru, polisi, klien, pelanggan, tagihannya, manajer, direktur, ujian, ujiannya, "
        "password, kata sandi, sandi, kode, kodenya, otp, "
        "daftar (makan siang|makan|tamu|tunggu|hadir|peserta)"
    ),
    Sense.THEY: "hujan, hujannya, kereta, keretanya, bus, busnya, macet",
    Sense.THREAT: (
        "(saya|aku|gw|gue|) (laporkan|laporin|lapor|adukan|aduin|tuntut) (ke|) (kominfo|polisi|ojk|ylki|pihak berwajib|operator|anda|kalian), "
        "lapor polisi, "
        "(saya|aku|gw|gue|sy) (laporin|laporkan|lapor|tuntut|blokir), "
        "(kalau|kalo|klo|kl|jika|sekali|awas) (masih |)(kirim|kirimi|ngirim|sms|ganggu|hubungi|chat) lagi, "
        "masih (kirim|ngirim|ganggu|sms) (lagi|juga)"
    ),
    Sense.OTHER: (
        "sudah dihapus, keluar dari grup wa, keluar dari grup whatsapp, sudah dibatalkan, sudah dimatikan, "
        "cukup dulu, sudah cukup data, "
        "(tidak|gak|ga|nggak|ngga|tdk) keberatan, "
        "daftar belanja"
    ),
    Sense.DONE: (
        "ganti kerjaan, ganti kerja, pindah kerja, sudah resign, udah resign, sudah pensiun, udah pensiun, "
        "sudah keluar dari, "
        "(sudah|udah) bukan (nasabah|pelanggan|pasien|karyawan|anggota), "
        "(udah|sudah) (ga|gak|tidak|nggak) (kerja|bekerja) di (sana|situ), "
        "(sudah|udah) pindah (kota|rumah|kantor)"
    ),
}
