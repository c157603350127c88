"""What Hindi words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "बंद करो, बंद करें, बंद कर दो, बंद कीजिए, बंद करिए, बंद कर दीजिए, रोको, रोकें, रोक दो, रोकिए, "
        "band karo, band karen, band kar do, band kijiye, band kariye, roko, rok do, bandh karo, "
        "band karein, रोक दीजिए, बन्द करो, बन्द करें, band kar dijiye, bnd kro, band kro, band kar dijie, "
        "bnd kr do, band kr do, band krdo, band kardo, bund karo, band kijie, bandh kar do, bandh kro, "
        "rok dijiye, rokiye, rokie, रोकना, बंद करवाइए, बंद होना चाहिए, bhejna chhod do, bhejna chod do, "
        "खत्म करो, khatam karo, khatm karo, band karvao, bnd kardo, bnd krdo, बंद करना, "
        "(band|bandh|bnd|bandd|bund) (karo|kro|kar do|kr do|krdo|kardo|kar dijiye|kar dijie|kar de|kar den|kar dein|karwao|karwa do|karao|kijiye|kare|karen|karein|karna|karo na|hona chahiye|ho jana chahiye|ho jaye), "
        "(बंद|बन्द) (करो|करें|करे|कर दो|कर दें|कर दे|कर दीजिए|कर दीजिये|करवाओ|करवा दो|करवाइए|कीजिए|कीजिये|हो जाना चाहिए|होना चाहिए|हो जाए|करना), "
        "(khatam|khatm|khtm|ख़त्म|खत्म|समाप्त) (karo|kro|kar do|kijiye|करो|करें|कर दो|कीजिए), "
        "(stop|rok) (karo|kro|kar do|krdo|kardo|kijiye|dijiye|do|diya jaye), स्टॉप (करो|कर दो|कीजिए|करें), "
        "रोक (दो|दें|दीजिए|दीजिये), "
        "(band|bandh|bnd) (honge|hoga|kab honge|kab hoga|karoge|kroge|karoge ya nahi|karwaye|karaiye|karaao), "
        "(koi|) (roko|rok lo|roko koi|rokiye|rok lijiye), "
        "(बंद|बन्द) (होने चाहिए|करोगे|करोगे या नहीं|हो जाने चाहिए|करवाएं|करा दो|कराएं), "
        "(band|bandh|bnd|बंद|बन्द) (karwani|karwana|karvana|karvani|karani|karana|karni|करवानी|करवाना|करानी|कराना|करनी) (hai|he|h|hain|है|chahta|chahti)"
    ),
    Sense.LEAVE: (
        "सदस्यता समाप्त, अनसब्सक्राइब, सब्सक्रिप्शन रद्द, list se hata do, list se nikal do, "
        "list se hatao, list se nikalo, list se remove, list se hataiye, लिस्ट से हटा, लिस्ट से निकाल, "
        "सूची से हटा, सदस्यता रद्द, unsubscribe karo, unsubscribe kar do, अनसब्सक्राइब कर, "
        "group se nikal do, "
        "(सब्सक्रिप्शन|सदस्यता|subscription|sadasyata) (हटा|हटाओ|समाप्त|खत्म|बंद|रद्द|कैंसल|cancel|delete|remove|khatam|band|hata), "
        "unsubscribe (karo|kro|kar do|krdo|kardo|karna hai|karna|karwao|karein|kijiye|kare), "
        "(अनसब्सक्राइब|unsubscribe) (करना है|करना|करें|कर दो|कीजिए|karna chahta|karna chahti), "
        "(list|suchi|group|system|database|record) (se|me se|mein se|main se) (hata|hatao|htao|hataiye|nikal|nikalo|nikaalo|nikaal|kaat|delete|remove|bahar|alag), "
        "(लिस्ट|सूची|ग्रुप|सिस्टम|डेटाबेस) (से|में से) (हटा|हटाओ|हटाइए|हटाएं|निकाल|निकालो|निकालिए|काट|डिलीट|रिमूव|बाहर|अलग), "
        "(mera|mere|hamara) (naam|nam|number|no|nmbr) (kaat do|kat do|hata do|hatao|nikal do|nikalo|hta do|hataiye|hata dijiye|delete kar do|delete karo|delete kare|remove karo|remove kar do), "
        "(मेरा|मेरे|हमारा) (नाम|नंबर) (काट दो|हटा दो|हटाओ|हटा दीजिए|हटाइए|निकाल दो|निकालो|हटा दें|मिटा दो|डिलीट करो|डिलीट कर दो), "
        "(number|nmbr|no|naam|nambar|nam) (hatao|hata do|htao|nikalo|nikal do|delete karo|delete kar do|remove karo|hta do|kaat do|hataiye) (mera|mere|hamara), "
        "(sms|msg|message|messages|reminders|reminder|in messages|in sms) (se|list se|ki list se) (hata|hatao|htao|nikal|nikalo|bahar|alag), "
        "(मैसेज|संदेश|एसएमएस|रिमाइंडर) (से|की सूची से|की लिस्ट से) (हटा|हटाओ|हटाइए|निकाल|निकालो|बाहर), "
        "(service|list|group|isse|is service|system) se (bahar hona|bahar nikalna|hatna|nikalna) (hai|chahta|chahti|h), "
        "(सेवा|इस सेवा|सूची|लिस्ट|ग्रुप|इससे) से (बाहर होना|बाहर निकलना|हटना|निकलना) (चाहता|चाहती|है), "
        "(mujhe|muje|hume) (is sab se |isse |)(alag|dur|door|bahar) (rakho|rakhiye|rakhe), "
        "मुझे (इससे |)(अलग|दूर|बाहर) (रखो|रखिए|रखें), "
        "(list|group|suchi) (me|mein|main) (nahi|nhi) (rehna|rahna|hona|chahiye), "
        "(लिस्ट|सूची|ग्रुप) में नहीं (रहना|होना), "
        "(naam|nam|number|no) (hatwana|nikalwana|katwana) (hai|chahta|chahti), "
        "(list|suchi|group|system) (se|me se) (nikaliye|nikalie|nikaliyega|hataiyega|hatana)"
    ),
    Sense.REMOVE: (
        "हटाओ, हटा दो, हटाएं, हटाइए, हटा दीजिए, hatao, hata do, hatayen, hata dijiye, hataiye, "
        "delete karo, निकालो, निकाल दो, nikalo, nikal do, हटा दें, delete kar do, डिलीट करो, डिलीट कर दो, "
        "डिलीट करें, डिलीट कीजिए, डिलीट कर दीजिए, delete karein, delete karen, delete kijiye, "
        "delete kardo, delete krdo, delete kro, hata dein, hata do na, हटवा दो, मिटा दो, मिटा दें, "
        "mita do, remove karo, remove kar do, remove kardo, remove krdo, remove kijiye, nikaal do, "
        "nikal dijiye, निकाल दीजिए, निकाल दें, nikaliye, hatao na, hatado, htado, hta do, remove kro, "
        "हटाने, "
        "(hata|hta|nikal|nikaal|nikl|kaat|kat|mita|uda|hatwa|nikalwa|delete kar|delete kr|remove kar|remove kr) (do|dijiye|dijie|dena|dein|den|de|diya jaye|diya jay|lo), "
        "(hatao|htao|nikalo|nikaalo|hataiye|hataye|hataein), "
        "(हटा|निकाल|काट|मिटा|उड़ा|हटवा|निकलवा|डिलीट कर|रिमूव कर) (दो|दें|दे|दीजिए|दीजिये|देना|दिया जाए), "
        "हटाइये, हटाये, निकालिए, निकालें, delete (karo|kro|kare|karen|karein|kijiye|krna|karna), "
        "remove (karo|kro|kare|karen|karein|kijiye), "
        "(saaf|साफ) (karo|kar do|kijiye|कर दो|करो|कीजिए)"
    ),
    Sense.GOODBYE: (
        "मत भेजो, मत भेजें, मत भेजिए, न भेजें, ना भेजें, नहीं चाहिए मैसेज, message mat bhejo, mat bhejo, "
        "mat bhejiye, mat bhejna, mujhe mat bhejo, msg mat karo, message mat karo, मैसेज मत करो, "
        "परेशान मत करो, pareshan mat karo, मुझे मैसेज मत, mat bheje, mat bhejen, परेशान न करें, "
        "message nahi chahiye, msg nahi chahiye, मैसेज नहीं चाहिए, संदेश नहीं चाहिए, "
        "messages nahi chahiye, sms nahi chahiye, एसएमएस नहीं चाहिए, tang mat karo, तंग मत करो, "
        "pareshan na kare, मत लिखो, mat likho, ये मैसेज नहीं चाहिए, पीछा छोड़ो, peecha chhodo, na bheje, "
        "na bhejen, nahi bhejna, मुझे अकेला छोड़ दो, मैसेज मत, message mat karna, message mat kar, "
        "msg mat karna, msg mat kar, msg mat kijiye, message mat kijiye, message na kare, "
        "message na karein, msg na karo, msg na kare, sms mat karo, sms mat bhejo, sms mat karna, "
        "text mat karo, text mat karna, call mat karo, mat bhejna ab, na bheje please, mat bheja karo, "
        "mat kiya karo, mt bhejo, mt bhejna, mt kro, mat kro, msg mt kro, msg mt karo, msg na kro, "
        "msg nhi bhejna, nahi bhejo, nhi bhejo, mat bhejiyega, मत भेजिएगा, मत भेजना, मत भेजा करो, "
        "मत किया करो, मैसेज न करें, मैसेज ना करें, मैसेज न करो, मैसेज ना करो, संपर्क न करें, "
        "संपर्क ना करें, संपर्क मत, sampark na karein, sampark na kare, sampark mat karo, "
        "contact mat karo, contact na kare, contact mat karna, contact na karein, contact mat kijiye, "
        "pareshan na karo, pareshan mat kijiye, pareshan mat kro, pareshan na karein, परेशान ना करें, "
        "परेशान मत कीजिए, disturb mat karo, disturb na kare, disturb mat kijiye, disturb na karo, "
        "tang na karo, tang mat kro, bhejna chhodo, bhejna bandh, mujhe chhod do, akela chhod do, "
        "chod do mujhe, pichha chhodo, peecha chodo, न भेजा करें, मुझे मत भेजो, msg nahi chaiye, "
        "message nhi chahiye, nahi chahiye ab, ab nahi chahiye, ab nhi chahiye, अब नहीं चाहिए, जरूरत नहीं, "
        "zarurat nahi, jarurat nahi, zaroorat nahi, need nahi hai, dobara mat, दोबारा मत, phir mat bhejna, "
        "kabhi mat, कभी मत, अनुमति नहीं, इजाजत नहीं, ijazat nahi, permission nahi, सहमति नहीं, "
        "sahmati nahi, "
        "(msg|message|messages|sms|text|call|phone|contact|disturb|tang|pareshan|paresan|spam|remind|reminder|irritate|sampark) (mat|mt|na) (karo|kro|karna|krna|kijiye|kijie|kariye|kare|karen|karein|kre|kiya karo|kiya kro|kar|kr|kriye|krna), "
        "(mat|mt) (karo|kro|karna|krna|kijiye|kijie|kariye|kare|karen|karein|kre|kiya karo|kiya kro|kar|kr|kriye|krna) (msg|message|messages|sms|text|call|spam|contact|disturb|pareshan|tang), "
        "(mat|mt|na|nahi|nhi) (bhejo|bhejna|bhejiye|bhejie|bheje|bhejen|bhejein|bhej|bheja karo|bheja kro|bhejte raho|bhejo na), "
        "(मैसेज|मेसेज|संदेश|एसएमएस|फोन|कॉल|संपर्क|परेशान|तंग|डिस्टर्ब|स्पैम) (मत|न|ना) (करो|करना|कीजिए|कीजिये|करिए|करें|करे|किया करो|किया करें|कर), "
        "(मत|न|ना) (भेजो|भेजना|भेजें|भेजे|भेजिए|भेजिये|भेज|भेजा करो|भेजा करें), "
        "(dimag|dimaag|sar|sir|bheja|dimak) (mat|mt|na) (khao|kharab karo|chato), दिमाग मत खाओ, "
        "(mat|mt|na) (satao|sataiye|tadpao|chhedo), मत सताओ, "
        "(chhodo|chodo|chhod do|chod do|choro) (mujhe|muje|yaar|bhai), "
        "(mujhe|muje) (chhodo|chodo|bakhsh do|baksh do), बख्श दो, छोड़ दो मुझे, "
        "block (kar|kr) (raha|rahi|rha|rhi|dunga|dungi) (hu|hun|hoon|h|tumko|aapko|), "
        "ब्लॉक कर (रहा|रही|दूंगा|दूंगी|दिया), "
        "(jarurat|zarurat|zaroorat|jaroorat|jrurat) (nahi|nhi|nai|nahin), (जरूरत|ज़रूरत|आवश्यकता) नहीं, "
        "peecha chod do, पीछा छोड़ दो, (mera|mere) peecha chhodo, "
        "bhejna (band|bandh|bnd|chhodo|chodo|roko), rehne do (msg|sms|message), भेजना (बंद|छोड़ो|छोड़ दो), "
        "(मैसेज|मेसेज|संदेश|एसएमएस|रिमाइंडर|msg|message|messages|sms|reminder) (ना|न|नहीं|मत|na|nahi|nhi|mat) (आए|आये|आना चाहिए|आएं|आने चाहिए|aaye|aay|aana chahiye|aye|aani chahiye|aane chahiye), "
        "(na|nahi|mat|nhi) (bheja jaye|bheje jaye|bheje jaaye|kiya jaye|kiya jay|bheja jay), "
        "(न|ना|नहीं) (भेजा जाए|भेजे जाएं|किया जाए|भेजा करें|भेजा जाये), "
        "(msg|message|sms|bhejne|bhejna|मैसेज|संदेश) (mana|मना) (hai|है), "
        "(msg|message|sms) karne ki (permission|ijazat|anumati) nahi, "
        "(sirf|bas|keval|only) (email|mail) (pe|par|se) (karo|kare|bhejo|bhejiye|contact|bheja karo|likho), "
        "(सिर्फ|केवल|बस) (ईमेल|मेल) (पर|से) (करो|करें|भेजो|भेजें|लिखें), "
        "block kar (raha|rahi|rha|rhi|dunga|dungi) (hu|hun|hoon|h|tumko|aapko|), "
        "block kr (raha|rahi|rha|rhi|dunga|dungi) (hu|hun|hoon|h|tumko|aapko|), "
        "block (kar|kr) diya (tumko|aapko|h tumko|hai aapko), "
        "yaad (mat|na|mt) (dilao|dilaiye|dilana|karao|karaiye|dilaya karo), "
        "याद (मत|न|ना) (दिलाओ|दिलाइए|दिलाना|कराओ|दिलाएं), "
        "(mat|na|mt|nahi) (bhejiyega|bhejega|kijiyega|kariyega), "
        "chhutkara (chahiye|dilao|dila do|dilaiye), छुटकारा (चाहिए|दिलाओ|दिला दो), "
        "(aur|ab|और|अब|koi|कोई|ab aur|अब और|ab koi|अब कोई) (koi|कोई|) (msg|message|messages|sms|reminder|मैसेज|संदेश|रिमाइंडर) (nahi|nhi|nahin|नहीं|नही) (chahiye|chaiye|chahie|चाहिए|चाहिये), "
        "chain se (rehne|jeene|jine) do, (सोने|चैन से रहने|जीने) दो, "
        "ek bhi (msg|message|sms|मैसेज) (nahi|nhi|mat|na), "
        "(message|msg|sms|contact|call) karne (ki|ka) (ijazat|haq|anumati|permission) (nahi|nhi), "
        "(number|नंबर) use (karna band|mat|na|nahi) (karo|kare|karein|kijiye|karna), "
        "नंबर (इस्तेमाल|उपयोग|यूज) (मत|न) (करो|करें|कीजिए), "
        "(aapse|tumse|aap logo se) (koi |) (sampark|contact|rishta|matlab|lena dena) (nahi|nhi) (rakhna|chahiye), "
        "(आपसे|तुमसे) (कोई |)(संपर्क|रिश्ता|मतलब|लेना देना) नहीं (रखना|चाहिए), "
        "(mujhe|muje|hume|मुझे|हमें) (koi |कोई |)(suchna|soochna|jankari|khabar|सूचना|जानकारी) (mat|na|मत|न) (do|dena|dijiye|dijiyega|दो|देना|दीजिए), "
        "manga (bhi |)nahi aur (mujhe |)(nahi |)chahiye( bhi|)( nahi|)"
    ),
    Sense.KEEP: (
        "बंद मत करो, बंद मत करना, band mat karo, band mat karna, मत रोको, mat roko, बंद न करें, rokna mat, "
        "band na karen, बंद मत कीजिए, band mat kijiye, रोकना मत, बंद ना करें, band mat kariye, मत हटाओ, "
        "मत हटाना, mat hatao, mat hatana, list se mat hatao, लिस्ट से मत, हटाना मत, hatana mat, बंद मत, "
        "band mat, मत निकालो, mat nikalo, mat nikalna, delete mat karna, delete mat karo, हटाएं मत, "
        "छूट न जाए, मिस नहीं करना, miss nahi karna, "
        "(bhejte|bhejte hi|karte) (rehna|raho|rahiye|rahna|rahe), भेजते (रहना|रहो|रहिए|रहें), "
        "(band|bandh) (mat|mt|na) (karo|kro|karna|karen|kare|kijiye|kar dena)"
    ),
    Sense.NOTE: (
        "मैसेज, संदेश, एसएमएस, मेसेज, रिमाइंडर, sandesh, सन्देश, मैसेजेस, सूचनाएं, msgs, mesej, संदेशों, "
        "massage, masage, msgz, मैसेजों, sms, मैसेजिस, messages, मैसेजेज, नोटिफिकेशन, नोटिफिकेशंस, "
        "रिमाइंडर्स, सब्सक्रिप्शन, सूचना, सदस्यता, मेसेजेस, sandeshon, notificasion, mesages, messege, "
        "(sms|ye|yeh|is|message|ये|यह|इस) (service|सेवा|सर्विस)"
    ),
    Sense.SEND: "भेजना, bhejna, bhejne, भेजने, भेजने का, भेजते, bhejte, bhejo",
    Sense.LIST: (
        "नंबर, number, लिस्ट, सूची, suchi, nambar, nmbr, naam, नाम, phone number, फोन नंबर, mobile number, "
        "रिकॉर्ड, aapke paas se, apne paas se, आपके पास से, अपने पास से, apne phone se, apne record se"
    ),
    Sense.ME: (
        "मुझे, मेरा, मेरे, mujhe, mera, mere, हमें, muje, mujhko, mujko, mereko, mujh, hume, hamein, "
        "humein, hamara, hamare, mujhse, मुझको, हमारा, हमारे, मेरी, meri, humko, "
        "(mera|meri) (data|jankari|detail|details)"
    ),
    Sense.THIS: (
        "यह, ये, yeh, ye, सब, sab, is, isko, इसे, इस, इन, inko, unko, inhe, inhein, इनको, इन्हें, इसको, ये सब"
    ),
    Sense.ENOUGH: (
        "बस, बस करो, bas karo, बहुत हुआ, bahut hua, bas bahut hua, बस कीजिए, bas kijiye, बस बहुत हो गया, "
        "bas kro, bas karo ye, बस भी करो, bas bhi karo, bahut ho gaya, बहुत हो गया, bohot hua, "
        "bas ho gaya, "
        "(tang|pareshan|paresan|thak|pak|bore|irritate) (aa|ho|) (gaya|gayi|gya|gyi|gaye|gye|chuka|chuki) (hu|hun|hoon|hai|h|), "
        "(तंग|परेशान|थक|पक) (आ|हो|) (गया|गयी|गई|गए|चुका|चुकी) (हूँ|हूं|है|हैं|), "
        "bas (karo|kro|kijiye|kar|karo ab|ab|bhi karo|bhai), bas (bahut|bohot) (ho gaya|hua), had ho gayi, "
        "हद हो गई, bahut ho gya, ab bas (karo|bhi karo|kro|kijiye|), अब बस (करो|भी करो|कीजिए|), "
        "(aur|ab|और|अब|ab aur|अब और) (koi |कोई |)(msg|message|messages|sms|reminder|मैसेज|संदेश|रिमाइंडर) (nahi|nhi|nahin|नहीं|बस|bas)"
    ),
    Sense.RESUME: (
        "फिर से शुरू, phir se shuru, dobara shuru, दोबारा शुरू, वापस शुरू, wapas shuru, फिर से भेजो, "
        "phir se bhejo, फिर से भेजें, दोबारा भेजें, dobara bhejo, firse shuru, fir se shuru, शुरू करो, "
        "शुरू करें, चालू करो, chalu karo, फिर से चालू, "
        "(dobara|dubara|phir se|fir se|firse|wapas|vapas) (sms|msg|message|messages|reminder|) (chalu|shuru|start|bhejo|bhejna|bhejna shuru|on) (karo|kar do|kro|krdo|kijiye|), "
        "(दोबारा|दुबारा|फिर से|वापस) (मैसेज|एसएमएस|संदेश|रिमाइंडर|) (चालू|शुरू|भेजो|भेजना शुरू|भेजिए)"
    ),
    Sense.OOPS: "गलती से, galti se",
    Sense.WRONG: (
        "गलत नंबर, ग़लत नंबर, रॉन्ग नंबर, galat number, गलत व्यक्ति, galat insaan, गलत आदमी, yeh mera "
        "number nahi, galat aadmi, गलत इंसान, galat nambar, रांग नंबर, नंबर गलत है, number galat hai, का "
        "नंबर नहीं, ka number nahi, इस नाम का कोई नहीं, is naam ka koi nahi, नहीं रहता, नहीं रहती, मेरा "
        "नंबर नहीं है, mera number nahi hai, ka number nhi, naam ka koi, नाम का कोई, koi nahi rehta, अब ये "
        "मेरा नंबर, ab ye mera number, ab yeh mera number, ye ab mera number, yeh ab mera number, number ab "
        "mera, नंबर अब मेरा, नया मालिक, naya malik, naya owner, ab mera number hai, अब मेरा नंबर है, यहाँ "
        "काम नहीं करता, यहाँ काम नहीं करती, yahan kaam nahi karta, yahan kaam nahi karti, yaha kaam nahi "
        "karta, yaha kaam nahi karti, galat jagah, गलत जगह, galat no, galt number, wrong number hai, rong "
        "number, nahi rehta, nahi rehti, किसी और, kisi aur, "
        "number badal (liya|gaya|diya|chuka), नंबर बदल (लिया|गया|दिया), "
        "ke paas (ab |)(ye|yeh|yah) (phone|number) (nahi|nhi)"
    ),
    Sense.WHO: (
        "kaun bol raha hai, kaun bol rahe hai, कौन है, कौन हो, आप कौन, kaun hai, kaun ho, aap kaun, "
        "kon hai, kon ho, यह कौन, yeh kaun, किसका नंबर, kiska number, कौन बोल, kaun bol, कौन भेज रहा, "
        "kaun bhej raha, aap kon, कौन हैं, kaun hain, किसने भेजा, kisne bheja, "
        "(kaun|kon|kn) (ho|hai|hain|h) (aap|tum|ye|yeh|bhai|), aap kaun ho, "
        "(kiska|kiski|किसका|किसकी) (msg|message|sms|मैसेज|संदेश|call)"
    ),
    Sense.WHAT: (
        "यह क्या है, ये क्या है, yeh kya hai, ye kya hai, क्या है यह, kya hai ye, kya hai yeh, मदद चाहिए, "
        "madad chahiye, क्या है ये, मदद करो, madad karo, help chahiye, किस बारे में, ye sab kya hai, ये सब "
        "क्या है, मेरी मदद करें, "
        "(kahan|kaha|कहाँ|कहां) (click|dabana|क्लिक|दबाना) (karna|karu|है|करना|hai|) (hai|है|)"
    ),
    Sense.WHY: (
        "क्यों भेज, kyu bhej, kyon bhej, kyun bhej, मैसेज क्यों, message kyu, message kyun, मेरा नंबर कहां "
        "से, mera number kahan se, कैसे मिला मेरा नंबर, msg kyu, दिलचस्पी नहीं, मुझे क्यों, mujhe kyu, "
        "mujhe kyun, mera number kaha se, नंबर कहाँ से, ये क्यों, ye kyun, ye kyu, yeh kyu, yeh kyun, kyun "
        "aa raha, kyu aa raha, क्यों आ रहा, phir se ye, fir se ye, kyun aa rahe, kyu aa rahe, kyu msg, kyun "
        "msg, kyu message, kyo msg, kyon msg, kyu sms, "
        "kitni baar (bola|kaha|bolu|bolna), कितनी बार (बोला|कहा|बोलूं), "
        "(maine |)(kabhi |)(register|subscribe|signup|sign up) nahi kiya, "
        "(msg|sms|messages|in messages|in sms|isse|inse) se (chid|pareshani|dikkat|problem) (hoti|ho rahi|hai), "
        "(fir|phir) se (aap|tum), (aap |tum |)pareshan kar rahe"
    ),
    Sense.HOW: "कैसे, kaise, कैसे करूं, kaise karu",
    Sense.POLITE: (
        "karo, kar do, kijiye, kariye, करो, कर दो, कृपया, kripya, प्लीज, प्लीज़, धन्यवाद, dhanyavad, "
        "dhanyawad, shukriya, नमस्ते, namaste, अब, ab, अभी, abhi, भाई, bhai, यार, yaar, जी, shukria, को, "
        "ko, से, se, में, तुरंत, turant, करके, और, aur, शुक्रिया, करना, है, हैं, roz, roz roz, रोज, रोज़, "
        "बार बार, baar baar, bar bar, kitni baar, कितनी बार, maine kaha, मैंने कहा, mehrbani, मेहरबानी, "
        "meharbani karke, yr, yrr, bhaiya, भैया, ji, ab se, aage se, आगे से, फालतू, faltu, bekar, itne, "
        "इतने, mere phone pe, mere number pe, is number pe, मेरे फोन पर, मेरे नंबर पर, इस नंबर पर, bhi, "
        "भी, toh, तो, हमेशा के लिए, hamesha ke liye, sada ke liye, सदा के लिए, please ji, bilkul, बिल्कुल, "
        "wagera, vagera, वगैरह, kisi ka, kabhi bhi, "
        "kitne, kitni, kitna, कितने, कितनी, कितना, "
        "mere liye, hamare liye, मेरे लिए, हमारे लिए"
    ),
    Sense.NOT_WANTED: (
        "नहीं चाहिए, nahi chahiye, nahin chahiye, nhi chahiye, nahi chaiye, nhi chaiye, nai chahiye, "
        "ना चाहिए, nahin chaiye, nahi chahie, nhi chahie, nahi chahta, nahi chahti, नहीं चाहता, "
        "नहीं चाहती, nhi chahta, nhi chahti, nahi lena, nhi lena, आपत्ति है, aitraaz hai, "
        "(nahi|nahin|nhi|nai|nhin|ni|na|nahii) (chahiye|chaiye|chahie|chaye|chiye|chahye|chahiy|chaheye|chaiyee|chahiyee|mangta), "
        "(nahi|nhi|nai) (chahta|chahti|lena|dekhna|padhna|chahte) (hai|hu|hun|), "
        "नहीं (चाहता|चाहती|चाहते|लेना|देखना), interest (nahi|nhi|nai) (hai|), "
        "(आपत्ति|aapatti|etraz|aitraz) (है|hai), "
        "(nahi|nhi|nai|नहीं|नही) (chahiye|chaiye|चाहिये|चाहिए) (koi|mujhe|muje|aur|कोई|मुझे|और|), "
        "(mere|hamare) (kaam|kam) (ke|ki|ka) (nahi|nhi|nahin), (मेरे|हमारे) काम (के|की|का) नहीं, "
        "mujhse koi matlab nahi, matlab nahi"
    ),
    Sense.HOW_TO: (
        "कैसे बंद, kaise band, "
        "(band|bandh|बंद|बन्द|stop|unsubscribe) (kaise|कैसे) (kare|karu|karun|karna|hoga|karein|करें|करूं|होगा|करना|)"
    ),
    Sense.DATA: ("डेटा, डाटा, जानकारी, jankari, data, संपर्क जानकारी, sampark jankari"),
    Sense.CONSENT: "सहमति, अनुमति, sahmati, इजाजत, ijazat, anumati",
    Sense.WITHDRAW: (
        "वापस लेता, वापस लेती, वापस ले रहा, वापस ले रही, wapas leta, wapas leti, wapas le raha, wapas le "
        "rahi, वापस लेते, रद्द, वापिस लेता, vapas leta, vapas leti, vapas le raha"
    ),
    Sense.LAST: "ye aakhri, yeh aakhri, आखिरी मैसेज होना, ये आखिरी, यह आखिरी, isko last",
    Sense.SELF: "मैं, main, mai, hum, हम",
    Sense.AINT: "नहीं हूँ, nahi hoon, nahi hu, nahi hun, nhi hu, nhi hoon, nhi hun, nahin hoon, nahin hu",
    Sense.OLD: "पुराना, purana, पुराने",
    Sense.ORDINARY: (
        "तैयार, taiyar, ready nahi, ghar pe, घर पर, sure nahi, bimar, free nahi, yahan, yaha, यहाँ, pagal, "
        "robot"
    ),
    Sense.NOBODY: "yaha koi, yahan koi, यहाँ कोई",
    Sense.FAILS: "नहीं है, nahi hai, nhi hai, nahin hai",
    Sense.WAIT: "ruko, ruk jao, रुको, ek minute, ek min, एक मिनट",
    Sense.ELSE: (
        "courier, parcel, bill, link, file, form, document, documents, kagaz, photo, doctor ko, dawai, "
        "appointment, अपॉइंटमेंट, बिल, लिंक, फाइल, फॉर्म, फोटो, पार्सल, कूरियर, entry, duplicate, "
        "ladke ko, gaadi, order, ऑर्डर, paise, पैसे, alarm, attachment, godown, light, ac, pankha, fan, "
        "server, music, अलार्म, लाइट, पंखा, सर्वर, contract, result, results, report, paisa, salary, dawa, "
        "prescription, chabi, saman, saamaan, proposal, कॉन्ट्रैक्ट, रिपोर्ट, दवा, सामान, boss ko, "
        "teacher ko, manager ko, customer ko, client ko, police ko, बॉस को, डॉक्टर को, टीचर को, "
        "operation, ऑपरेशन, टीका, "
        "password, otp, पासवर्ड, ओटीपी"
    ),
    Sense.AGAIN: "dobara, dubara, phir se, fir se, दोबारा, दुबारा, फिर से",
    Sense.THREAT: (
        "consumer court, trai (me|mein|main|ko|pe), "
        "(shikayat|complaint|complain|report|fir|police complaint) (karunga|karungi|kar dunga|kar dungi|kar dunga me|karwaunga|karenge|krunga|krungi|darj), "
        "(शिकायत|कंप्लेंट|रिपोर्ट) (करूंगा|करूंगी|कर दूंगा|कर दूंगी|करूँगा|करेंगे|दर्ज), "
        "police (ko|me|mein) (bata|jaunga|jaungi|dunga), पुलिस में"
    ),
    Sense.GET: ("पाना, प्राप्त करना, prapt karna, आना, प्राप्त, aana, aane, aani"),
    Sense.ASKING: "agar, agr, अगर",
    Sense.DONE: (
        "naukri badal (gayi|li|di), job (chod|chhod|change) (di|diya|kar li|ho gayi|dia), "
        "naukri (chod|chhod) (di|diya), नौकरी (छोड़|बदल) (दी|दिया|गई|ली), retire ho (gaya|gayi), "
        "रिटायर हो (गया|गई), "
        "shehar (chhod|chod) (diya|chuke), शहर छोड़ (दिया|चुके), (gaadi|gadi|गाड़ी) (bech|बेच) (di|दी)"
    ),
}
