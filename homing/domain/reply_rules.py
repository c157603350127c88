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
    resume_by_mistake  OOPS ..1 LEAVE
    resume_by_mistake  [REPLY SAY TEXT SEND SELF] ..1 [CEASE LEAVE] ..3 OOPS
    resume_by_mistake  LEAVE ..3 OOPS
"""
_STOP: Final = """
    whole_request      GOODBYE
    leave              LEAVE (?! ..2 ASK)
    leave              [PLEAD WANT] ..2 LEAVE
    leave              WITHDRAW [FROM OF] ..2 [NOTE TEXT LIST]
    leave              LEAVE [OF FROM THE THIS]{0,3} LIST ASK
    cease_alone        < PLEAD* CEASE [THIS ME MORE THE]{0,3} (?=END)
    cease_alone        ^END+ PLEAD? CEASE{2,} (?! ..1 [AT DOING ASK])
    cease_alone        ^END+ [CALL_OFF CEASE FIRST]{2,} END
    first_word         ^END+ PLEAD? FIRST [FIRST CEASE]* END
    first_word         ^END+ FIRST [SELF NOT_BEING NO_LONGER DONE]
    first_word         ^END+ WITHDRAW END+$
    cease_alone        PLEAD ..1 CEASE [THIS ME THE]{0,2} >
    cease_alone        PLEAD ..3 TO CEASE [THIS ME]? END
    cease_texting      CEASE [^END ASK MISS WILL THEY]{0,3} [PESTER TEXT NOTE]
    cease_texting      CEASE ..3 SEND (?= ..2 [ME NOTE TEXT THIS] |END|ASK)
    cease_texting      CEASE TO? SEND OTHER END
    cease_getting      CEASE ..2 GET (?= [THIS NOTE TEXT MORE END ASK] | ..2 [NOTE TEXT])
    texting_ceased     [NOTE TEXT PESTER SEND] [THIS ME PLEAD OTHER TO SEND]{0,3} CEASE [TO WANT MORE]? >
    call_off_texts     CALL_OFF [THIS ME MY THE OF MORE]{0,3} [NOTE TEXT]
    call_off_texts     CALL_OFF [THIS ME]{0,2} PESTER
    call_off_texts     CALL_OFF SEND [ME NOTE TEXT THIS]
    call_off_texts     [NOTE TEXT] [THIS ME PLEAD]? CALL_OFF >
    call_off_texts     < [THIS MY]? [NOTE TEXT] OFF >
    call_off_texts     TAKE [THIS THE MY]{0,2} [NOTE TEXT] OFF
    no_consent         WITHDRAW ..5 CONSENT
    no_consent         CONSENT ..5 WITHDRAW
    no_consent         (NO|NOT|NE|FAILS|NO_LONGER) ..3 [ME MY] ..1 CONSENT
    no_consent         (NO|NOT|NE|FAILS|NO_LONGER|NOT_BEING) ..4 CONSENT ..3 [PESTER SEND TEXT NOTE GET]
    no_consent         [NOTE TEXT] ..2 (NO|NOT) CONSENT >
    no_consent         CONSENT ..3 (NO|NOT|NE|FAILS|NO_LONGER|NOT_WANTED) >
    no_consent         [NOTE TEXT PESTER SEND] ..3 CONSENT ..2 (NO|NOT|NOT_WANTED) >
    last_text          LAST ..2 ([NOTE TEXT PESTER SEND]|END)
    call_off_alone     ^END+ CALL_OFF THIS? END+$
    remove_me          REMOVE [ME THE THIS PLEAD OF]{0,3} [ME LIST] (?= [END ASK AT THIS PESTER SEND TEXT
                         MORE AGAIN])
    remove_me          REMOVE [ME THE THIS PLEAD OF]{0,3} [ME LIST] (?= [FROM OF] ..3 [LIST NOTE TEXT])
    remove_me          REMOVE [ME THE THIS PLEAD]{0,2} [ME MY] LIST
    remove_me          REMOVE [ME MY THIS]{0,2} [FROM OF OFF] [THIS ME]? [END LIST]
    remove_me          REMOVE [THIS PLEAD THE SELF]{0,2} [ME MY] [THE THIS OF ORDINARY]{0,2} DATA (?! [FROM
                         OF AT] ..1 OTHER)
    remove_me          REMOVE [THE THIS]{0,2} DATA [OF ME MY]{1,2}
    remove_me          < DATA? [ME MY] [THE THIS]? DATA ..2 REMOVE
    remove_me          DATA ME REMOVE
    take_off           TAKE [ME MY OF] LIST [OF FROM OFF] [THIS THE ME MY]? LIST
    take_off           [TAKE GET REMOVE] [ME MY THIS THE LIST]{1,4} OFF OF? [THE THIS MY ME PLEAD]{0,2}
                         [LIST END
                         NOTE TEXT]
    remove_me          REMOVE [^END ASK OTHER OLD]{0,3} LIST
    remove_me          (?<! OTHER) [ME MY LIST] [FROM OF THE THIS ME]{0,3} [LIST ME] OTHER? REMOVE >
    remove_me          (?<! [OTHER MY OLD]) LIST REMOVE OTHER? >
    remove_me          < ME REMOVE END
    remove_me          ME [PLEAD WANT WILL]{0,2} REMOVE [OF FROM OFF] [THIS THE MY]{0,2} [NOTE TEXT LIST]
    remove_me          ME ..1 [NOTE TEXT] [FROM OF]? REMOVE >
    off_the_list       (NO|NOT|NO_LONGER|NE) WANT ..2 AT [THIS MY ME THE]{0,2} LIST (?! [AT OF FROM])
    off_the_list       WANT ..1 [FROM OF] [THIS THE MY PLEAD]? LIST
    no_more            NO ..2 MORE ..2 [NOTE TEXT PESTER SEND]
    no_more            NO ..1 MORE OF? THIS
    no_more            < NO MORE END
    no_more            NO_LONGER MORE [NOTE TEXT]
    no_more            (?<! [SELF GETS GET WILL]) (NO|NOT) [NOTE TEXT] MORE
    no_more            (?<= [END ME]) (NO|NOT) MORE ([NOTE TEXT PESTER]|SEND END)
    no_more            (?<! SELF) (?<! GETS) (NO|NOT) ..3 [NOTE TEXT PESTER] ..4 MORE >
    no_more            < (NO|NOT) OF? [NOTE TEXT] END
    dont_text          (?<! [SELF THEY THE MORE WANT OTHER MUST AT]) (NOT|NE)
                         [PLEAD THIS ME TO MORE SEND]{0,3} [PESTER TEXT]
                         [SEND PESTER TEXT]? [TO AT]? (?= ME (?! AT|THE OTHER)
                         | [MORE AGAIN NOTE THIS END ASK])
    dont_text          OTHER NOT [PESTER TEXT] ME? [MORE AGAIN END]
    dont_text          (?<! [SELF THEY]) NOT [PESTER TEXT SEND] [ME MY THIS TO LIST NOTE ORDINARY]{1,4}
                         [MORE AGAIN]
    dont_text          (?<! [SELF THEY THE MORE WANT MUST AT]) NOT [PESTER TEXT] THIS LIST
    dont_text          NO PESTER [MORE ME END]
    dont_text          < PLEAD? [SEND PESTER TEXT] [PLEAD ME THIS TO AT]{0,3} (NO|NOT)
                         ([MORE AGAIN END]|THIS? [NOTE TEXT])
    dont_text          < ME [SEND PESTER] ..1 MORE
    dont_send          (?<! [SELF THEY THE MORE WANT OTHER MUST AT]) (NOT|NE|NO) ME? SEND (?= ..2 [NOTE TEXT
                         MORE AGAIN] | ME? THIS [END ASK] | THIS? TO ME)
    dont_send          (NO|NOT|NE|NO_LONGER) ME [SEND PESTER TEXT] (?= END | ..2 [NOTE TEXT MORE THIS AGAIN])
    dont_send          NOT SEND END
    dont_send          NOT KEEP
    dont_text          NO ME PESTER (?! AT)
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} (NOTE|TEXT (?! [OTHER PLEAD]))
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} GET ([THIS NOTE TEXT MORE END]|[TO PLEAD FROM OF]{1,2} [MORE AGAIN END])
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} (WILL OTHER? PESTER|PESTER WILL)
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} (MORE [PESTER SEND END]|[ME THIS] MORE PESTER|THIS END)
    dont_want          NO_LONGER WANT ..4 [NOTE TEXT THIS]
    dont_want          (NO|NOT) PLEAD ME PESTER
    dont_want          (NO|NOT|NE|NO_LONGER) WANT PLEAD TO? PESTER [ME END]
    dont_want          (NO|NOT|NE|NO_LONGER) WANT PLEAD? ME THIS? [PESTER SEND] [MORE END]
    dont_want          WANT [SELF THIS PLEAD TO ME ORDINARY OF FROM]{0,3} (NO|NOT|NO_LONGER) [^END ASK
                         MISS]{0,4}
                         (NOTE|TEXT|GET [END MORE THIS])
    dont_want          WANT [SELF THIS PLEAD TO ME ORDINARY OF FROM]{0,3} (NO|NOT|NO_LONGER) [^END ASK
                         MISS]{0,4} (MORE
                         [PESTER SEND]|PESTER WILL|THIS END)
    dont_want          WANT ..3 [NOTE TEXT THIS] (NO|NOT|NO_LONGER) MORE? >
    dont_want          WANT ..3 [NOTE TEXT THIS] (NO|NOT|NO_LONGER) MORE? TO? GET
    not_wanted         NOT_WANTED [^END ASK MISS]{0,4} [NOTE TEXT THIS GET PESTER]
    not_wanted         NOT_WANTED [^END ASK MISS]{0,4} ME LIST
    dont_want          WANT ..3 (NO|NOT|NO_LONGER) WILL PESTER
    not_wanted         [NOTE TEXT THIS GET] [^END ASK MISS]{0,3} NOT_WANTED
    enough             < [THIS SELF]{0,2} ENOUGH [THIS MORE]? (?=END)
    enough             ENOUGH [^END ASK OTHER]{0,3} [NOTE TEXT PESTER]
    enough             ENOUGH SEND
    enough             ^END+ ENOUGH{2,}
    must_stop          [THIS NOTE TEXT] ..1 MUST ..1 CEASE
    must_stop          [NOTE TEXT] ..1 MUST ..1 CALL_OFF
    want_stop          WANT [TO PLEAD SELF ME THIS]{0,3} CEASE (?= [END THIS PESTER TEXT NOTE SEND GET ME
                         MORE])
    reply_stop         (?<= [END SELF PLEAD WANT TO]) [REPLY TEXT PESTER SEND SAY] [TO ME]? CEASE (?=END)
    stop_for_a_reason  < PLEAD? CEASE+ [SELF PLEAD NO NOT NE WRONG NOT_BEING NO_LONGER DONE MY
                         FAILS CALL_OFF LEAVE REMOVE ENOUGH NOT_WANTED WHO WHY GONE]
    stop_for_a_reason  ^END+ PLEAD? CEASE [OTHER ORDINARY] [SELF NOT_BEING NO_LONGER DONE]
    stop_for_a_reason  < PLEAD? CEASE THIS [WILL AT]
    stop_for_a_reason  < OTHER{0,2} PLEAD? CEASE THIS [MY SELF NOT_BEING NO_LONGER NO NOT]
    stop_for_a_reason  < PLEAD? CEASE ..2 DONE
    reason_to_stop     [DONE WRONG AGAIN ENOUGH NOTE TEXT LIST THIS ME ORDINARY PLEAD] CEASE END
    reason_to_stop     (WRONG|DONE) END? REMOVE [ME LIST THIS]? >
