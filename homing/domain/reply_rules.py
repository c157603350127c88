"""The rules by which sentences of a reply are understood, over the senses of their words.

A line is the name of a rule and a pattern of senses: ``CEASE ..4 PESTER`` is a word of ceasing with a word of
texting at most four words after it, in one clause. What only looks like a request is taken out before
(``reply_asides``); the first rule that fits decides, opt-outs before anything else that they may be read as.
"""

import re
from dataclasses import dataclass
from typing import Final

from homing.domain.keywords import Meaning
from homing.domain.reply_patterns import Rule, pattern, rules
from homing.domain.reply_stops import STOP


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one meaning, which is answered as ``keyword``. ``needed``: without one of these none of them
    can fit; ``any_of``: all of them at once, so that they aren't tried one by one where none fits."""

    meaning: Meaning
    keyword: str
    needed: re.Pattern[str]
    any_of: re.Pattern[str]
    rules: tuple[Rule, ...]


def _group(meaning: Meaning, keyword: str, needed: str, lines: str) -> Group:
    tried = tuple(rules(lines))
    any_of = re.compile("|".join(one.sought.pattern for one in tried))
    return Group(meaning, keyword, pattern(needed), any_of, tried)


_MISTAKEN: Final = """
    resume_by_mistake  OOPS ..3 [REPLY SAY TEXT SEND] ..1 [CEASE LEAVE CALL_OFF]
    resume_by_mistake  OOPS (..1 LEAVE|CEASE SEND|PESTER CEASE)
    resume_by_mistake  [REPLY SAY TEXT SEND SELF PLEAD] ..1 [CEASE LEAVE] ..3 OOPS
    resume_by_mistake  LEAVE ..3 OOPS
    resume             SELF WILL? LEAVE WHEN ..2 RESUME
"""
_START: Final = """
    resume             (?<! [NOT FAILS HOW]) RESUME
    begin_texts        < [PLEAD WANT TO SELF]* BEGIN [THIS ME MY THE TO]{0,3} [NOTE TEXT PESTER]
    begin_texts        BEGIN TO? SEND ..2 [ME NOTE TEXT]
    begin_texts        < PLEAD* BEGIN AGAIN >
    begin_texts        ^END+ BEGIN THIS? END+$
    text_again         < [PLEAD WANT TO SELF ORDINARY]* [SEND PESTER TEXT] ME
                         [NOTE TEXT THE THIS]{0,2} AGAIN (?= END)
    text_again         < [PLEAD WANT TO SELF]* SEND ME? [THE THIS]? [NOTE TEXT] AGAIN
    text_again         (?<! [NOT NO NO_LONGER FAILS]) WANT [^END ASK MISS NOT NO]{0,4} [NOTE TEXT GET] ..3
                         AGAIN
"""
_WRONG: Final = """
    wrong_number       WRONG
    wrong_number       [NOTE TEXT] ..2 NOT_MINE
    gone               [OTHER THEY] GONE
    nobody_here        NOBODY OTHER{1,2} [ORDINARY THE FAILS]
    nobody_here        ^END+ NOBODY OTHER{1,2} END
    nobody_here        < ORDINARY NOBODY OTHER
    old_number         THIS [^END ASK ME MY]{0,3} OLD LIST
    somebody_else      THIS LIST ..3 FAILS >
    somebody_else      NOT_BEING LIST [OF FROM AT TO]? OTHER MORE? >
    old_number         OLD LIST [OF FROM AT TO] ME? OTHER
    old_number         LIST OLD [OF FROM]? OTHER
    old_number         OLD LIST OTHER >
    somebody_else      < [SELF OTHER THIS]? NOT_BEING THE? OTHER >
    somebody_else      < [SELF THIS]? NOT_BEING OTHER (?= SELF)
    somebody_else      NOT_BEING (OTHER{1,2} MY?|THE) LIST
    somebody_else      NO_LONGER OTHER LIST
    somebody_else      < [SELF THIS THE]{0,2} OTHER AINT >
"""
_WHO: Final = """
    who_is_this        WHO [^END ASK THE AT OTHER]{0,4} >
"""
_HELP: Final = """
    how_to_stop        HOW HOW
    how_to_stop        HOW_TO
    what_is_this       (?<! OTHER) WHAT [NOTE TEXT LIST THIS OF PLEAD]{0,2} >
"""
_UNCLEAR: Final = """
    why_me             WHY
    again_asked        ^END+ [PLEAD THIS]? AGAIN [PLEAD THIS]? ASK
    again_asked        ^END+ AGAIN THIS [END ASK]+$
    refused            ^END+ NO_LONGER END+$
    stop_asked         < [CEASE CALL_OFF LEAVE ENOUGH] [THIS ME WHAT]{0,2} ASK
    stop_asked         LEAVE ..2 ASK
    stop_asked         < WILL THIS{1,2} CEASE ASK
    refused            ^END+ (NO|NOT)+ END+$
    refused            < SELF? (NO|NOT|NE|NOT_BEING) WANT NOT? >
    refused            < SELF? WANT NOT >
    refused            ^END+ NOT_WANTED END
    refused            < [ME TO]{1,2} (NOT_WANTED|(NOT|NO) WANT) >
    refused            < PLEAD NOT >
    refused            < SELF? NEEDLESS THIS MORE? >
    not_then           GOODBYE WHEN
    not_then           (?<! AT) NOT ..2 [PESTER TEXT SEND] [ME THIS]{0,2} [AT WHEN]
    why_me             < SELF? THREAT >
    no_stop            NO CEASE
    loose_stop         ^END+ PLEAD? CEASE [OTHER DOING ORDINARY]{1,2} END+$
    loose_stop         < CEASE END
    loose_stop         < [^END ASK THE AT]{0,3} OTHER CEASE END
    loose_stop         < REMOVE END
    loose_stop         ^END+ CALL_OFF END
    loose_stop         WANT TO? CALL_OFF [END ASK]+$
    enough_of_it       < ENOUGH ..3 [THIS ME]
    maybe_stop         [CEASE WITHDRAW NOT_WANTED LEAVE] [^END ASK DOING]{0,5} [NOTE TEXT LIST PESTER]
    maybe_stop         REMOVE [^END ASK MY OLD THE]{0,5} [NOTE TEXT LIST PESTER]
    maybe_stop         (?<! OLD) [NOTE TEXT LIST PESTER] [^END ASK OLD MUST WILL]{0,5} [CEASE REMOVE WITHDRAW
                         NOT_WANTED LEAVE] (?! [DOING ORDINARY])
    maybe_stop         THEY FAILS WANT THIS MORE? >
    maybe_stop         LIST MUST WILL? REMOVE
    maybe_stop         REMOVE OTHER{1,3} [FROM OFF] [THE THIS] LIST
    maybe_stop         CALL_OFF [^END ASK OF MY THE]{0,3} [NOTE TEXT PESTER]
    maybe_stop         (NO|NOT|NE|NO_LONGER|FAILS) ..2 WANT [^END ASK MISS KEEP]{0,5} ([NOTE TEXT]|PESTER
                         (?! PLEAD))
    maybe_stop         (NO|NOT|NE) [^END ASK WILL SELF GET GETS FAILS]{0,4} [PESTER SEND] ..2 [ME NOTE TEXT]
                         ..3 [MORE AGAIN]
    maybe_stop         REMOVE ME (?! [FROM OF AT] | OTHER{1,2} [FROM OF] OTHER) | ME REMOVE
"""
_STOP_NEEDS: Final = (
    "[GOODBYE LEAVE CEASE CALL_OFF REMOVE ENOUGH NOT_WANTED MORE NO_LONGER NO NOT NE NOT_BEING LIST CONSENT"
    " LAST DATA OFF WITHDRAW TAKE FIRST INSTEAD NEEDLESS THREAT]"
)
_UNCLEAR_NEEDS: Final = (
    "[GOODBYE WHY AGAIN CEASE CALL_OFF LEAVE ENOUGH NO NOT NE NOT_WANTED NOT_BEING"
    " WANT REMOVE WITHDRAW NO_LONGER FAILS LIST THREAT]"
)

GROUPS: Final = tuple(
    _group(meaning, keyword, needed, lines)
    for meaning, keyword, needed, lines in (
        (Meaning.START, "start", "[OOPS RESUME]", _MISTAKEN),
        (Meaning.STOP, "stop", _STOP_NEEDS, STOP),
        (Meaning.START, "start", "[RESUME BEGIN AGAIN]", _START),
        (
            Meaning.WRONG_NUMBER,
            "wrong_number",
            "[WRONG NOT_BEING NO_LONGER NOT_MINE GONE NOBODY OLD AINT FAILS]",
            _WRONG,
        ),
        (Meaning.KEYWORD, "contact", "WHO", _WHO),
        (Meaning.HELP, "help", "[HOW HOW_TO WHAT]", _HELP),
        (
            Meaning.UNCLEAR,
            "unclear",
            _UNCLEAR_NEEDS,
            _UNCLEAR,
        ),
    )
)
"""In the order in which they are tried."""
