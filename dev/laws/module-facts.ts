import { Visitor, parseSync } from "vite";
import type { ESTree } from "vite";

/** What the laws need to know about one module. Read from the syntax tree, so comments and strings never count. */
export type ModuleFacts = {
  /** Specifiers of every static, dynamic and type-only import and of every re-export. */
  targets: string[];
  /** `import(name)`: a target nobody can check. */
  computedImports: number;
  hasDefaultExport: boolean;
  /** `export * from`. */
  hasExportStar: boolean;
  /** It exports, and every export comes from another module. */
  onlyReExports: boolean;
  /** Every identifier and every `object["name"]` key. */
  names: Set<string>;
  /** A template tagged `sql`, or `exec` called on something named `sql`. */
  runsSql: boolean;
  /** `new Date()` without a time: the linter's ban on Date.now does not see it. */
  readsClock: boolean;
};

const cache = new Map<string, ModuleFacts>();

/** Parsing 200 files takes about a second and each law asks for the same facts, so they are kept per text. */
export function moduleFacts(path: string, source: string): ModuleFacts {
  const key = `${path}\n${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const facts = read(path, source);
  cache.set(key, facts);
  return facts;
}

function read(path: string, source: string): ModuleFacts {
  const parsed = parseSync(path, source);
  const [problem] = parsed.errors;
  if (problem !== undefined) throw new Error(`${path} does not parse: ${problem.message}`);
  const exported = parsed.module.staticExports.flatMap((statement) => statement.entries);
  const facts: ModuleFacts = {
    targets: parsed.module.staticImports.map((statement) => statement.moduleRequest.value),
    computedImports: 0,
    hasDefaultExport: exported.some(({ exportName }) => exportName.kind === "Default" || exportName.name === "default"),
    hasExportStar: exported.some((entry) => entry.importName.kind.startsWith("All")),
    onlyReExports: exported.length > 0 && exported.every((entry) => entry.moduleRequest !== null),
    names: new Set(),
    runsSql: false,
    readsClock: false,
  };
  for (const entry of exported) if (entry.moduleRequest !== null) facts.targets.push(entry.moduleRequest.value);
  new Visitor({
    Identifier: (node) => void facts.names.add(node.name),
    MemberExpression: (node) => {
      if (node.property.type === "Literal" && typeof node.property.value === "string") {
        facts.names.add(node.property.value);
      }
    },
    ImportExpression: (node) => addTarget(facts, node.source),
    TSImportType: (node) => addTarget(facts, node.source),
    TSExternalModuleReference: (node) => addTarget(facts, node.expression),
    TaggedTemplateExpression: (node) => {
      if (lastName(node.tag) === "sql") facts.runsSql = true;
    },
    NewExpression: (node) => {
      if (lastName(node.callee) === "Date" && node.arguments.length === 0) facts.readsClock = true;
    },
    CallExpression: (node) => {
      const [argument] = node.arguments;
      if (lastName(node.callee) === "require" && argument !== undefined) addTarget(facts, argument);
      if (node.callee.type !== "MemberExpression" || lastName(node.callee) !== "exec") return;
      if (lastName(node.callee.object) === "sql") facts.runsSql = true;
    },
  }).visit(parsed.program);
  return facts;
}

function addTarget(facts: ModuleFacts, source: ESTree.Node): void {
  if (source.type === "Literal" && typeof source.value === "string") facts.targets.push(source.value);
  else facts.computedImports += 1;
}

/** `sql` for `sql`, `storage.sql`, `this.#sql` and `storage["sql"]`. */
function lastName(node: ESTree.Node): string | undefined {
  if (node.type === "Identifier" || node.type === "PrivateIdentifier") return node.name;
  if (node.type === "MemberExpression") return lastName(node.property);
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}
