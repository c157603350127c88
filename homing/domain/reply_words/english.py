"""What English words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "stoptexting, stopit, stopnow, stopplease, plsstop, pleasestop, stop, stp, stpo, sotp, tsop, dtop, "
        "srop, syop, stopp, stahp, stop all, stopall, cease, desist, cease and desist, discontinue, refrain "
        "from, put a stop to, put an end to, quit it, if you don't stop, if you do not stop, if u dont "
        "stop, unless you stop, stop stop, stop stop stop, full stop on, no more of, if you stopped, if you "
        "would stop, if you could stop, if u stopped, if you'd stop, stop doing it, stop doing this, stop "
        "doing that, stop already, quit doing this, stop with, quit with, could you stop"
    ),
    Sense.CALL_OFF: (
        "cancel, cancle, cancell, cancal, canel, end, quit, terminate, halt, suspend, deactivate, disable, "
        "turn off, switch off, shut off, shut down, kill, revoke all"
    ),
    Sense.LEAVE: (
        "take my number out, take this number out, take my phone number off, take my cell off, take my "
        "phone off, to be removed, be removed from, get removed, want removed, take us out, be taken off, "
        "remove from list, remove from your list, remove us from, unsubscribe, unsubscribed, unsubscribing, "
        "unsub, unsubscrib*, unsuscrib*, unsubcrib*, unsubsrib*, unsubscr*, opt out, optout, opt me out, "
        "opt us out, opting out, opted out, opt my number out, take me off, get me off, take us off, get us "
        "off, take my number off, take this number off, take me out, get me out, unenroll me, unenroll, un "
        "enroll, deregister me, de register me, unregister me, sign me out, want off, want out, remove me "
        "off, take my name off, withdraw me, leave me out of this, leave me out of these, leave me out of "
        "the texts, count me out"
    ),
    Sense.REMOVE: (
        "remove, remov, remve, delete, erase, drop, scrub, purge, strike, block, exclude, take out, untag, "
        "wipe, rmv, removing, deleting, erasing, removed from, deleted from, dlt, del, clear"
    ),
    Sense.GOODBYE: (
        "do not authorize, don't authorize, did not authorize, didn't authorize, never authorized you, do "
        "not have my permission, do not have permission, leave me alone, leave me be, leave us alone, leave "
        "me the fuck alone, leave me the hell alone, lose my number, lose this number, forget my number, "
        "forget this number, go away, get lost, fuck off, f off, eff off, piss off, sod off, bugger off, "
        "buzz off, shut up, stfu, shut the fuck up, make it stop, make them stop, make this stop, no longer "
        "consent, do not consent, don't consent, not consent, withdraw my consent, revoke my consent, "
        "withdraw consent, revoke consent, revoke my permission, withdraw my permission, revoke permission, "
        "no permission to text, not have permission to text, not have my permission, don't have permission "
        "to text, don't have my permission, do not have permission to, cut it out, knock it off, give it a "
        "rest, enough is enough, do not disturb, off the list, off your list, off this list, off of this "
        "list, off of your list, off ur list, no more please, stop to opt out, stop to unsubscribe, stop to "
        "end, stop to cancel, do not contact list, do not text list, don't ever contact, never contact me, "
        "never text me, get rid of my number, lose my contact, leave my phone alone, stop it, out of this "
        "list, no further contact, no contact please, cancel all future, end all communication, end all "
        "contact, not to be contacted, not to be texted, rather not get these, rather not receive, rather "
        "you didn't text, prefer not to get, prefer not to receive, prefer not to be texted, rather not be "
        "texted, not welcome, no longer wish, no longer want to hear"
    ),
    Sense.KEEP: (
        "keep them coming, keep texting, keep sending, keep it going, nonstop, non stop, unstoppable, no "
        "need to stop, not stopping, whatever you do, don't take me off, do not take me off, don't remove "
        "me, do not remove me, no need to take me off, no need to remove me, no need to unsubscribe, dont "
        "remove me, dont take me off"
    ),
    Sense.NOTE: (
        "messages, messges, mesages, messeges, masseges, msgs, msg, msges, sms, smses, notification, "
        "notifications, notifs, reminder, reminders, alert, alerts, notices, subscription, text messages, "
        "mms, pings, nudges, communications, correspondence, spam, robotexts, reminder texts, service, "
        "contacting, mesgs"
    ),
    Sense.TEXT: "text, texts, txt, txts, message, mesage, texs, texting",
    Sense.PESTER: (
        "hitting my line, hitting my phone, hitting up my phone, hitting this number, blowing up my line, lighting up my phone, "
        "txting, messaging, messagin, textin, contact, contacting me, bothering, bother, reminding, remind, "
        "spamming, harassing, harass, pestering, pester, annoying me, bugging, nagging me, hounding, "
        "pinging, writing to me, writing me, reaching out, disturb, disturbing, calling, call, blowing up "
        "my phone, hitting me up, messing with, txtin, reminded, texted, contacted, bugging me, notify, "
        "notifying, msging, hassling, disturbing me, msg me, messaged, emailing, email me, disturbed, "
        "bothered, notified, pinged, harassed, spammed, emailed, reaching me, pestered, contacting us, "
        "contact me by, buzzing, chasing me, chasing, nagging"
    ),
    Sense.SEND: "send, sending, sendin, sned, sendng, deliver",
    Sense.GET: "receive, receiving, recieve, recieving, get, getting, receving, hear from, hearing from",
    Sense.WANT: (
        "want, wish, need, wanna, would like, i'd like, care for, agree, like to, can i, could i, may i, "
        "interested in, i would love, can we, consented to, desire, wish to, appreciate, prefer, rather "
        "have, like, be interested in"
    ),
    Sense.NOT: (
        "no need to keep, no reason to keep, no point in, no need to continue, "
        "don't, dont, do not, never, not, dnt, dn't, donot, dun, pls dont, neva, rather you didn't, rather "
        "you did not, rather you don't, prefer you didn't, prefer you don't, prefer if you didn't, prefer "
        "that you don't, prefer that you not, rather you not, appreciate it if you didn't, appreciate if "
        "you didn't, appreciate you not, prefer it if you didn't, do not ever, don't you ever, don't u "
        "ever, don't you dare, no more of you, nvr, ask you not to, ask that you not, asking you not to, "
        "asked you not to, request you not to, told you not to, beg you not to, refrain"
    ),
    Sense.FAILS: (
        "can't, cannot, couldn't, could not, won't, will not, wouldn't, would not, didn't, did not, "
        "doesn't, does not, haven't, have not, hasn't, has not, shouldn't, should not, wasn't, isn't, "
        "aren't, hadn't, can not"
    ),
    Sense.NO: "no, nope, nah, zero, no thank you, no thanks",
    Sense.MORE: (
        "more, any more, any longer, ever, further, any further, any, another, ever again, anymore, nemore, "
        "any mor, anymor, any further more, no mo, additional, future, anything else, anything more, any "
        "other, nothing else, nothing more, mor, moar"
    ),
    Sense.NO_LONGER: "no longer",
    Sense.AGAIN: "again, once more, back on",
    Sense.ENOUGH: (
        "enough, sick of, tired of, fed up with, done with, had it with, enough with, enough of, over it "
        "with, sick and tired of, i'm over, had enough, have had enough"
    ),
    Sense.ME: "me, us, mine, meh, myself",
    Sense.MY: "my, our",
    Sense.LIST: (
        "system, systems, roster, files, contact book, address book, number, list, phone, cell, mobile, "
        "database, contacts, mailing list, contact list, text list, num, nr, distribution list, cell phone, "
        "phone number, cell number, mobile number, calling list, list of yours, thread, chat, group text, "
        "distro, no., records list, directory, crm, mailing, broadcast, broadcast list, sms list, texting "
        "list, text chain"
    ),
    Sense.THIS: (
        "this, it, these, that, that's, it's, them, those, everything, all, thing, things, crap, shit, "
        "bullshit, nonsense, stuff, all of it, all this, all of this, this shit, this crap, garbage, all "
        "these, all of these, bs, dis, dese, so many, the damn, damn, fucking, fuckin, freaking, bloody, "
        "stupid, effing, goddamn, motherfucking, with the, with these, with this, with all, w these, w "
        "this, w the, w ur, w your, w it"
    ),
    Sense.SELF: (
        "i, we, i'm, i've, i'll, we'll, do i, im, ive, did i, i had to, i have to, need to make a, let's, "
        "going to, gonna, i'm gonna, i am going to"
    ),
    Sense.THEY: (
        "he, she, they, boss, manager, supervisor, teacher, doctor, colleague, coworker, mom, dad, wife, "
        "husband, bus, train, driver, printer, meeting, training, course, class, rain, noise, everyone, "
        "nobody, people, sign, machine, car, watch, music, app, he'll, she'll, they'll, it'll, police, cop, "
        "truck, kids, bleeding, pain, engine, clock, elevator, lady, guy, nurse, tram, taxi, uber, tour, "
        "who, somebody"
    ),
    Sense.PLEAD: (
        "you, u, can you, could you, would you, will you, would you mind, can u, could u, could someone, "
        "can someone, can somebody, could somebody, you guys, y'all, you need to, you must, you have to, "
        "you should, u need to, i need you to, i want you to, i'd like you to, why don't you, why can't "
        "you, why won't you, won't you, can't you, i beg you, i asked you to, i told you to, ask you to, "
        "asking you to, i said, i've told you to, i already said, i already told you, i told u to, how many "
        "times do i have to say, how many times do i have to tell you to, i am asking you to, u must, i've "
        "asked you to, i want this to, will u, i want u to, would u, i request that you, i request you, "
        "request that you, told you to, told you, how many times must i say, how many times, i demand that "
        "you, i'm begging you to, begging you to, need you to, you better, u better, you can, i'm telling "
        "you to, asked you to, would like you to, i want these to, tell you to, can ya, will ya, would ya, "
        "could ya, how about you, how about u, how about, why not just"
    ),
    Sense.HOW: (
        "how, how do i, how to, how can i, where can i, how does one, is there a way to, a way to, where do "
        "i, what do i do to, what do i text to, what do i reply to, how do you, what should i do to, how do "
        "we, what do i have to do to, what's the way to, instructions"
    ),
    Sense.ASKING: "why, when, what, where, which, if, whether, what happens if, is there, unless, what time",
    Sense.SAY: "said, say, told, tell, asked, ask, says, asks, telling, wrote, meant, mean, tells, supposed",
    Sense.REPLY: (
        "reply, replied, replying, respond, responded, type, typed, answer, answered, saying, put, press"
    ),
    Sense.RESUME: (
        "stopped by mistake, stopped by accident, stopped them by mistake, stopped it by mistake, unstop, "
        "resubscribe, re subscribe, subscribe me, subscribe, sign me up, sign me back up, opt in, opt me "
        "in, opt me back in, opt back in, optin, reactivate, re activate, reenable, re enable, i want back "
        "in, put me back, add me back, undo stop, cancel stop, cancel the stop, cancel my stop, undo the "
        "stop, undo my stop, reverse the stop, reverse my stop, ignore my stop, ignore the stop, disregard "
        "my stop, unsubscribe was a mistake, didn't mean to stop, did not mean to stop, never meant to "
        "stop, didn't mean to unsubscribe, did not mean to unsubscribe, didn't mean to opt out, did not "
        "mean to opt out, never meant to unsubscribe, re subscribe me, sign up again, undo my opt out, undo "
        "the opt out, cancel my opt out, undo opt out, remove the stop, undo unsubscribe, undo the "
        "unsubscribe, turn them back on, turn it back on, turn texts back on, resub, un stop, turn the "
        "texts back on, turn the messages back on, turn the reminders back on, turn my reminders back on, "
        "rejoin, disregard the stop, take back my stop, take back the stop, want them back, want the texts "
        "back, re enroll me, unblock me, stop was a mistake, stop was an accident, let me back in, include "
        "me again, my stop was a mistake, get them again, get these again, receive them again, receive "
        "these again, switch them back on, want back in, but want back in, let me back on, turn my texts "
        "back on, turn on my texts again, i changed my mind send, put me back on, add me again, add me back "
        "on, start sending them again, start sending me, start sending these again, start sending again, "
        "resume sending, begin sending again"
    ),
    Sense.BEGIN: (
        "start, restart, continue, resume, begin, turn on, switch on, enable, renew, reinstate, turn back on"
    ),
    Sense.OOPS: (
        "by mistake, by accident, accidentally, mistakenly, accidently, in error, unintentionally, accidental"
    ),
    Sense.THE: (
        "the, a, an, your, every, each, next, one, first, last, second, his, her, their, pit, rest, this "
        "bus, final, ur, same, main, only"
    ),
    Sense.AT: (
        "by, at, in, on, over, near, around, outside, along, inside, into, through, between, for, behind, "
        "beside, until, till, past"
    ),
    Sense.OF: "of",
    Sense.FROM: "from, frm, fr om",
    Sense.TO: "to, 2",
    Sense.MUST: (
        "must, need to, needs to, has to, have to, gotta, should, better, needs 2, got to, hafta, to please"
    ),
    Sense.WILL: (
        "will, would, did, does, do, has, have, was, is, are, had, been, be, were, may, might, could, can"
    ),
    Sense.MISS: "miss, lose, missing, mind, problem, afraid",
    Sense.POLITE: (
        "yo, please, pls, plz, plese, pleas, plase, pleaze, pleez, plis, thanks, thx, thank, thanku, ty, "
        "tysm, hi, hello, hey, now, immediately, asap, just, already, sir, madam, maam, kindly, morning, "
        "afternoon, evening, dear, team, away, bro, dude, man, lol, omg, ffs, wtf, fuck, bye, cheers, thank "
        "you, thank u, right away, at once, for good, for ever, forever, for now, for real, for god's sake, "
        "for gods sake, for fuck's sake, for the love of god, from now on, as soon as possible, many "
        "thanks, god bless, straight away, with immediate effect, effective immediately, from today, yes, "
        "yeah, yep, oh, literally, simply, tho, though, then, permanently, completely, entirely, also, and, "
        "but, jesus, christ, god, mate, buddy, folks, friend, everybody, all the time, at all, altogether, "
        "in future, in the future, immediatly, imediately, happily, goodbye, have a nice day, have a good "
        "day, regards, best, kind regards, every day, everyday, all day, all day long, daily, constantly, "
        "every single day, every hour, every morning, at night, on this number, to this number, at this "
        "number, on my phone, to my phone, on my cell, this instant, u guys, pretty, fr, rn, tf, the fuck, "
        "the hell, the heck, this minute, for the last time, n thx, n thanks, n ty, thank you very much, "
        "thanks in advance, like it says, as it says, as instructed, like you said, as requested, like u "
        "said, going forward, moving forward, hereby, respectfully, ma'am, sincerely, like three times, "
        "like 3 times, like ten times, three times, 3 times, ten times, 10 times, many times, twice, "
        "multiple times, several times, a hundred times, a million times, dear school, dear sir or madam, "
        "still, sorry"
    ),
    Sense.OTHER: (
        "stop signs, stop lights, stop buttons, stop watches, stop gap, stop loss, stop work order, stop payment, "
        "stopped, stops, stopping, stopper, canceled, cancelled, cancels, cancelling, ended, ends, ending, "
        "quitting, wrong number of, wrong phone number of, take me off speaker, take me off hold, take me "
        "off mute, do not disturb sign, do not disturb mode, unsubscribe page, unsubscribe link, "
        "unsubscribe button, unsubscribe failed, unsubscribe form, unsubscribe option, unsubscribe rate, "
        "unsubscribe feature, unsubscribe requests, click unsubscribe, unsubscribe to leave, unsubscribe "
        "error, unsubscribe screen, stop button, stop light, stop sign, stop watch, consent form, "
        "permission form, permission slip, consent forms, permission slips, delete button, hit unsubscribe "
        "on, unsubscribe field, the unsubscribe, an unsubscribe, unsubscribe function, tire, tires, stands, "
        "stand, retire"
    ),
    Sense.OFF: "off, off of, out of, offa",
    Sense.TAKE: "take, pull, turn, switch, shut, yank, count",
    Sense.DATA: (
        "data, details, info, information, records, personal data, personal details, personal information, "
        "record, phone details, contact details, contact info, contact information, name, number and name, "
        "profile data"
    ),
    Sense.CONSENT: "consent, permission, authorization, authorisation, approval",
    Sense.WITHDRAW: (
        "withdraw, withdrawing, withdrawn, revoke, revoking, revoked, rescind, rescinding, retract, "
        "retracting"
    ),
    Sense.LAST: (
        "let this be the last, let that be the last, let it be the last, make this the last, make that the "
        "last, make it the last, this better be the last, this had better be the last, this should be the "
        "last, this must be the last, hope this is the last, hope this was the last"
    ),
    Sense.NOT_WANTED: (
        "not interested in receiving, not interested in these, not interested in getting, not interested in your, not interested in any, no longer interested in, "
        "would not like, wouldn't like, would not want, wouldn't want, would rather not, would prefer not, "
        "i'd rather not, i'd prefer not, prefer not, rather not, dont care for, no desire, no wish, no need "
        "for, no use for, have no interest in, no interest in, have no need, object to, oppose, forbid you "
        "to, forbid you from, forbid, prohibit you from, make sure i don't get, make sure i do not get, so "
        "that i don't get, so i don't get, make sure i don't receive, don't use it for, do not use it for, "
        "don't use this number for, do not use this number for, don't use my number for, do not use my "
        "number for, dont use my number for, should not receive, shouldn't receive, should not get, "
        "shouldn't get, shouldn't be getting, should not be getting"
    ),
    Sense.GONE: (
        "no longer works here, doesn't work here anymore, doesn't work here any more, does not work here "
        "anymore, doesn't work here, does not work here, no longer works there, no longer lives here, no "
        "longer lives at, no longer at this number, is no longer at, no longer employed here, no longer "
        "with us, left the company last, has moved away, no longer works for, no longer on this number, no "
        "longer reachable, passed away, can't be reached, doesn't live here, moved out, has left the "
        "company, isn't at this number, is not at this number, no longer works with, doesn't have this "
        "phone anymore, no longer uses this phone, no longer owns this"
    ),
    Sense.NOBODY: (
        "there's no, there is no, there isn't any, there is not any, we have no, no one here is, nobody "
        "here is"
    ),
    Sense.NOT_MINE: (
        "not for me, meant for someone else, meant for somebody else, intended for someone else, intended "
        "for somebody else, for someone else, for somebody else, for another person, not meant for me, "
        "isn't for me, is not for me, wasn't for me, wasn't meant for me, to someone else, for a different "
        "person, not intended for me, for the wrong person, meant for another"
    ),
    Sense.OLD: "old, former, previous, ex",
}
