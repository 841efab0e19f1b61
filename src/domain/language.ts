export interface Language {
  tag: string;
  direction: "ltr" | "rtl";
}

const ENGLISH: Language = { tag: "en", direction: "ltr" };
/** English behind accents and brackets, from right to left: shows what a real such language would break. */
const PSEUDO: Language = { tag: "ar-XB", direction: "rtl" };
const LANGUAGES = [ENGLISH, PSEUDO];

/** The first language of an Accept-Language header that we speak; English otherwise. */
export function pickLanguage(acceptLanguage: string): Language {
  const wanted = acceptLanguage.split(",").map((entry) => {
    const [tag = "", quality = "q=1"] = entry.split(";").map((part) => part.trim().toLowerCase());
    return { tag, weight: Number(quality.replace("q=", "")) || 0 };
  });
  for (const { tag } of wanted.toSorted((a, b) => b.weight - a.weight)) {
    const exact = LANGUAGES.find((language) => language.tag.toLowerCase() === tag);
    if (exact) return exact;
    if (tag.split("-")[0] === ENGLISH.tag) return ENGLISH;
  }
  return ENGLISH;
}
