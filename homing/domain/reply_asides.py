"""What only looks like a request, in the senses of a reply: taken out before the rules are tried."""

import re
from typing import Final

from homing.domain.reply_patterns import rules
from homing.domain.reply_senses import Sense

ASIDE: Final = tuple(
    rules("""
        kept          (?<! NOT) KEEP
        kept          (NOT|NO|NE|FAILS|NO_LONGER) [^END ASK TEXT NOTE]{0,3} MISS
        kept          (NOT|NO|NE|NO_LONGER) [^END ASK]{0,3} [NOTE TEXT] MISS
        kept          [NOTE TEXT] ..2 MISS NOT_WANTED
        kept          NOT_WANTED ..2 MISS
        rather        (NOT|NO|CEASE) [PESTER SEND TEXT] ME? [^NOT CEASE NO NE FAILS LEAVE REMOVE]{0,6} RATHER
                        (?! AT OTHER)
        rather        GOODBYE END? [OTHER PLEAD]? RATHER (?! AT OTHER)
        rather        NE ME? [PESTER SEND] NOT END? [OTHER PLEAD]? RATHER (?! AT OTHER)
        rather        (NOT|NO|CEASE) PESTER ME? [^NOT CEASE NO NE FAILS NO_LONGER LEAVE REMOVE]{0,6} END
                        TEXT ME END
        how           HOW [^END ASK]{0,6} ([CEASE LEAVE CALL_OFF REMOVE GOODBYE] (?! THE? [OTHER ELSE])
                        |[TAKE GET] ..3 OFF|[^END ASK]{0,3} (NO|NOT|NE|NO_LONGER) ..2 GET)
        negated       (NOT|FAILS|NE|NO|NEEDLESS) [SELF PLEAD WANT SAY MUST TO ME WILL REPLY AGAIN]{0,4} [CEASE
                        CALL_OFF LEAVE]
        negated       (NOT|FAILS|NE) [PLEAD ME]? REMOVE | NO ME REMOVE
        negated       [REMOVE LEAVE] [ME PLEAD]{0,2} NOT [OF FROM LEAVE END]
        negated       (NOT|FAILS) PLEAD? [GOODBYE RESUME ENOUGH]
        negated       (NO|NOT|FAILS|NE) SELF? WHAT
        negated       (NOT|FAILS) SELF? [SAY WANT] ..2 [RESUME BEGIN]
        stated        GETS ..2 (NO|NOT)
        stated        (NO|NOT|NE|NO_LONGER) ME? GETS MORE?
        stated        SELF (NO|NOT|FAILS|NO_LONGER) [GET GETS]
        stated        GETS GOODBYE | GOODBYE ME? GETS
        stated        (?<! [WANT OTHER]) WILL? [GET WILL] (NO|NOT) MORE? NOTE
        others        THEY [WILL SAY ME SELF TO MUST DONE]{0,4} [CEASE CALL_OFF LEAVE GOODBYE] (?! [PESTER
                        SEND TEXT NOTE])
        others        [THEY THE] SAY [ME TO]{0,3} [CEASE CALL_OFF LEAVE]
        others        [OTHER THEY] [TEXT PESTER] ME TO CEASE
        others        OTHER SAY [ME TO]{0,3} [CEASE CALL_OFF LEAVE] (?! [NOTE TEXT])
        others        THEY SAY [ME TO THE OTHER]{0,4} [CEASE CALL_OFF LEAVE GOODBYE]
        noun          [THE AT MY] ORDINARY? CEASE (?! ..2 [PESTER SEND NOTE TEXT])
        place         CEASE [AT OFF] (?! ..3 [PESTER NOTE TEXT])
        place         CEASE TO (?! [THIS ME TEXT PESTER SEND NOTE])
        end_of        [CEASE CALL_OFF] OF (?! ..3 [PESTER SEND NOTE TEXT])
        elsewhere     [OF FROM THE] OTHER [LEAVE CALL_OFF]
        elsewhere     SELF WILL{0,2} LEAVE (FROM|OF|OFF) (THE|MY) [OTHER OLD]
        elsewhere     SELF WILL{0,2} LEAVE (FROM|OF|OFF) OTHER (?! ..2 [NOTE TEXT LIST])
        negated       NO WANT TO [CEASE LEAVE REMOVE CALL_OFF]
        own_doing     SELF WILL? [CEASE CALL_OFF] (?! GET)
        asked         (?<! PLEAD) SHOULD_I ..3 [CEASE CALL_OFF LEAVE REMOVE]
    asked         ASKING ..4 [CEASE CALL_OFF LEAVE] (?! ..3 [NOTE TEXT PESTER SEND GET ME])
        elsewhere     LEAVE ME? (OF THE? MY?|FROM (THE|MY)|THE) [OTHER OLD ORDINARY] (?! ..3 [LIST
                        NOTE TEXT])
        elsewhere     GOODBYE [^END ASK NOTE TEXT]{0,2} ELSE (?! ..1 [NOTE TEXT])
        elsewhere     GOODBYE TO [THE MY THIS]? OTHER (?! ..3 [NOTE TEXT PESTER LIST DATA])
        elsewhere     ELSE [ME THIS ORDINARY OTHER]? GOODBYE
        elsewhere     LEAVE [ME MY THIS THE OF FROM OTHER]{0,3} ELSE (?! ..1 [NOTE TEXT])
        elsewhere     REMOVE [ME MY THIS THE OF FROM LIST DATA]{1,4} ELSE (?! ..1 [NOTE TEXT])
        number_of     ELSE (REMOVE END?|[^END ASK NOT]?) WRONG
        elsewhere     ELSE ..3 END? [^END ASK]{0,4} RESUME
        elsewhere     ELSE [ME THIS]? [CEASE CALL_OFF REMOVE] (?= [END ASK])
        elsewhere     WITHDRAW ..2 CONSENT ..2 ELSE
        elsewhere     ELSE
        held          CEASE END{0,2} WAIT (?= [END ASK])
        held          WAIT
        number_given  GAVE ..4 WRONG
        number_of     WRONG (AT|THEY DONE)
    """)
)
"""What only looks like a request: neither the words nor their neighbours decide then."""
_TAKEN_OUT: Final = re.compile(
    "|".join(f"(?P<how>{one.sought.pattern})" if one.name == "how" else one.sought.pattern for one in ASIDE)
)


def take_out(signs: str) -> str:
    """Senses without what is ``ASIDE``, which is other words then; only asking how leaves a mark."""
    return _TAKEN_OUT.sub(_mark, signs)


def _mark(found: re.Match[str]) -> str:
    sign = Sense.HOW if found.lastgroup == "how" else Sense.OTHER
    return sign.value * len(found[0])
