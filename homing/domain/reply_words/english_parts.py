"""What the words around an English request mean: who, whom, when, and what it is about."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.NOTE: (
        "messages, messges, mesages, messeges, masseges, msgs, msg, msges, sms, smses, notification, "
        "notifications, notifs, reminder, reminders, alert, alerts, notices, subscription, text messages, "
        "mms, pings, nudges, communications, correspondence, spam, robotexts, reminder texts, service, "
        "mesgs, updates, announcements, broadcasts, promos, promotions, adverts, ads, spams, txt msgs, "
        "text msgs, text msg, robo texts, comms, circulars, bulletins, chasers, group texts, automated "
        "texts, these coming, them coming, texts coming, messages coming, reminders coming, nag messages, "
        "(work|job|office|company|business) (stuff|things|crap|texts|messages|reminders|alerts)"
    ),
    Sense.TEXT: (
        "text, texts, txt, txts, message, mesage, texs, texting, txtng, txting, textings, texing, txtn, "
        "(by|via) (text|sms|text message)"
    ),
    Sense.PESTER: (
        "hitting my line, hitting my phone, hitting up my phone, hitting this number, blowing up my line, "
        "lighting up my phone, txting, messaging, messagin, textin, contact, contacting me, bothering, "
        "bother, reminding, remind, spamming, harassing, harass, pestering, pester, annoying me, bugging, "
        "nagging me, hounding, pinging, writing to me, writing me, reaching out, disturb, disturbing, "
        "calling, call, blowing up my phone, hitting me up, messing with, txtin, reminded, texted, "
        "contacted, bugging me, notify, notifying, msging, hassling, disturbing me, msg me, messaged, "
        "emailing, email me, disturbed, bothered, notified, pinged, harassed, spammed, emailed, reaching "
        "me, pestered, contacting us, contact me by, buzzing, chasing me, chasing, nagging, write me, "
        "write to me, using this number, using my number, use this number, use my number, using this "
        "phone, use this phone, using my phone, msgng, chasing us, bug me, bugs me, annoy me, annoying us, "
        "hassle, hassle me, ringing, badgering, badger, mithering, mither, buzz me, ping me, trouble me, "
        "troubling me, remind us, disturb us, spam me, harass me, nudging, nudge me, use my personal "
        "number, use my private number, use my cell, use my phone, use my mobile, use dis number, use dis "
        "phone, use this cell, use this line, write to this number, write to this phone, write here, write "
        "again, write anymore, processing my number, processing my data, processing my details, processing "
        "my information, using dis number, bombarding, bombard, flooding me, flood me, inundating, "
        "plaguing, stalking, stalk me, tormenting, hittin me up, hit me up, hmu, hit my line, blowin up my "
        "phone, blowing me up, blowin me up, blow up my phone, phoning me, phone me, ring me, ringing me, "
        "pressuring me, botherin, buggin, spammin, harassin, naggin, beeping me, poking me, chasin, ask "
        "again, asking, ask me again, using my credit, using my data, contacting, (waste|wasting) (my|our) "
        "(time|data|minutes|money|battery|storage), "
        "(clog|clogging|fill|filling|light|lighting|jam|jamming|flood|flooding|blow|blowing) (up|) (my|our) "
        "(phone|cell|inbox|mailbox|mobile|screen|messages), (wake|waking) (me|us|my kids|my baby|the baby|my "
        "wife|my husband|the kids) (up|), (interrupt|interrupting|disturb|disturbing) (me|us|my sleep|my "
        "work|my day|my dinner|my night), (use|using) (my|this|our) (own|personal|private|home|work) "
        "(number|phone|cell|mobile|line|cellphone), (contact|contacting|reach|reaching) (me|us) "
        "(by|via|on|at) (phone|text|sms|mobile|this number|my phone|my cell) (or text|or sms|or phone|or "
        "email|)"
    ),
    Sense.SEND: (
        "send, sending, sendin, sned, sendng, deliver, snd, sndng, send here, sending here, forwarding"
    ),
    Sense.GET: "receive, receiving, recieve, recieving, get, getting, receving, hear from, hearing from",
    Sense.WANT: (
        "want, wish, need, wanna, would like, i'd like, care for, agree, like to, can i, could i, may i, "
        "interested in, i would love, can we, consented to, desire, wish to, appreciate, prefer, rather "
        "have, like, be interested in, require, wnt, needing, wan"
    ),
    Sense.NOT: (
        "no need to keep, no reason to keep, no point in, no need to continue, don't, dont, do not, never, "
        "not, dnt, dn't, donot, dun, pls dont, neva, rather you didn't, rather you did not, rather you "
        "don't, prefer you didn't, prefer you don't, prefer if you didn't, prefer that you don't, prefer "
        "that you not, rather you not, appreciate it if you didn't, appreciate if you didn't, appreciate "
        "you not, prefer it if you didn't, do not ever, don't you ever, don't u ever, don't you dare, no "
        "more of you, nvr, ask you not to, ask that you not, asking you not to, asked you not to, request "
        "you not to, told you not to, beg you not to, refrain, dont u dare, don't u dare, dont you dare, "
        "must ask you not to, have to ask you not to, dont ever, don't ever, ion, would ask you not to, "
        "i'd ask you not to, i must ask you not to, i have to ask you not to, i ask you not to, i'm asking "
        "you not to, i am asking you not to, i would ask you not to, requested not to, request not to, are "
        "requested not to, don't be, dont be, do not be, would prefer you did not, would prefer you "
        "didn't, prefer you did not, prefer that you did not, would rather you did not, r requested not "
        "to, be requested not to, u r requested not to, you are requested not to, not allowed to, not "
        "permitted to, no right to, have no right to, got no right to, (i|i'd|i would|id|we|we'd|we would) "
        "(prefer|prefer if|prefer it if|prefer that|rather|rather if|appreciate it if) (you|u) (didn't|did "
        "not|don't|do not|not|wouldn't), no dey"
    ),
    Sense.FAILS: (
        "can't, cannot, couldn't, could not, won't, will not, wouldn't, would not, didn't, did not, "
        "doesn't, does not, haven't, have not, hasn't, has not, shouldn't, should not, wasn't, isn't, "
        "aren't, hadn't, can not, wasn't trying to, was not trying to, didn't try to, weren't"
    ),
    Sense.NO: "no, zero",
    Sense.MORE: (
        "more, any more, any longer, ever, further, any further, any, another, ever again, anymore, "
        "nemore, any mor, anymor, any further more, additional, future, anything else, anything more, any "
        "other, nothing else, nothing more, mor, moar, mo, after this one, after this, after today, after "
        "that one, eva, evr"
    ),
    Sense.NO_LONGER: "no longer",
    Sense.AGAIN: "again, once more, back on",
    Sense.ME: "me, us, mine, meh, myself",
    Sense.MY: "my, our",
    Sense.LIST: (
        "system, systems, roster, files, contact book, address book, number, list, phone, cell, mobile, "
        "database, contacts, mailing list, contact list, text list, num, nr, distribution list, cell "
        "phone, phone number, cell number, mobile number, calling list, list of yours, thread, chat, group "
        "text, distro, no., records list, directory, crm, mailing, broadcast, broadcast list, sms list, "
        "texting list, text chain, numbers, phones, chain, text thread, text group, lst, mailing lists, "
        "lists, handset, text message list, your computer, your computers, ur computer, your books, ur "
        "system, the computer system"
    ),
    Sense.THIS: (
        "this, it, these, that, that's, it's, them, those, everything, all, thing, things, crap, shit, "
        "bullshit, nonsense, stuff, all of it, all this, all of this, this shit, this crap, garbage, all "
        "these, all of these, bs, dis, dese, so many, the damn, damn, fucking, fuckin, freaking, bloody, "
        "stupid, effing, goddamn, motherfucking, with the, with these, with this, with all, w these, w "
        "this, w the, w ur, w your, w it, ths, rubbish, madness, junk, pesky, dumb, endless, automated, "
        "damned, blasted, flipping, feckin, fecking, this sort of, these kind of, ones, both"
    ),
    Sense.SELF: (
        "i, we, i'm, i've, i'll, we'll, do i, im, ive, did i, i had to, i have to, need to make a, let's, "
        "going to, gonna, i'm gonna, i am going to, we are, we're"
    ),
    Sense.THEY: (
        "he, she, they, boss, manager, supervisor, teacher, doctor, colleague, coworker, mom, dad, wife, "
        "husband, bus, train, driver, printer, meeting, training, course, class, rain, noise, everyone, "
        "nobody, people, sign, machine, car, watch, music, app, he'll, she'll, they'll, it'll, police, "
        "cop, truck, kids, bleeding, pain, engine, clock, elevator, lady, guy, nurse, tram, taxi, uber, "
        "tour, who, somebody, him, mum, mam, mother, father, daughter, kid, parents, grandma, nan, granny, "
        "grandmother, grandfather, grandad, partner, brother, sister, child, old lady, old man, client, "
        "tenant, mums, mams, moms, mothers, fathers, dads, wifes, husbands, daughters, sons, brothers, "
        "sisters, grans, nans, my son, my gran, my nan, my mate, family, children"
    ),
    Sense.PLEAD: (
        "you, u, can you, could you, would you, will you, would you mind, can u, could u, could someone, "
        "can someone, can somebody, could somebody, you guys, y'all, you need to, you must, you have to, "
        "you should, u need to, i need you to, i want you to, i'd like you to, why don't you, why can't "
        "you, why won't you, won't you, can't you, i beg you, i asked you to, i told you to, ask you to, "
        "asking you to, i said, i've told you to, i already said, i already told you, i told u to, how "
        "many times do i have to say, how many times do i have to tell you to, i am asking you to, u must, "
        "i've asked you to, i want this to, will u, i want u to, would u, i request that you, i request "
        "you, request that you, told you to, told you, how many times must i say, how many times, i demand "
        "that you, i'm begging you to, begging you to, need you to, you better, u better, you can, i'm "
        "telling you to, asked you to, would like you to, i want these to, tell you to, can ya, will ya, "
        "would ya, could ya, how about you, how about u, how about, why not just, whoever, yis, yous, "
        "youse, yall, kindly ask you to, politely ask you to, ask u to, must ask you to, have to ask you "
        "to, will ye, would ye, can ye, could ye, would yis, will yis, would yous, will yous, request, "
        "requesting, is it possible to, would it be possible to, any chance you could, any chance u could, "
        "is there any chance you, arrange to, be kind enough to, be so kind as to, good enough to, kind "
        "enough to, insist that you, insist you, i insist you, demand you, urge you to, implore you to, "
        "may i ask you to, can i ask you to, could i ask you to, might i ask you to, might i ask that you, "
        "i'd ask you to, i would ask you to, do you mind, arrange for, are you going to, are u going to, r "
        "u going to, will you ever, are you ever going to, are u ever going to, would you ever"
    ),
    Sense.SAY: (
        "said, say, told, tell, asked, ask, says, asks, telling, wrote, meant, mean, tells, supposed, means"
    ),
    Sense.REPLY: (
        "reply, replied, replying, respond, responded, type, typed, answer, answered, saying, put, press"
    ),
    Sense.THE: (
        "the, a, an, your, every, each, next, one, first, last, second, his, her, their, pit, rest, this "
        "bus, final, ur, same, main, only, enrollment in, enrolment in, teh, whatever, whichever"
    ),
    Sense.THUS: "but, nah, nope, naw",
    Sense.AT: (
        "by, at, in, on, over, near, around, outside, along, inside, into, through, between, for, behind, "
        "beside, until, till, past"
    ),
    Sense.OF: "of, be part of, be a part of, being part of",
    Sense.FROM: "from, frm, fr om",
    Sense.TO: "to, 2",
    Sense.MUST: (
        "must, need to, needs to, has to, have to, gotta, should, better, needs 2, got to, hafta, to "
        "please, time to"
    ),
    Sense.WILL: (
        "will, would, did, does, do, has, have, was, is, are, had, been, be, were, may, might, could, can"
    ),
    Sense.MISS: "miss, lose, missing, mind, problem, afraid",
    Sense.POLITE: (
        "yo, please, pls, plz, plese, pleas, plase, pleaze, pleez, plis, thanks, thx, thank, thanku, ty, "
        "tysm, hi, hello, hey, now, immediately, asap, just, already, sir, maam, kindly, morning, "
        "afternoon, evening, dear, team, away, bro, dude, lol, omg, ffs, wtf, fuck, bye, cheers, thank "
        "you, thank u, right away, at once, for good, for ever, forever, for now, for real, for god's "
        "sake, for gods sake, for fuck's sake, for the love of god, from now on, as soon as possible, many "
        "thanks, god bless, straight away, with immediate effect, effective immediately, from today, yes, "
        "yeah, yep, oh, literally, simply, tho, though, then, permanently, completely, entirely, also, "
        "and, jesus, christ, god, mate, buddy, folks, friend, everybody, all the time, at all, altogether, "
        "in future, in the future, immediatly, imediately, happily, goodbye, have a nice day, have a good "
        "day, regards, best, kind regards, every day, everyday, all day, all day long, daily, constantly, "
        "every single day, every hour, every morning, on this number, to this number, at this number, on "
        "my phone, to my phone, on my cell, this instant, u guys, pretty, fr, rn, tf, the fuck, the hell, "
        "the heck, this minute, for the last time, n thx, n thanks, n ty, thank you very much, thanks in "
        "advance, like it says, as it says, as instructed, like you said, as requested, like u said, going "
        "forward, moving forward, hereby, respectfully, ma'am, sincerely, like three times, like 3 times, "
        "like ten times, three times, 3 times, ten times, 10 times, many times, twice, multiple times, "
        "several times, a hundred times, a million times, dear school, dear sir or madam, still, sorry, "
        "abeg, oga, madam, lah, leh, lor, joor, jor, jare, yaar, bhai, arre, arrey, bruh, man, walao, "
        "aiyo, aiyah, biko, wei, or not, i guess, you people, you lot, u people, u lot, joo, henceforth, "
        "forthwith, at your earliest, annoyingly, robot, bot, stupid bot, hey there, dears, henceforward, "
        "anyways, anyway, until further notice, indefinitely, in any form, whatsoever, right now, today "
        "onwards, as of today, as of now, from here on, from this point, from this day, for christ sake, "
        "for christs sake, for christ's sake, for heaven's sake, for heavens sake, for pete's sake, for "
        "petes sake, over and over, over and over again, again and again, time and again, so many times, "
        "countless times, 4 times, 5 times, 6 times, four times, five times, six times, like 4 times, like "
        "5 times, like five times, eh, yea, alright, girl, babe, jeez, geez, argh, hun, hon, sis, luv, "
        "pal, chief, ladies, for the love of all that is holy, for the love of all, hiya love, hi love, "
        "thanks love, ok love, on the head, so help me god, so help me, take the hint, take a hint, get "
        "the hint, hmm, hm, hmmm, umm, err, uhm"
    ),
    Sense.OFF: "off, off of, out of, offa, off there, off of there, out of there, off here, outta",
    Sense.TAKE: "take, pull, turn, switch, shut, yank, count, tske, taje, tk, taek, log",
    Sense.DATA: (
        "data, details, info, information, records, personal data, personal details, personal information, "
        "record, phone details, contact details, contact info, contact information, name, number and name, "
        "profile data"
    ),
    Sense.OLD: "old, former, previous, ex",
    Sense.WHEN: (
        "while, during, after, before, at night, in the night, in the morning, in the evening, at work, "
        "this late, so late, so early, this early, on weekends, at weekends, at the weekend, on the "
        "weekend, on sundays, on sunday, when i'm, when i am, when im, at this hour, at that hour, at this "
        "time, at midnight, overnight, late at night, til after, until after, yesterday, last "
        "(week|month|night|year|time|friday|monday), the other day, (two|three|a few|several|many|a couple "
        "of|couple) (days|weeks|months|hours) ago, (days|weeks|months|ages) ago, long ago"
    ),
}
