"""What English words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "stoptexting, stopit, stopnow, stopplease, plsstop, pleasestop, stop, stp, stpo, sotp, tsop, dtop, "
        "srop, syop, stopp, stahp, stop all, stopall, cease, desist, cease and desist, discontinue, "
        "refrain from, put a stop to, put an end to, quit it, if you don't stop, if you do not stop, if u "
        "dont stop, unless you stop, stop stop, stop stop stop, full stop on, no more of, if you stopped, "
        "if you would stop, if you could stop, if u stopped, if you'd stop, stop doing it, stop doing "
        "this, stop doing that, stop already, quit doing this, stop with, quit with, could you stop, stip, "
        "stoo, stpp, sgop, stawp, stapp, leave off, lay off, give over, pack it in, cut it out, knock it "
        "off, let me be, leave me be, make it stop, make them stop, make this stop, make these stop, stop "
        "period, stop dot, stop exclamation mark, stop exclamation point, stop new line, stop comma, can "
        "stop, back off, quit doing that, ease off with, stop or else, give it a rest, stop em, una stop, "
        "make una stop, sop texting, sop sending, sop messaging, give it over, stop robot, stop bot, do "
        "one, hop it, beat it, on your bike, get off my phone, off my phone, stay off my phone, email "
        "only, emails only, stop to opt out, stop to unsubscribe, stop to end, stop to cancel, knock off, "
        "pack in, call a halt to, bring to an end, will you quit, would you quit, can you quit, could you "
        "quit, will ye quit, would ye quit, stop writing, stop am, end them, end these, if these stopped, "
        "if they stopped, if this stopped, stop writing to me, stop writing me, stop writing to us, stop "
        "writing to my, spare me, cool it with, stock texting, shop texting, stay out my phone, get out my "
        "phone, get out of my phone, get out my inbox, get out of my inbox, off my line, kill the noise, "
        "letters only, calls only, phone calls only, shush with, no more ok, abstain from, "
        "(send|text|message) me nothing, stop costing me money"
    ),
    Sense.CALL_OFF: (
        "cancel, cancle, cancell, cancal, canel, end, quit, terminate, halt, suspend, deactivate, disable, "
        "turn off, switch off, shut off, shut down, kill, revoke all, shutoff, turnoff, shove your, shove "
        "ur, stick your, stick ur, turn em off, shut em off, switch em off, pause these, pause the, pause "
        "my, pause all, cut the, cut these, cut all, cut out the, cut out these, silence, finish the, "
        "finish these"
    ),
    Sense.LEAVE: (
        "want removed, remove from list, remove from your list, remove us from, unsubscribe, unsubscribed, "
        "unsubscribing, unsub, unsubscrib*, unsuscrib*, unsubcrib*, unsubsrib*, unsubscr*, opt out, "
        "optout, opt me out, opt us out, opting out, opted out, opt my number out, unenroll me, unenroll, "
        "un enroll, deregister me, de register me, unregister me, sign me out, want off, want out, remove "
        "me off, withdraw me, leave me out of this, leave me out of these, leave me out of the texts, "
        "count me out, disenroll, disenroll me, dis enroll, unenrol, unenrol me, un enrol, deregister, de "
        "register, unregister, un register, un subscribe, un subscribed, un subscribing, mute me, unlist "
        "me, de list me, delist me, let me out of, number removed, number deleted, number erased, number "
        "gone, me removed, name removed, details removed, details deleted, data deleted, drop me off the "
        "list, drop me off your list, drop me off this list, turn me off, switch me off, disconnect me, "
        "opt me off, check me out of, bow out of, out of this thread, out of this chat, out of this group, "
        "out of these texts, off these texts, off the texts, off this text, off of these texts, off of "
        "this text, off this thing, off your texts, to be removed, be removed from, be taken off, me from "
        "the group, me from this group, us from the group, remove this no, remove my no, delete my no, "
        "delete this no, to be left alone, be left alone, remove am, comot am, delete am, bin my number, "
        "bin this number, bin my details, taking off your list, want taking off, needs taking off, wants "
        "taking off, need taking off, forget me, leave me off, un sub, request to be removed, asking to be "
        "removed, ask to be removed, (want|wanted|like|need|get|have) (these|them|this|it|the texts|the "
        "messages|the reminders|all texts|texts|messages) stopped, (can|could) (these|they|this|it|the "
        "texts|the messages|the reminders) be stopped, on subscribe, unsubscribed me, an subscribe, "
        "(lose|delete|forget) my digits, dismiss my number, (want|like|need) it deleted, "
        "(name|details|info|data) gone, to be left off, be left off, unscrib*, sign me off, come off "
        "(this|these|the list|your list|this list)"
    ),
    Sense.REMOVE: (
        "remove, remov, remve, delete, erase, drop, scrub, purge, strike, block, exclude, take out, untag, "
        "wipe, rmv, removing, deleting, erasing, removed from, deleted from, dlt, clear, rm, kick, "
        "blacklist, be removed, be deleted, be erased, get removed, chuck, ditch, trash, unlist, delist, "
        "uninstall, expunge, strike out, disconnect, comot, rwmove, remive, removw, renove, remobe, "
        "reomve, rmove, remvoe, remoev, dleete, delet, deleet, delte, deletr, unlink, detach, dispose of, "
        "destroy, get rid of, shred, removal, deletion, erasure"
    ),
    Sense.GOODBYE: (
        "do not authorize, don't authorize, did not authorize, didn't authorize, never authorized you, do "
        "not have my permission, do not have permission, leave me alone, leave us alone, leave me the fuck "
        "alone, leave me the hell alone, lose my number, lose this number, forget my number, forget this "
        "number, go away, get lost, fuck off, f off, eff off, piss off, sod off, bugger off, buzz off, "
        "shut up, stfu, shut the fuck up, no longer consent, do not consent, don't consent, not consent, "
        "withdraw my consent, revoke my consent, withdraw consent, revoke consent, revoke my permission, "
        "withdraw my permission, revoke permission, no permission to text, not have permission to text, "
        "not have my permission, don't have permission to text, don't have my permission, do not have "
        "permission to, enough is enough, do not disturb, no more please, do not contact list, do not text "
        "list, don't ever contact, never contact me, never text me, get rid of my number, lose my contact, "
        "leave my phone alone, no further contact, no contact please, cancel all future, end all "
        "communication, end all contact, not to be contacted, not to be texted, rather not get these, "
        "rather not receive, rather you didn't text, prefer not to get, prefer not to receive, prefer not "
        "to be texted, rather not be texted, not welcome, no longer wish, no longer want to hear, jog on, "
        "sling your hook, bog off, naff off, get stuffed, leave me in peace, leave us in peace, leave us "
        "be, want nothing from you, want nothing to do with, don't want anything to do with, do not want "
        "anything to do with, dont want anything to do with, want nothing more from, blocking you, "
        "blocking u, block you, i'm blocking, you're blocked, you are blocked, u r blocked, ur blocked, u "
        "are blocked, blocking this number, blocking your number, blocked you, blocked this number, "
        "blocked your number, dont sent me, don't sent me, not sent me, dont sent, do not call list, no "
        "call list, suppression list, blacklist, dnc list, opt out list, no text list, harassing me, this "
        "is harassment, right to be forgotten, right to erasure, object to the processing, object to "
        "processing, no further communication, cease all communication, cease communication, email me "
        "instead, email instead, by email instead, use my email instead, use email instead, write to me "
        "instead, only email me, email me only, by email only, only by email, by post only, only by post, "
        "only by letter, leave my mother alone, leave my mum alone, leave my mom alone, leave my wife "
        "alone, leave my husband alone, leave my son alone, leave my daughter alone, leave my kids alone, "
        "leave my family alone, leave my parents alone, save your texts, no longer want to participate, no "
        "longer want to take part, no longer want to be part, no longer want to be a part, longer wish to "
        "be part, stay away from me, lost interest in these, fed up of these, no disturb, don't contact "
        "list, leave me be, loose my number, loose this number, not to be used for, feck off, fk off, "
        "don't do texts, dont do texts, do not do texts, don't do texting, don't do text, bore off, gtfo, "
        "get bent, go to hell, go to hell with, trouble me no, drop dead, contact me by email only, only "
        "contact me by email, only contact me by post, only contact me by letter, only contact me by "
        "phone, stop it, (don't|dont|do not|never) want to hear from (you|u|your company|ur company|this "
        "company|you people|you guys), (don't|dont|do not) accept (texts|text|messages|sms|text messages)"
    ),
    Sense.KEEP: (
        "keep them coming, keep texting, keep sending, keep it going, nonstop, non stop, unstoppable, no "
        "need to stop, not stopping, whatever you do, don't take me off, do not take me off, don't remove "
        "me, do not remove me, no need to take me off, no need to remove me, no need to unsubscribe, dont "
        "remove me, dont take me off, keep the texts, keep the reminders, keep the messages, keep me on"
    ),
    Sense.ENOUGH: (
        "enough, sick of, tired of, fed up with, done with, had it with, enough with, enough of, over it "
        "with, sick and tired of, i'm over, had enough, have had enough, done receiving, done w, im over, "
        "so done with, had enough of, enuf, enuff, enough w, fed up of, sick to death of, sick n tired of, "
        "bored of, tired of getting, done getting, am done getting, am done with these, am done with your, "
        "ok enough with, ok enough of"
    ),
    Sense.HOW: (
        "how, how do i, how to, how can i, where can i, how does one, is there a way to, a way to, where "
        "do i, what do i do to, what do i text to, what do i reply to, how do you, what should i do to, "
        "how do we, what do i have to do to, what's the way to, instructions, what number do i text to, "
        "which number do i text to, what should i text to, what do i send to, what word do i text to, "
        "where do i go to, who do i ask to, what must i do to, any way to, tell me how to, what's the "
        "keyword to, what is the keyword to, whats the keyword to, what's the code to, what's the word to"
    ),
    Sense.ASKING: "why, when, what, where, which, if, whether, what happens if, is there, unless, what time",
    Sense.RESUME: (
        "stopped by mistake, stopped by accident, stopped them by mistake, stopped it by mistake, unstop, "
        "resubscribe, re subscribe, subscribe me, subscribe, sign me up, sign me back up, opt in, opt me "
        "in, opt me back in, opt back in, optin, reactivate, re activate, reenable, re enable, i want back "
        "in, put me back, add me back, undo stop, cancel stop, cancel the stop, cancel my stop, undo the "
        "stop, undo my stop, reverse the stop, reverse my stop, ignore my stop, ignore the stop, disregard "
        "my stop, unsubscribe was a mistake, didn't mean to stop, did not mean to stop, never meant to "
        "stop, didn't mean to unsubscribe, did not mean to unsubscribe, didn't mean to opt out, did not "
        "mean to opt out, never meant to unsubscribe, re subscribe me, sign up again, undo my opt out, "
        "undo the opt out, cancel my opt out, undo opt out, remove the stop, undo unsubscribe, undo the "
        "unsubscribe, turn them back on, turn it back on, turn texts back on, resub, un stop, turn the "
        "texts back on, turn the messages back on, turn the reminders back on, turn my reminders back on, "
        "rejoin, disregard the stop, take back my stop, take back the stop, want them back, want the texts "
        "back, re enroll me, unblock me, stop was a mistake, stop was an accident, let me back in, include "
        "me again, my stop was a mistake, get them again, get these again, receive them again, receive "
        "these again, switch them back on, want back in, but want back in, let me back on, turn my texts "
        "back on, turn on my texts again, i changed my mind send, put me back on, add me again, add me "
        "back on, start sending them again, start sending me, start sending these again, start sending "
        "again, resume sending, begin sending again, add my number back, put my number back, back on the "
        "list, back on your list, want back on, put us back, add us back"
    ),
    Sense.BEGIN: (
        "start, restart, continue, resume, begin, turn on, switch on, enable, renew, reinstate, turn back on"
    ),
    Sense.OOPS: (
        "by mistake, by accident, accidentally, mistakenly, accidently, in error, unintentionally, accidental"
    ),
    Sense.OTHER: (
        "stop signs, stop lights, stop buttons, stop watches, stop gap, stop loss, stop work order, stop "
        "payment, stopped, stops, stopping, stopper, canceled, cancelled, cancels, cancelling, ended, "
        "ends, ending, quitting, wrong number of, wrong phone number of, take me off speaker, take me off "
        "hold, take me off mute, do not disturb sign, do not disturb mode, unsubscribe page, unsubscribe "
        "link, unsubscribe button, unsubscribe failed, unsubscribe form, unsubscribe option, unsubscribe "
        "rate, unsubscribe feature, unsubscribe requests, click unsubscribe, unsubscribe to leave, "
        "unsubscribe error, unsubscribe screen, stop button, stop light, stop sign, stop watch, consent "
        "form, permission form, permission slip, consent forms, permission slips, delete button, hit "
        "unsubscribe on, unsubscribe field, the unsubscribe, an unsubscribe, unsubscribe function, tire, "
        "tires, stands, stand, retire, waiting list, wait list, waitlist, guest list, class list, cc list, "
        "shopping list, price list, to do list, packing list, task list, no bother, stop drop, drop me "
        "off, drop us off, drop off, dropping off, drops off, drop him off, drop her off, drop them off, "
        "kick off, boot up, kick in, newsletter, newsletters, sleep, calling it a, calling it an, call it "
        "a, call it an, i unsubscribed my, got unsubscribed, was unsubscribed, who unsubscribed, let me be "
        "clear, let me be the, stop it from, sign me off sick, sign me off for, sign me off until, sign me "
        "off till, sign me off from"
    ),
    Sense.CONSENT: "consent, permission, authorization, authorisation, approval",
    Sense.WITHDRAW: (
        "withdraw, withdrawing, withdrawn, revoke, revoking, revoked, rescind, rescinding, retract, "
        "retracting, take back, taking back"
    ),
    Sense.LAST: (
        "let this be the last, let that be the last, let it be the last, make this the last, make that the "
        "last, make it the last, this better be the last, this had better be the last, this should be the "
        "last, this must be the last, hope this is the last, hope this was the last, last text i need, "
        "last message i need"
    ),
    Sense.NOT_WANTED: (
        "not interested in receiving, not interested in these, not interested in getting, not interested "
        "in your, not interested in any, no longer interested in, would not like, wouldn't like, would not "
        "want, wouldn't want, would rather not, would prefer not, i'd rather not, i'd prefer not, prefer "
        "not, rather not, dont care for, no desire, no wish, no need for, no use for, have no interest in, "
        "no interest in, have no need, object to, oppose, forbid you to, forbid you from, forbid, prohibit "
        "you from, make sure i don't get, make sure i do not get, so that i don't get, so i don't get, "
        "make sure i don't receive, don't use it for, do not use it for, don't use this number for, do not "
        "use this number for, don't use my number for, do not use my number for, dont use my number for, "
        "should not receive, shouldn't receive, should not get, shouldn't get, shouldn't be getting, "
        "should not be getting, aint tryna, ain't trying to, not trying to, unwanted, unsolicited, not "
        "wanted, not required, not needed, no longer needed, no longer required, no longer wanted, wish to "
        "object to, rather not have, sooner not, i'd sooner not, can do without, could do without, can "
        "live without, could live without, have no use for, got no use for, make sure i'm not, don't see "
        "the need for, see no need for, see no point in, (manage|happier|better|better off|cope) without, "
        "hope not to (receive|get), trust i will not (receive|get), (hope|trust) not to (receive|get)"
    ),
    Sense.GONE: (
        "no longer works here, doesn't work here anymore, doesn't work here any more, does not work here "
        "anymore, doesn't work here, does not work here, no longer works there, no longer lives here, no "
        "longer lives at, no longer at this number, is no longer at, no longer employed here, no longer "
        "with us, left the company last, has moved away, no longer works for, no longer on this number, no "
        "longer reachable, passed away, can't be reached, doesn't live here, moved out, has left the "
        "company, isn't at this number, is not at this number, no longer works with, doesn't have this "
        "phone anymore, no longer uses this phone, no longer owns this, deceased, is deceased, is now "
        "deceased"
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
    Sense.NEEDLESS: (
        "no need to, needn't, need not, don't have to, dont have to, do not have to, don't need to, dont "
        "need to, do not need to, no reason to, not necessary to, unnecessary to, no need, won't need, "
        "wont need, will not need, won't be needing, wont be needing, will not be needing, won't be "
        "requiring, shan't need, won't be wanting"
    ),
    Sense.RATHER: (
        "just text, text only, texts only, only text me, text me only, text me instead, text instead, "
        "texts instead, texting instead, texts are better, text is better, texts are fine, text is fine, "
        "texts are ok, text is ok, texts work better, prefer texts, prefer text, prefer a text, rather "
        "have texts, rather have a text, rather text, texting is better, texting is fine"
    ),
    Sense.INSTEAD: "instead of, rather than, in place of, in lieu of",
    Sense.THREAT: (
        "report you, report u, reporting you, report your number, file a complaint, lodge a complaint, "
        "make a complaint, complain to, i'll complain, will complain, i'll sue, will sue, sue you, sue u, "
        "suing you, my lawyer, my lawyers, my solicitor, my attorney, a lawyer, legal action, take you to "
        "court, see you in court, ico, fcc, ofcom, trai, ftc, calling the police, call the police, going "
        "to the police, go to the police, calling the cops, call the cops, contact the police, involve the "
        "police, getting the police, the authorities, i swear, i dare you, i dare u, see what happens, "
        "swear to god, i'm warning you, im warning you, im warning u, warning you"
    ),
}
