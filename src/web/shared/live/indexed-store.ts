/** Raised when a store is added. An upgrade adds what is missing and never drops: what is in here exists nowhere else. */
const VERSION = 1;

export const STORES = { meta: "meta", fixes: "fixes", actions: "actions" } as const;

export function openStore(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, VERSION);
  request.addEventListener("upgradeneeded", () => {
    const db = request.result;
    for (const store of Object.values(STORES)) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
  });
  return answerOf(request).then((db) => {
    // A newer version of the page wants to upgrade: an open connection would keep it waiting for ever.
    db.addEventListener("versionchange", () => db.close());
    return db;
  });
}

export function answerOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("The store gave no reason")));
  });
}

/** Resolves when what the transaction did is kept; `work` may await nothing but requests of this transaction. */
export async function inTransaction<Value>(
  db: IDBDatabase,
  mode: "readonly" | "readwrite",
  work: (store: (name: keyof typeof STORES) => IDBObjectStore) => Promise<Value>,
): Promise<Value> {
  // Strict: handed to the disk before we hear of it, because a phone's battery ends when it likes.
  const transaction = db.transaction(Object.values(STORES), mode, { durability: "strict" });
  const done = new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(transaction.error ?? new Error("The store gave no reason"));
    transaction.addEventListener("complete", () => resolve());
    transaction.addEventListener("abort", fail);
  });
  const [value] = await Promise.all([work((name) => transaction.objectStore(name)), done]);
  return value;
}
