/** A piece of XML as it stands in the text. Names are without their prefix: which one a file chose says nothing. */
export type XmlPart =
  | { readonly kind: "open"; readonly name: string; readonly attributes: string; readonly at: number }
  | { readonly kind: "close"; readonly name: string; readonly at: number }
  | { readonly kind: "text"; readonly text: string; readonly at: number }
  | { readonly kind: "doctype" | "broken"; readonly at: number };

const QUOTES = new Set(['"', "'"]);

/**
 * The parts of a text in order, each looked at once. It is no parser: it knows no entities, and a DTD, which could define
 * some, is for the caller to refuse. An element that closes itself is opened and closed. After `broken` nothing comes.
 */
export function* scanXml(text: string): Generator<XmlPart, void> {
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf("<", at);
    if (tag !== at) yield { kind: "text", text: text.slice(at, tag === -1 ? undefined : tag), at };
    if (tag === -1) return;
    const special = SPECIAL.find(({ opens }) => text.startsWith(opens, tag));
    const end = special ? text.indexOf(special.closes, tag + special.opens.length) : tagEnd(text, tag + 1);
    if (end === -1) return yield { kind: "broken", at: tag };
    if (special) yield* specialParts(special, text.slice(tag + special.opens.length, end), tag);
    else yield* tagParts(text.slice(tag + 1, end), tag);
    at = end + (special ? special.closes.length : 1);
  }
}

/** The more special first: what else begins with `<!` is a DTD or a part of one. */
const SPECIAL = [
  { opens: "<!--", closes: "-->", kind: "nothing" },
  { opens: "<![CDATA[", closes: "]]>", kind: "text" },
  { opens: "<?", closes: "?>", kind: "nothing" },
  { opens: "<!", closes: ">", kind: "doctype" },
] as const;

/** The value of an attribute in the inside of a tag, as it stands there. */
export function attributeOf(attributes: string, name: string): string | null {
  // Sticky, so that it never looks for a beginning: a hostile tag costs its length once.
  const attribute = /\s*([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  for (let found = attribute.exec(attributes); found; found = attribute.exec(attributes)) {
    if (found[1] === name) return found[2] ?? found[3] ?? null;
  }
  return null;
}

function* specialParts({ kind }: (typeof SPECIAL)[number], inside: string, at: number): Generator<XmlPart, void> {
  if (kind === "text") yield { kind, text: inside, at };
  if (kind === "doctype") yield { kind, at };
}

function* tagParts(inside: string, at: number): Generator<XmlPart, void> {
  if (inside.startsWith("/")) return yield { kind: "close", name: localName(inside.slice(1).trim()), at };
  const closesItself = inside.endsWith("/");
  const content = closesItself ? inside.slice(0, -1) : inside;
  const space = content.search(/\s/);
  const name = localName(space === -1 ? content : content.slice(0, space));
  if (name === "") return yield { kind: "broken", at };
  yield { kind: "open", name, attributes: space === -1 ? "" : content.slice(space), at };
  if (closesItself) yield { kind: "close", name, at };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** A ">" may stand in a quoted value. */
function tagEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === ">") return at;
    if (QUOTES.has(character)) at = text.indexOf(character, at + 1);
    if (at === -1) return -1;
  }
  return -1;
}
