"""The rules by which a sentence is understood as an opt-out, in the senses of its words."""

from typing import Final

STOP: Final = """
    whole_request      GOODBYE (?! WHEN)
    leave              LEAVE (?! ..2 ASK)
    leave              [PLEAD WANT] ..2 LEAVE
    leave              WITHDRAW [FROM OF] ..2 [NOTE TEXT LIST]
    leave              LEAVE [OF FROM THE THIS]{0,3} LIST ASK
    cease_alone        < PLEAD* CEASE [THIS ME MORE THE]{0,3} (?=END)
    cease_alone        ^END+ PLEAD? CEASE{2,} (?! ..1 [AT DOING ASK])
    cease_alone        ^END+ [CALL_OFF CEASE FIRST]{2,} END
    first_word         ^END+ PLEAD? FIRST [FIRST CEASE]* END
    first_word         ^END+ FIRST ([SELF NOT_BEING NO_LONGER DONE]|[NOTE TEXT] END)
    first_word         ^END+ WITHDRAW END+$
    cease_alone        PLEAD ..1 CEASE [THIS ME THE]{0,2} >
    cease_alone        PLEAD ..3 TO CEASE [THIS ME]? END
    cease_alone        PLEAD ..2 CEASE [THIS ME]{0,2} WHEN >
    cease_alone        SELF [WILL GETS]{0,2} ([PLEAD THIS] WHEN? SAY TO?|WHEN? SAY [AT PLEAD] [THIS PLEAD]?
                         TO?) CEASE >
    cease_alone        < PLEAD? CEASE THE ORDINARY? THIS >
    cease_alone        < CEASE SAY CEASE >
    cease_alone        < OTHER? SAY [THE THIS]{1,2} [OTHER ORDINARY LIST]? TO CEASE >
    cease_texting      CEASE [^END ASK MISS WILL THEY]{0,3} [PESTER TEXT NOTE]
    cease_texting      CEASE ..3 SEND (?= ..2 [ME NOTE TEXT THIS] |END|ASK)
    cease_texting      CEASE TO? SEND OTHER END
    cease_getting      CEASE ..2 GET (?= [THIS NOTE TEXT MORE END ASK] | ..2 [NOTE TEXT])
    texting_ceased     THIS{1,2} GET CEASE >
    texting_ceased     [NOTE TEXT PESTER SEND] [THIS ME PLEAD OTHER TO SEND GET]{0,3} CEASE [TO WANT MORE
                         PLEAD ME]? >
    call_off_texts     CALL_OFF [THIS ME MY THE OF MORE]{0,3} [NOTE TEXT]
    call_off_texts     CALL_OFF [THIS ME]{0,2} PESTER (?! THE OTHER)
    call_off_texts     CALL_OFF THIS ORDINARY NOTE
    call_off_texts     CALL_OFF (MY|ME) LIST
    call_off_texts     < PLEAD? REMOVE [THIS THE]{1,2} NOTE >
    call_off_texts     CALL_OFF THE? SEND [ME NOTE TEXT THIS END]
    call_off_texts     [NOTE TEXT] [THIS ME PLEAD]? CALL_OFF >
    call_off_texts     < [THIS MY]? [NOTE TEXT] OFF >
    call_off_texts     TAKE [THIS THE MY OF]{0,2} [NOTE TEXT] (OFF|OF (?= [END ASK]))
    no_consent         WITHDRAW ..5 CONSENT
    no_consent         CONSENT ..5 WITHDRAW | NOT_WANTED ..3 [ME MY] DATA | (NO|NOT) CONSENT MORE >
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
    remove_me          REMOVE [ME MY THIS]{0,2} [FROM OF OFF] [THIS ME]{0,2} [END LIST]
    remove_me          REMOVE [THIS PLEAD THE SELF OF]{0,2} [ME MY] [THE THIS OF ORDINARY]{0,2} DATA (?! [FROM
                         OF AT] ..1 OTHER)
    remove_me          REMOVE [THE THIS]{0,2} DATA [OF ME MY]{1,2}
    remove_me          < DATA? [ME MY] [THE THIS]? DATA ..2 REMOVE
    remove_me          DATA ME REMOVE
    remove_me          REMOVE [THIS THE]{0,2} DATA PLEAD
    remove_me          REMOVE OF (MY|THIS) [LIST DATA]
    remove_me          (NOT_BEING|NOT) ..3 MORE END? REMOVE >
    remove_me          (LIST|WRONG|WHY) ..5 [END ASK]{0,2} REMOVE [THIS THE] >
    remove_me          (LIST|WRONG) END [^END ASK]{1,4} END REMOVE THIS >
    remove_me          WITHDRAW [ME MY THIS THE]{0,2} LIST (?= [END ASK FROM OF])
    remove_me          (WHY ..4 [END ASK]{1,2}|[ME MY] LIST ..3 ASK END? [THIS OTHER]?) PLEAD? REMOVE THIS? >
    remove_me          [ME MY THIS] OTHER? LIST OTHER? END REMOVE >
    remove_me          < PLEAD? REMOVE FROM ..2 [NOTE TEXT LIST] >
    remove_me          REMOVE (ME|MY LIST) [ORDINARY WILL] >
    remove_me          REMOVE ME (?= [NO SELF NO_LONGER])
    remove_me          REMOVE (MY|THE|OTHER OF) [THEY MY THE]{1,3} [LIST DATA]
    remove_me          REMOVE [MY THE]? THEY FROM [THE THIS MY]{0,2} [LIST NOTE TEXT]
    remove_me          REMOVE MY PESTER >
    remove_me          < SELF? [WANT PLEAD] [WANT WILL PLEAD]{0,2} TO? REMOVE END
    remove_me          < [WILL PLEAD WANT] [MY THIS ME] LIST REMOVE
    remove_me          (WRONG|NOT_MINE|GONE|(DONE|NO_LONGER) ..4) END? REMOVE >
    take_off           TAKE [ME MY OF] LIST [OF FROM OFF] [THIS THE ME MY]? LIST
    take_off           [TAKE GET REMOVE WILL] ME OFF (?= [END ASK SELF NO_LONGER DONE PLEAD WHY])
    take_off           [TAKE GET REMOVE] [MY THE THIS THEY LIST DATA ME]{1,4} [OFF FROM] OF? [THE THIS
                         MY]{0,2} (LIST|OTHER?
                         [NOTE TEXT]|THIS >)
    take_off           [TAKE GET] [MY THE THIS THEY ME]{1,4} [LIST DATA] [OFF FROM] THIS? (?= [END ASK PLEAD
                         SELF WILL])
    take_off           [TAKE GET] (ME OFF OTHER THIS|THIS{1,2} OFF AT ME)
    take_off           TAKE [MY THE THIS ME OF OTHER]{1,5} LIST OFF >
    take_off           TAKE OFF [MY THE THIS OTHER]{0,2} LIST >
    take_off           TAKE ME [FROM OF OFF] THE? THIS{1,2} [END WILL]
    take_off           TAKE ME OF [THE THIS MY]{1,2} LIST
    take_off           [TAKE GET] (MY|ME|THIS) [LIST DATA] (OFF|ORDINARY) [THIS]? (?= [END ASK SELF])
    take_off           WANT [MY ME THIS] LIST OFF (?= [END ASK] | [THE THIS MY]{0,2} LIST)
    take_off           [TAKE GET REMOVE] [ME MY THIS THE LIST]{1,4} OFF OF? [THE THIS MY ME PLEAD]{0,2}
                         [LIST END
                         NOTE TEXT]
    remove_me          REMOVE [^END ASK OTHER OLD]{0,3} LIST
    remove_me          (?<! OTHER) [ME MY LIST] [FROM OF THE THIS ME]{0,3} [LIST ME] OTHER? REMOVE PLEAD? >
    remove_me          (?<! [OTHER MY OLD]) LIST REMOVE [OTHER ME]? >
    remove_me          < ME REMOVE PLEAD? END
    remove_me          ME [PLEAD WANT WILL]{0,2} REMOVE [OF FROM OFF] [THIS THE MY]{0,2} [NOTE TEXT LIST]
    remove_me          ME ..1 [NOTE TEXT] [FROM OF]? REMOVE >
    off_the_list       (NO|NOT|NO_LONGER|NE) WANT ..2 AT [THIS MY ME THE]{0,2} LIST (?! [AT OF FROM])
    off_the_list       (?<! [OTHER THEY SELF]) (?<! [OTHER THEY SELF] WILL) OFF (OF [THE THIS MY]{0,2}|[THE
                         THIS MY ME]{1,2}) LIST
    off_the_list       WANT ..1 [FROM OF] [THIS THE MY PLEAD]? LIST
    no_more            NO ..2 MORE ..2 [NOTE TEXT PESTER SEND]
    no_more            NO ..1 MORE OF? THIS
    no_more            < NO MORE END
    no_more            < NO [OTHER PESTER ORDINARY] NO [NOTE TEXT] >
    no_more            (NO|NOT) THE? MORE [NOTE TEXT] >
    no_more            ORDINARY NO MORE END
    no_more            < NO MORE FROM PLEAD >
    no_more            GET CEASE THIS >
    no_more            NO_LONGER MORE [NOTE TEXT]
    no_more            (?<! [SELF GETS GET WILL]) (NO|NOT) [NOTE TEXT] MORE
    no_more            (?<= [END ME]) (NO|NOT) MORE ([NOTE TEXT PESTER]|SEND END)
    no_more            (?<! SELF) (?<! GETS) (NO|NOT) ..3 [NOTE TEXT PESTER] ..4 MORE >
    no_more            < (NO|NOT) OF? [NOTE TEXT] [WANT THE]? END
    dont_text          (?<! [SELF THEY THE MORE WANT OTHER MUST AT]) (NOT|NE)
                         [PLEAD THIS ME TO MORE SEND]{0,3} [PESTER TEXT]
                         [SEND PESTER TEXT]? [TO AT]? (?= ME (?! [AT WHEN]|THE OTHER)
                         | [MORE AGAIN NOTE THIS END ASK])
    dont_text          OTHER NOT [PESTER TEXT] ME? [MORE AGAIN END]
    dont_text          < PLEAD? [TEXT PESTER] [AT ME MY THE]{0,2} [THEY OTHER] END? (NO|NOT) AT? ME END
    dont_text          (?<! [SELF THEY]) NOT [PESTER TEXT SEND] [ME MY THIS TO LIST NOTE ORDINARY]{1,4}
                         [MORE AGAIN]
    dont_text          (?<! [SELF THEY THE MORE WANT MUST AT]) NOT [PESTER TEXT] THIS LIST
    dont_text          (?<! SELF) NOT TEXT MY THEY
    dont_text          (?<! [SELF THEY WANT]) NOT [PLEAD MORE]{0,2} NOTE (ME|THIS LIST)
    dont_text          < NOT OTHER{1,2} TEXT ME >
    dont_text          (?<= END) NO [TEXT PESTER] ME [AGAIN MORE]
    dont_text          (?<! SELF) NOT [TEXT PESTER] ME AT [THIS THE]? [NOTE TEXT LIST]
    needless           NEEDLESS ME? KEEP? [PESTER SEND TEXT NOTE GET] [ME THE MY THIS PLEAD]{0,2} [MORE
                         AGAIN] (?= [END ASK
                         NOTE TEXT THIS] | OF THIS)
    needless           NEEDLESS [THIS THE OF AT MORE]{0,2} [NOTE TEXT] (?= [END ASK MORE])
    needless           [NOTE TEXT] ..6 END SELF? NEEDLESS THIS >
    needless           NEEDLESS [PESTER SEND] ..2 (NOTE|THIS MORE)
    needless           NEEDLESS TEXT ME END
    needless           NEEDLESS MORE [PESTER SEND] (?= [END ASK ME NOTE TEXT THIS])
    needless           NEEDLESS [PLEAD ME]{1,2} SEND ..2 NOTE
    needless           [NOTE TEXT] WILL? NEEDLESS >
    not_wanted         ^END+ SELF? NOT_WANTED END NOTE [^END ASK]{0,2} GET
    needless           NEEDLESS GET ..2 [THIS NOTE TEXT MORE]
    needless           [PESTER SEND] [ME THIS]{0,2} (NOT|NOT_WANTED|NEEDLESS) WANT? >
    instead            (?<! SELF) [PESTER SEND PLEAD WANT] ..5 INSTEAD THIS? [TEXT PESTER NOTE SEND]
    instead            < SELF? [PLEAD WANT AT OF]{0,3} INSTEAD [TEXT NOTE] >
    threat             THREAT ..6 ASKING ..1 [PESTER TEXT SEND] ..3 [AGAIN MORE]
    threat             [PESTER TEXT SEND] ME ..1 [AGAIN MORE] END? ..5 THREAT
    threat             < THE? MORE [TEXT NOTE PESTER]? END? ..5 THREAT
    threat             THREAT (..3 ASKING ..2 [NOTE TEXT PESTER SEND] ..1 (?= [END ASK])|END? ..5 THREAT)
    threat             AGAIN [NOTE TEXT PESTER SEND] ..2 END? ..1 THREAT
    threat             ASKING [^END ASK THEY OTHER]{0,3} [PESTER TEXT SEND NOTE] [ME THIS TO]{0,2} [AGAIN
                         MORE] ..2 END? ..3 THREAT
    threat             ASKING ..2 [AGAIN MORE] ..2 [PESTER TEXT SEND NOTE GET] ..2 END? ..3 THREAT
    dont_text          NO PESTER (THIS? [MORE ME END]|PLEAD PESTER END)
    dont_text          < PLEAD? [SEND PESTER TEXT] [PLEAD ME THIS TO AT]{0,3} (NO|NOT)
                         ([MORE AGAIN END]|THIS? [NOTE TEXT])
    dont_text          < ME [SEND PESTER] ..1 MORE
    dont_send          (?<! [SELF THEY THE MORE WANT OTHER MUST AT]) (NOT|NE|NO) ME? SEND (?= ..2 [NOTE TEXT
                         AGAIN]|..2 MORE (?! [OTHER THEY]) | ME? THIS [END ASK] | THIS? TO ME)
    dont_send          (NO|NOT|NE|NO_LONGER) ME [SEND PESTER TEXT] (?= END | ..2 [NOTE TEXT MORE THIS AGAIN])
    dont_send          (NOT|(?<= END) NO) SEND END
    dont_send          (?<= [PLEAD WILL]) NOT SEND NOTE
    dont_send          (?<! SELF) NOT SEND ME END
    dont_send          NOT SEND OTHER THIS ORDINARY? >
    dont_send          NOT KEEP
    dont_text          [PLEAD ME] ..2 NOT MORE ..3 [PESTER SEND] >
    dont_send          (NO|NO_LONGER|NOT) ME GET ..2 [NOTE TEXT THIS MORE END]|NO_LONGER SEND ..2 [NOTE TEXT]
    dont_text          NO ME PESTER (?! AT)
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} (NOTE|TEXT (?! [OTHER PLEAD]))
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} GET ([THIS NOTE TEXT MORE END]|[TO PLEAD FROM OF]{1,2} [MORE AGAIN END])
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} (WILL OTHER? PESTER|PESTER WILL)
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE OTHER]{0,5} (MORE [PESTER SEND END]|[ME THIS] MORE PESTER)
    dont_want          (NO|NOT|NE|NO_LONGER|NOT_BEING) [PLEAD TO ME THIS MORE WILL]{0,3} WANT [^END ASK MISS
                         NOTE]{0,5} (MORE THIS? [PESTER SEND]|THIS MORE? END)
    dont_want          NO_LONGER WANT ..4 [NOTE TEXT THIS]
    dont_want          (NO|NOT) PLEAD ME PESTER
    dont_want          (NO|NOT|NE|NO_LONGER) WANT PLEAD TO? PESTER [ME END]
    dont_want          (NO|NOT|NE|NO_LONGER) WANT PLEAD? ME THIS? [PESTER SEND] [MORE END]
    dont_want          WANT [SELF THIS PLEAD TO ME ORDINARY OF FROM]{0,3} (NO|NOT|NO_LONGER) [^END ASK
                         MISS]{0,4}
                         (NOTE|TEXT|GET [END MORE THIS])
    dont_want          WANT [SELF THIS PLEAD TO ME ORDINARY OF FROM]{0,3} (NO|NOT|NO_LONGER) [^END ASK
                         MISS]{0,4} (MORE
                         [PESTER SEND]|PESTER WILL|WILL PESTER|THIS MORE? END)
    dont_want          WANT ..3 [NOTE TEXT THIS] (NO|NOT|NO_LONGER) (MORE OTHER?)? >
    dont_want          [NOTE TEXT] WANT SELF? (NO|NOT) MORE
    dont_want          (?<! GET) [NOTE TEXT] [THIS ME PLEAD]{0,2} (NO|NOT|NO_LONGER) WANT >
    dont_want          WANT ..3 [NOTE TEXT THIS] (NO|NOT|NO_LONGER) MORE? TO? GET
    not_wanted         NOT_WANTED [^END ASK MISS]{0,4} [NOTE TEXT THIS GET PESTER]
    not_wanted         NOT_WANTED [^END ASK MISS]{0,4} ME LIST
    not_wanted         NOT_WANTED MORE >
    not_wanted         WHY ..3 (NOT_WANTED|END NOT_WANTED (?= [NOTE TEXT THIS END ASK]))
    remove_me          [NOTE TEXT] ME REMOVE >
    not_wanted         < [ME TO]{0,2} THIS ME? (NOT_WANTED|(NOT|NO) WANT) >
    dont_want          [THEY OTHER] FAILS WANT ([THE MY MORE]? [NOTE TEXT]|TO? GET [THIS NOTE TEXT])
                         (MORE|FROM PLEAD)? >
    dont_want          THEY FAILS WANT PLEAD TO? [TEXT PESTER SEND]
    dont_want          NE WANT NOT PLEAD{1,2} [ME THEY]? [PESTER SEND]|NO PLEAD{2} PESTER END
    dont_want          WANT NOT THIS{2} ME? [PESTER SEND] (?= [END ME NOTE MORE])
    dont_want          WANT ..3 (NO|NOT|NO_LONGER) WILL PESTER
    not_wanted         [NOTE TEXT THIS GET] [^END ASK MISS]{0,3} NOT_WANTED
    enough             < [THIS SELF]{0,2} ENOUGH [THIS MORE]? (?=END)
    enough             ENOUGH [^END ASK OTHER]{0,3} [NOTE TEXT PESTER]
    enough             ENOUGH (SEND|OF? GET ..2 [THIS NOTE TEXT])
    enough             ^END+ ENOUGH{2,}
    enough             [NOTE TEXT] ENOUGH MORE? END
    must_stop          [THIS NOTE TEXT] ..1 MUST ..1 CEASE (?= [END THIS NOTE TEXT PESTER SEND])
    must_stop          [NOTE TEXT] ..1 MUST ..1 CALL_OFF
    want_stop          WANT [NOTE TEXT THIS]{1,2} WILL CEASE >
    want_stop          WANT [TO PLEAD SELF ME THIS]{0,3} CEASE (?= [END THIS PESTER TEXT NOTE SEND GET ME
                         MORE])
    reply_stop         (?<= [END SELF PLEAD WANT TO SHOULD_I]) [REPLY TEXT PESTER SEND SAY] [TO ME]? CEASE
                         (?= [END WHY])
    reply_stop         < GAVE CEASE (?= [END WHY])
    reply_stop         SELF OTHER [REPLY SAY] CEASE END
    stop_for_a_reason  < PLEAD? CEASE+ [SELF PLEAD NO NOT NE WRONG NOT_BEING NO_LONGER DONE
                         FAILS CALL_OFF LEAVE REMOVE ENOUGH NOT_WANTED WHO WHY GONE]
    stop_for_a_reason  < PLEAD? CEASE+ MY [^END ASK AT WHEN]{2}
    stop_for_a_reason  ^END+ PLEAD? CEASE [OTHER ORDINARY] [SELF NOT_BEING NO_LONGER DONE]
    stop_for_a_reason  < PLEAD? CEASE THIS [WILL AT]
    stop_for_a_reason  < OTHER{0,2} PLEAD? CEASE THIS [MY SELF NOT_BEING NO_LONGER NO NOT]
    stop_for_a_reason  < PLEAD? CEASE ..2 DONE
    stop_for_a_reason  < PLEAD? CEASE THIS ORDINARY >
    reason_to_stop     [DONE WRONG THREAT WHY AGAIN ENOUGH NOTE TEXT LIST THIS ME ORDINARY PLEAD WHEN]
                         CEASE END
    reason_to_stop     (WRONG|DONE) END? REMOVE [ME LIST THIS]? >
    reason_to_stop     (WRONG [MORE ME MY]{1,2}|LIST ..1 (NO|NOT|NO_LONGER) [^ASK]{0,5}) END PLEAD?
                         REMOVE THIS? >
    reason_to_stop     < PLEAD? REMOVE END SELF? [DONE NO_LONGER NOT_BEING]
    reason_to_stop     [WHY ENOUGH NOT_WANTED] [^END ASK]{0,3} END+ PLEAD? CALL_OFF THIS? END+$
    reason_to_stop     [DONE NOT_WANTED NO_LONGER] [^END ASK ELSE]{0,5} END+ PLEAD? REMOVE [ME THIS]? END+$
"""