"""
_START: Final = """
    resume             (?<! [NOT FAILS HOW]) RESUME
    begin_texts        < [PLEAD WANT TO SELF]* BEGIN [THIS ME MY THE TO]{0,3} [NOTE TEXT PESTER]
    begin_texts        BEGIN TO? SEND ..2 [ME NOTE TEXT]
    begin_texts        < PLEAD* BEGIN AGAIN >
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
    old_number         OLD LIST [OF FROM AT TO] OTHER
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
    again_asked        ^END+ AGAIN ASK
    again_asked        ^END+ AGAIN THIS [END ASK]+$
    refused            ^END+ NO_LONGER END+$
    stop_asked         < [CEASE CALL_OFF LEAVE ENOUGH] [THIS ME WHAT]{0,2} ASK
    stop_asked         LEAVE ..2 ASK
    refused            ^END+ (NO|NOT)+ END+$
    refused            < SELF? (NO|NOT|NE|NOT_BEING) WANT NOT? >
    refused            < SELF? WANT NOT >
    refused            ^END+ NOT_WANTED END
    not_then           NOT ..2 [PESTER TEXT] ME AT
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
    maybe_stop         LIST MUST WILL? REMOVE
    maybe_stop         CALL_OFF [^END ASK OF MY THE]{0,3} [NOTE TEXT PESTER]
    maybe_stop         (NO|NOT|NE|NO_LONGER|FAILS) ..2 WANT [^END ASK MISS KEEP]{0,5} ([NOTE TEXT]|PESTER
                         (?! PLEAD))
    maybe_stop         (NO|NOT|NE) [^END ASK WILL SELF GET GETS FAILS]{0,4} [PESTER SEND] ..2 [ME NOTE TEXT]
                         ..3 [MORE AGAIN]
    maybe_stop         REMOVE ME (?! [FROM OF AT]) | ME REMOVE
"""
_STOP_NEEDS: Final = (
    "[GOODBYE LEAVE CEASE CALL_OFF REMOVE ENOUGH NOT_WANTED MORE NO_LONGER NO NOT NE NOT_BEING LIST CONSENT"
    " LAST DATA OFF WITHDRAW TAKE FIRST]"
)
_UNCLEAR_NEEDS: Final = (
    "[WHY AGAIN CEASE CALL_OFF LEAVE ENOUGH NO NOT NE NOT_WANTED NOT_BEING WANT REMOVE WITHDRAW NO_LONGER"
    " FAILS LIST]"
)

GROUPS: Final = tuple(
    _group(meaning, keyword, needed, lines)
    for meaning, keyword, needed, lines in (
        (Meaning.START, "start", "OOPS", _MISTAKEN),
        (Meaning.STOP, "stop", _STOP_NEEDS, _STOP),
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
