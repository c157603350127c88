"""What Hindi words and phrases of a reply mean: commas part them, a star ends a stem."""

from typing import Final

from homing.domain.reply_senses import Sense

WORDS: Final[dict[Sense, str]] = {
    Sense.CEASE: (
        "बंद करो, बंद करें, बंद कर दो, बंद कीजिए, बंद करिए, बंद कर दीजिए, रोको, रोकें, रोक दो, रोकिए, band "
        "karo, band karen, band kar do, band kijiye, band kariye, roko, rok do, bandh karo, band karein, "
        "रोक दीजिए, बन्द करो, बन्द करें, band kar dijiye, bnd kro, band kro, band kar dijie, bnd kr do, "
        "band kr do, band krdo, band kardo, bund karo, band kijie, bandh kar do, bandh kro, rok dijiye, "
        "rokiye, rokie, रोकना, बंद करवाइए, बंद होना चाहिए, bhejna chhod do, bhejna chod do, खत्म करो, "
        "khatam karo, khatm karo, band karvao, bnd kardo, bnd krdo, बंद करना"
    ),
    Sense.LEAVE: (
        "सदस्यता समाप्त, अनसब्सक्राइब, सब्सक्रिप्शन रद्द, list se hata do, list se nikal do, list se hatao, "
        "list se nikalo, list se remove, list se hataiye, लिस्ट से हटा, लिस्ट से निकाल, सूची से हटा, "
        "सदस्यता रद्द, unsubscribe karo, unsubscribe kar do, अनसब्सक्राइब कर, group se nikal do"
    ),
    Sense.REMOVE: (
        "हटाओ, हटा दो, हटाएं, हटाइए, हटा दीजिए, hatao, hata do, hatayen, hata dijiye, hataiye, delete karo, "
        "निकालो, निकाल दो, nikalo, nikal do, हटा दें, delete kar do, डिलीट करो, डिलीट कर दो, डिलीट करें, "
        "डिलीट कीजिए, डिलीट कर दीजिए, delete karein, delete karen, delete kijiye, delete kardo, delete "
        "krdo, delete kro, hata dein, hata do na, हटवा दो, मिटा दो, मिटा दें, mita do, remove karo, remove "
        "kar do, remove kardo, remove krdo, remove kijiye, nikaal do, nikal dijiye, निकाल दीजिए, निकाल दें, "
        "nikaliye, hatao na, hatado, htado, hta do, remove kro, हटाने"
    ),
    Sense.GOODBYE: (
        "मत भेजो, मत भेजें, मत भेजिए, न भेजें, ना भेजें, नहीं चाहिए मैसेज, message mat bhejo, mat bhejo, "
        "mat bhejiye, mat bhejna, mujhe mat bhejo, msg mat karo, message mat karo, मैसेज मत करो, परेशान मत "
        "करो, pareshan mat karo, मुझे मैसेज मत, mat bheje, mat bhejen, परेशान न करें, message nahi chahiye, "
        "msg nahi chahiye, मैसेज नहीं चाहिए, संदेश नहीं चाहिए, messages nahi chahiye, sms nahi chahiye, "
        "एसएमएस नहीं चाहिए, tang mat karo, तंग मत करो, pareshan na kare, मत लिखो, mat likho, ये मैसेज नहीं "
        "चाहिए, पीछा छोड़ो, peecha chhodo, na bheje, na bhejen, nahi bhejna, मुझे अकेला छोड़ दो, मैसेज मत, "
        "message mat karna, message mat kar, msg mat karna, msg mat kar, msg mat kijiye, message mat "
        "kijiye, message na kare, message na karein, msg na karo, msg na kare, sms mat karo, sms mat bhejo, "
        "sms mat karna, text mat karo, text mat karna, call mat karo, mat bhejna ab, na bheje please, mat "
        "bheja karo, mat kiya karo, mt bhejo, mt bhejna, mt kro, mat kro, msg mt kro, msg mt karo, msg na "
        "kro, msg nhi bhejna, nahi bhejo, nhi bhejo, mat bhejiyega, मत भेजिएगा, मत भेजना, मत भेजा करो, मत "
        "किया करो, मैसेज न करें, मैसेज ना करें, मैसेज न करो, मैसेज ना करो, संपर्क न करें, संपर्क ना करें, "
        "संपर्क मत, sampark na karein, sampark na kare, sampark mat karo, contact mat karo, contact na "
        "kare, contact mat karna, contact na karein, contact mat kijiye, pareshan na karo, pareshan mat "
        "kijiye, pareshan mat kro, pareshan na karein, परेशान ना करें, परेशान मत कीजिए, disturb mat karo, "
        "disturb na kare, disturb mat kijiye, disturb na karo, tang na karo, tang mat kro, bhejna chhodo, "
        "bhejna bandh, mujhe chhod do, akela chhod do, chod do mujhe, pichha chhodo, peecha chodo, न भेजा "
        "करें, मुझे मत भेजो, msg nahi chaiye, message nhi chahiye, nahi chahiye ab, ab nahi chahiye, ab nhi "
        "chahiye, अब नहीं चाहिए, जरूरत नहीं, zarurat nahi, jarurat nahi, zaroorat nahi, need nahi hai, "
        "dobara mat, दोबारा मत, phir mat bhejna, kabhi mat, कभी मत, अनुमति नहीं, इजाजत नहीं, ijazat nahi, "
        "permission nahi, सहमति नहीं, sahmati nahi"
    ),
    Sense.KEEP: (
        "बंद मत करो, बंद मत करना, band mat karo, band mat karna, मत रोको, mat roko, बंद न करें, rokna mat, "
        "band na karen, बंद मत कीजिए, band mat kijiye, रोकना मत, बंद ना करें, band mat kariye, मत हटाओ, मत "
        "हटाना, mat hatao, mat hatana, list se mat hatao, लिस्ट से मत, हटाना मत, hatana mat, बंद मत, band "
        "mat, मत निकालो, mat nikalo, mat nikalna, delete mat karna, delete mat karo, हटाएं मत, छूट न जाए, "
        "मिस नहीं करना, miss nahi karna"
    ),
    Sense.NOTE: (
        "मैसेज, संदेश, एसएमएस, मेसेज, रिमाइंडर, sandesh, सन्देश, मैसेजेस, सूचनाएं, msgs, mesej, संदेशों, "
        "massage, masage, msgz, मैसेजों"
    ),
    Sense.SEND: "भेजना, bhejna, bhejne, भेजने",
    Sense.LIST: "नंबर, number, लिस्ट, सूची, suchi",
    Sense.ME: "मुझे, मेरा, मेरे, mujhe, mera, mere, हमें",
    Sense.THIS: "यह, ये, yeh, ye, सब, sab, is, isko, इसे, इस, इन",
    Sense.ENOUGH: (
        "बस, बस करो, bas karo, बहुत हुआ, bahut hua, bas bahut hua, बस कीजिए, bas kijiye, बस बहुत हो गया, "
        "bas kro, bas karo ye, बस भी करो, bas bhi karo, bahut ho gaya, बहुत हो गया, bohot hua, bas ho gaya"
    ),
    Sense.RESUME: (
        "फिर से शुरू, phir se shuru, dobara shuru, दोबारा शुरू, वापस शुरू, wapas shuru, फिर से भेजो, phir "
        "se bhejo, फिर से भेजें, दोबारा भेजें, dobara bhejo, firse shuru, fir se shuru, शुरू करो, शुरू "
        "करें, चालू करो, chalu karo, फिर से चालू"
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
        "number, nahi rehta, nahi rehti, किसी और, kisi aur"
    ),
    Sense.WHO: (
        "kaun bol raha hai, kaun bol rahe hai, "
        "कौन है, कौन हो, आप कौन, kaun hai, kaun ho, aap kaun, kon hai, kon ho, यह कौन, yeh kaun, किसका "
        "नंबर, kiska number, कौन बोल, kaun bol, कौन भेज रहा, kaun bhej raha, aap kon, कौन हैं, kaun hain, "
        "किसने भेजा, kisne bheja"
    ),
    Sense.WHAT: (
        "यह क्या है, ये क्या है, yeh kya hai, ye kya hai, क्या है यह, kya hai ye, kya hai yeh, मदद चाहिए, "
        "madad chahiye, क्या है ये, मदद करो, madad karo, help chahiye, किस बारे में, ye sab kya hai, ये सब "
        "क्या है, मेरी मदद करें"
    ),
    Sense.WHY: (
        "क्यों भेज, kyu bhej, kyon bhej, kyun bhej, मैसेज क्यों, message kyu, message kyun, मेरा नंबर कहां "
        "से, mera number kahan se, कैसे मिला मेरा नंबर, msg kyu, दिलचस्पी नहीं, मुझे क्यों, mujhe kyu, "
        "mujhe kyun, mera number kaha se, नंबर कहाँ से, ये क्यों, ye kyun, ye kyu, yeh kyu, yeh kyun, kyun "
        "aa raha, kyu aa raha, क्यों आ रहा, phir se ye, fir se ye, kyun aa rahe, kyu aa rahe, kyu msg, kyun "
        "msg, kyu message, kyo msg, kyon msg, kyu sms"
    ),
    Sense.HOW: "कैसे, kaise, कैसे करूं, kaise karu",
    Sense.POLITE: (
        "karo, kar do, kijiye, kariye, करो, कर दो, कृपया, kripya, प्लीज, प्लीज़, धन्यवाद, dhanyavad, "
        "dhanyawad, shukriya, नमस्ते, namaste, अब, ab, अभी, abhi, भाई, bhai, यार, yaar, जी, shukria, को, "
        "ko, से, se, में, तुरंत, turant, करके, और, aur, शुक्रिया, करना, है, हैं"
    ),
    Sense.NOT_WANTED: (
        "नहीं चाहिए, nahi chahiye, nahin chahiye, nhi chahiye, nahi chaiye, nhi chaiye, nai chahiye, ना "
        "चाहिए, nahin chaiye, nahi chahie, nhi chahie, nahi chahta, nahi chahti, नहीं चाहता, नहीं चाहती, "
        "nhi chahta, nhi chahti, nahi lena, nhi lena, आपत्ति है, aitraaz hai"
    ),
    Sense.HOW_TO: "कैसे बंद, kaise band",
    Sense.DATA: "डेटा, डाटा, जानकारी, jankari, data",
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
}
