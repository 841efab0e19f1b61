export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const ENTITIES = new Map(Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }));

/** Reads well-formed XML without a DTD, and throws on everything else: a tolerant reader would excuse the writer. */
export function parseXml(text: string): XmlElement {
  if (IMPOSSIBLE.test(text)) throw new Error("a character that XML cannot hold");
  if (!text.startsWith(DECLARATION)) throw new Error("no declaration");
  const root: XmlElement = { name: "", attributes: new Map(), children: [], text: "" };
  const open = [root];
  for (const [, closes, opens, attributes = "", between = ""] of tokensOf(text.slice(DECLARATION.length))) {
    if (closes !== undefined && open.pop()?.name !== closes) throw new Error(`</${closes}> closes something else`);
    const inner = open.at(-1) ?? root;
    inner.text += unescaped(between);
    if (opens === undefined) continue;
    const element = { name: opens, attributes: attributesOf(attributes), children: [], text: "" };
    inner.children.push(element);
    open.push(element);
  }
  if (open.length !== 1) throw new Error("an element without its end");
  return onlyChild(root);
}

function onlyChild({ children, text }: XmlElement): XmlElement {
  const [element, ...others] = children;
  if (!element || others.length > 0 || text.trim() !== "") throw new Error("not one element");
  return element;
}

function* tokensOf(text: string): Generator<(string | undefined)[], void> {
  // Sticky, so that nothing between two tokens is passed over.
  const token = /<\/([\w:]+)>|<([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*>|([^<]+)/y;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) throw new Error("neither a tag nor a text");
    yield found;
  }
}

/** All elements of a name, at any depth, in order. */
export function elementsOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsOf(child, name)]);
}

function attributesOf(text: string): Map<string, string> {
  const pairs = [...text.matchAll(/([\w:]+)="([^"]*)"/g)];
  const attributes = new Map(pairs.map(([, name = "", value = ""]) => [name, unescaped(value)]));
  if (attributes.size !== pairs.length) throw new Error("an attribute twice");
  return attributes;
}

function unescaped(text: string): string {
  return text.replaceAll(/&(\w*;)?/g, (_, name: string | undefined) => {
    const character = ENTITIES.get(name?.slice(0, -1) ?? "");
    if (character === undefined) throw new Error("an & that is no entity");
    return character;
  });
}
