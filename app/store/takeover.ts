/** Takes over, once, what an earlier version of this page kept in a database with a name of no one's own. */
import { type Database, resultOf } from './database.ts';
import { ENTRY, TEXT } from './library.ts';
import { newId } from '../workspace/ids.ts';

const OLD_NAME = 'keyval-store';
const OLD_TABLE = 'keyval';
const OLD_TEXT = 'document:';
const DONE = 'taken-over';

/** Every record of the old database; none when there is no such database, and then none is made. */
async function oldRecords(factory: IDBFactory): Promise<Map<string, unknown>> {
  const request = factory.open(OLD_NAME);
  let fresh = false;
  request.addEventListener('upgradeneeded', () => {
    fresh = true;
    request.transaction?.abort();
  });
  let database: IDBDatabase;
  try {
    database = await resultOf(request);
  } catch (cause) {
    if (fresh) return new Map();
    throw cause;
  }
  try {
    if (!database.objectStoreNames.contains(OLD_TABLE)) return new Map();
    const store = database.transaction(OLD_TABLE, 'readonly').objectStore(OLD_TABLE);
    const [keys, values] = await Promise.all([resultOf(store.getAllKeys()), resultOf<unknown[]>(store.getAll())]);
    return new Map(keys.map((key, index) => [typeof key === 'string' ? key : '', values[index]]));
  } finally {
    database.close();
  }
}

function callsIn(text: unknown): number {
  try {
    const value = JSON.parse(String(text)) as { readonly log?: unknown } | null;
    return Array.isArray(value?.log) ? value.log.length : 0;
  } catch {
    return 0;
  }
}

/** The entry of an old document: what the old list says of it, and what its text says where the list says nothing. */
function entryOf(id: string, text: unknown, index: unknown): object {
  const list: readonly unknown[] = Array.isArray(index) ? index : [];
  const found = list.find((one) => typeof one === 'object' && one !== null && 'id' in one && one.id === id) as
    Partial<Record<string, unknown>> | undefined;
  const { name = 'Untitled', calls = callsIn(text), saved = 0 } = found ?? {};
  return { ...found, id, name: String(name), calls: Number(calls), saved, since: saved, revision: newId() };
}

/**
 * Copies every document of the old database that the new one does not have. The old one is left as it is.
 *
 * @returns how many were copied. Throws when the browser has no storage; then it is done the next time.
 */
export async function takeOver(factory: () => IDBFactory, database: Database): Promise<number> {
  if (await database.transact('readonly', (records) => records.get(DONE))) return 0;
  const old = await oldRecords(factory());
  return database.transact('readwrite', async (records) => {
    if ((await records.get(DONE)) !== undefined) return 0;
    let copied = 0;
    for (const [key, text] of old) {
      if (!key.startsWith(OLD_TEXT)) continue;
      const id = key.slice(OLD_TEXT.length);
      if ((await records.get(TEXT + id)) !== undefined) continue;
      await records.put(TEXT + id, text);
      await records.put(ENTRY + id, entryOf(id, text, old.get('documents')));
      copied += 1;
    }
    const last = old.get('last-document');
    if (last !== undefined && (await records.get('last')) === undefined) await records.put('last', last);
    await records.put(DONE, true);
    return copied;
  });
}
