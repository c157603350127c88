// How numbers, times and delivery states are put into words.

// Calling codes with the country that most of their numbers are in (ITU-T E.164).
const CALLING_CODES = Object.fromEntries(
  `7RU 20EG 27ZA 30GR 31NL 32BE 33FR 34ES 36HU 39IT 40RO 41CH 43AT 44GB 45DK 46SE 47NO 48PL 49DE 51PE 52MX 53CU
  54AR 55BR 56CL 57CO 58VE 60MY 61AU 62ID 63PH 64NZ 65SG 66TH 77KZ 81JP 82KR 84VN 86CN 90TR 91IN 92PK 93AF 94LK
  95MM 98IR 211SS 212MA 213DZ 216TN 218LY 220GM 221SN 222MR 223ML 224GN 225CI 226BF 227NE 228TG 229BJ 230MU
  231LR 232SL 233GH 234NG 235TD 236CF 237CM 238CV 239ST 240GQ 241GA 242CG 243CD 244AO 245GW 246IO 247AC 248SC
  249SD 250RW 251ET 252SO 253DJ 254KE 255TZ 256UG 257BI 258MZ 260ZM 261MG 262RE 263ZW 264NA 265MW 266LS 267BW
  268SZ 269KM 290SH 291ER 297AW 298FO 299GL 350GI 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FI 359BG 370LT
  371LV 372EE 373MD 374AM 375BY 376AD 377MC 378SM 380UA 381RS 382ME 383XK 385HR 386SI 387BA 389MK 420CZ 421SK
  423LI 500FK 501BZ 502GT 503SV 504HN 505NI 506CR 507PA 508PM 509HT 590GP 591BO 592GY 593EC 594GF 595PY 596MQ
  597SR 598UY 599CW 670TL 672NF 673BN 674NR 675PG 676TO 677SB 678VU 679FJ 680PW 681WF 682CK 683NU 685WS 686KI
  687NC 688TV 689PF 690TK 691FM 692MH 850KP 852HK 853MO 855KH 856LA 880BD 886TW 960MV 961LB 962JO 963SY 964IQ
  965KW 966SA 967YE 968OM 970PS 971AE 972IL 973BH 974QA 975BT 976MN 977NP 992TJ 993TM 994AZ 995GE 996KG 998UZ`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, -2), entry.slice(-2)]),
);

// Area codes of +1 outside the United States (North American Numbering Plan).
const AREA_CODES = Object.fromEntries(
  Object.entries({
    AG: "268", AI: "264", AS: "684", BB: "246", BM: "441", BS: "242", DM: "767", DO: "809 829 849", GD: "473",
    GU: "671", JM: "658 876", KN: "869", KY: "345", LC: "758", MP: "670", MS: "664", PR: "787 939", SX: "721",
    TC: "649", TT: "868", VC: "784", VG: "284", VI: "340",
    CA: `204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506
      514 519 548 579 581 584 587 600 604 613 622 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873
      879 902 905 942`,
  }).flatMap(([country, codes]) => codes.split(/\s+/).map((code) => [code, country])),
);

/** The ISO 3166 code of a number's country, or "" where it can't be told; and its calling code. */
export function originOf(number) {
  const digits = number.replace(/^\+/, "");
  if (digits[0] === "1") return { country: AREA_CODES[digits.slice(1, 4)] ?? "US", code: "1" };
  for (const length of [3, 2, 1]) {
    const code = digits.slice(0, length);
    if (code in CALLING_CODES) return { country: CALLING_CODES[code], code: code === "77" ? "7" : code };
  }
  return { country: "", code: "" };
}

const countryNames = new Intl.DisplayNames(["en"], { type: "region" });

export const countryName = (country) => (country ? countryNames.of(country) : "");

/** "+34600111222" as "+34 600 111 222"; what is no such number stays as it is. */
export function spaced(number) {
  if (!/^\+\d{7,15}$/.test(number)) return number;
  const { code } = originOf(number);
  const groups = ["+" + code];
  let rest = number.slice(1 + code.length);
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return [...groups, rest].join(code ? " " : "");
}

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const secondsFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const shortDayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** Times are seconds since 1970. */
const dateOf = (at) => new Date(at * 1000);
const sameDay = (one, other) => one.toDateString() === other.toDateString();

export const clock = (at) => secondsFormat.format(dateOf(at));
export const moment = (at) => dateOf(at).toISOString();
export const shortly = (at) => (sameDay(dateOf(at), new Date()) ? clockFormat : shortDayFormat).format(dateOf(at));
export const day = (at) => (sameDay(dateOf(at), new Date()) ? "Today" : dayFormat.format(dateOf(at)));

const grouped = new Intl.NumberFormat("en-GB");
export const count = (n) => grouped.format(n);
export const many = (n, one, more) => `${count(n)} ${n === 1 ? one : more}`;

// What the provider's codes say (its error dictionary), as short as a phone's screen.
const CODES = {
  21610: "opted out at the provider",
  30001: "queue overflow",
  30002: "account suspended",
  30003: "handset unreachable",
  30004: "blocked",
  30005: "unknown handset",
  30006: "landline or unreachable carrier",
  30007: "filtered by the carrier",
  30008: "unknown error",
  30017: "network congestion",
  30022: "rate limit exceeded",
  30032: "toll-free number not verified",
  30034: "unregistered number",
  30036: "validity period over",
  30450: "blocked as pumping",
};

/** How a delivery state looks: its kind (for colour and icon), a word, and all that is known. */
export function stateOf({ direction, status, error_code: code }) {
  if (direction === "from_handset") return { kind: "reply", word: "Replied", whole: "Sent by this handset" };
  if (status === "delivered") return { kind: "delivered", word: "Delivered", whole: "Delivered" };
  if (status === "sent") return { kind: "sent", word: "Sent", whole: "Sent, no receipt yet" };
  if (status === "undelivered" || status === "failed") {
    const word = status === "failed" ? "Failed" : "Undelivered";
    const why = [code, CODES[code]].filter(Boolean).join(" ");
    return { kind: "lost", word, whole: why ? `${word}: ${why}` : word };
  }
  const word = status[0].toUpperCase() + status.slice(1);
  return { kind: "waiting", word, whole: word };
}

const RANK = { accepted: 0, queued: 1, sending: 2, sent: 3 };

/** Of two reports of one text, the one that knows more: the states only ever move on. */
export const later = (one, other) => ((RANK[other.status] ?? 9) >= (RANK[one.status] ?? 9) ? other : one);
