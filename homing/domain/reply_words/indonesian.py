"""What Indonesian words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: "berhenti, hentikan, setop, berhentikan, tolong berhenti, hentikan pengiriman",
    Sense.CALL_OFF: "batal, batalkan, nonaktifkan, matikan, akhiri",
    Sense.LEAVE: (
        "berhenti berlangganan, batal langganan, batalkan langganan, unreg, unreg sms, berhenti langganan, "
        "keluar dari daftar, keluarkan saya, keluarin saya, hapus saya, hapus nomor saya, hapus nomer saya, "
        "hapus no saya, hapus kontak saya, coret nama saya, coret saya, hapus nama saya, saya keluar dari "
        "daftar, keluar dari grup, keluar dari langganan, batalkan pendaftaran, unsubscribe saya, mau "
        "unsubscribe, mau berhenti langganan, dikeluarkan dari daftar, dihapus dari daftar"
    ),
    Sense.REMOVE: (
        "hapus, hapuskan, keluarkan, coret, buang, hilangkan, apus, hapusin, hilangin, keluarin, "
        "singkirkan, musnahkan"
    ),
    Sense.GOODBYE: (
        "jangan kirim, jangan kirimi, jangan ganggu, jangan sms, jangan hubungi, jangan wa, tinggalkan "
        "saya, jangan mengirim, jangan chat, tidak mau menerima, tidak ingin menerima, gak mau terima, "
        "jangan kontak, jangan mengganggu, ga mau terima, nggak mau terima, pergi sana, jangan ngirim, "
        "tidak mau lagi, tidak ingin lagi, jangan telepon, lupakan nomor saya, biarkan saya sendiri, tak "
        "mau terima, ga usah kirim, gak usah kirim, tidak usah kirim, tidak perlu kirim, jgn sms, jgn "
        "kirim, jgn kirimi, jgn ganggu, jgn hubungi, jgn wa, jgn chat, jgn telp, jgn kontak, ga usah sms, "
        "gak usah sms, nggak usah sms, ngga usah sms, gausah sms, gausah kirim, nggak usah kirim, ngga usah "
        "kirim, ga usah kirim2, gausah kirim2, gak usah kirim2, tidak usah sms, tidak usah hubungi, ga usah "
        "hubungi, gak usah hubungi, jangan spam, jgn spam, jangan kirim2, jgn kirim2, jangan sms2, jangan "
        "lagi kirim, jangan lagi hubungi, jangan dikirim, jangan dikirimi, tidak mau dihubungi, tidak ingin "
        "dihubungi, gak mau dihubungi, ga mau dihubungi, gamau terima, gamau dapat, ga mau dapat, gak mau "
        "dapat, nggak mau dapat, ngga mau dapat, tidak mau dapat, tidak ingin dapat, tidak mau diganggu, "
        "tidak mau sms, ga mau sms, gak mau sms, enyahlah, minggat, stop ganggu, lupakan saya"
    ),
    Sense.KEEP: (
        "jangan berhenti, jangan hentikan, jangan batalkan, jangan hapus, jangan stop, lanjutkan saja, "
        "jangan dihentikan, jangan disetop"
    ),
    Sense.NOTE: (
        "pesan, sms nya, pengingat, notifikasi, pesan pesan, pesannya, smsnya, langganan, pemberitahuan, "
        "chat, sms ini"
    ),
    Sense.SEND: "kirim, mengirim, mengirimi, kirimi, ngirim, pengiriman, ngirimin, kirimin",
    Sense.PESTER: "ganggu, mengganggu, menghubungi, hubungi, spam, gangguin, menyepam",
    Sense.GET: "menerima, dapat, terima",
    Sense.WANT: "mau, ingin, butuh",
    Sense.NOT: "jangan",
    Sense.NO: "tidak, gak, ga, nggak, tak, enggak, bukan, tdk, gk, ngga, kagak, kaga",
    Sense.MORE: "lagi, lg, lgi",
    Sense.ENOUGH: "cukup, sudah cukup, bosan dengan, capek dengan, muak dengan, udah cukup",
    Sense.ME: "saya, aku, ke saya, gue, gw, ku, sy, sya, aq, gua",
    Sense.LIST: "daftar, nomor, no hp, hp, daftar anda, nomer, database, kontak anda, nomorku",
    Sense.THIS: "ini, itu, semua, begini, gini, kayak gini",
    Sense.PLEAD: "bisakah, bisa, bisa tidak, bisakah anda, saya minta, bisa tolong, mohon untuk",
    Sense.HOW: (
        "bagaimana, gimana, bagaimana cara, gimana cara, bagaimana caranya, gimana caranya, cara, caranya"
    ),
    Sense.ASKING: "kenapa, mengapa, kapan, apakah, siapa, kalau",
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
        "salah nomor, salah orang, nomor salah, bukan nomor, salah sambung, orang yang salah, bukan "
        "nomornya, bukan orangnya, salah no, nomor yang salah, tidak ada yang namanya, tidak kenal, gak "
        "kenal, ga kenal, bukan lagi nomor, tidak ada nama, salah nomer, pemilik baru, bukan lagi nomornya, "
        "nomor ini sekarang punya saya, nomor ini sekarang milik saya, sekarang nomor saya, sekarang punya "
        "saya, pemilik baru nomor, sudah ganti nomor, udah ganti nomor, mencari orang lain, cari orang "
        "lain, untuk orang lain, buat orang lain, bukan untuk saya, bukan buat saya, bukan hp, bukan nomer, "
        "bukan no, tidak ada nama itu, tidak ada yang bernama, ga ada yang namanya, gak ada yang namanya, "
        "nggak ada yang namanya, ngga ada yang namanya, salah alamat, salah kirim orang, bekas nomor, tidak "
        "mengenal, nggak kenal, ngga kenal, tdk kenal, salah kontak"
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
        "layanan apa ini, ini pesan apa"
    ),
    Sense.WHY: (
        "kenapa kirim, kenapa saya, kenapa aku, dari mana dapat nomor, tidak tertarik, gak tertarik, dapat "
        "nomor saya dari mana, kenapa sms, kok sms terus, kenapa sms terus, mengapa saya, terlalu banyak "
        "pesan, dapat nomor saya, ga tertarik, spam ya, ini spam, kenapa kalian, ganggu banget, kenapa "
        "terus, kok ini lagi, serius, lagi lagi, kenapa dapat, kok sms saya, kok saya dapat, kok dapat, kok "
        "sms"
    ),
    Sense.POLITE: (
        "tolong, mohon, terima kasih, makasih, trims, sekarang, ya, pak, bu, dong, deh, halo, segera, kak, "
        "mbak, mas ya, selamat pagi, maaf, sudah, yg, terus, terusan, lah, aja, sih, nih, udah, selamat "
        "siang, kasih, min, gan, tlg, banget, dari, ke nomor ini, ke nomor saya, ke hp saya, terima kasih "
        "banyak, plis, tolonglah, mhn"
    ),
    Sense.HOW_TO: "cara berhenti, bagaimana berhenti",
    Sense.DATA: "data, data pribadi, data diri",
    Sense.CONSENT: "izin, persetujuan, ijin, consent",
    Sense.WITHDRAW: "cabut, mencabut, tarik, menarik, batalkan izin, tarik kembali",
    Sense.NOT_WANTED: (
        "tidak setuju, gak setuju, tidak perlu lagi, ga perlu, gak perlu, nggak perlu, tidak perlu, tidak "
        "butuh, ga butuh, gak butuh, ogah, tidak memerlukan, tdk perlu, tdk mau, tidak mengizinkan, tidak "
        "izinkan, tidak tertarik menerima, tidak memberi izin, tidak pernah memberi izin, tidak pernah "
        "setuju, keberatan dengan, keberatan menerima"
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
}
