/** The browser's database, as one table of records. It may be forbidden, full, or never answer. */

/** The records within one transaction. Nothing but these may be awaited while it runs. */
export interface Records {
  readonly get: (key: string) => Promise<unknown>;
  readonly put: (key: string, value: unknown) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  /** Every record whose key begins with the text, as key and value. */
  readonly list: (prefix: string) => Promise<[string, unknown][]>;
}

export interface Database {
  /** Does the work in one transaction, all of it or nothing. Throws when the browser has no storage or no room. */
  readonly transact: <T>(mode: IDBTransactionMode, work: (records: Records) => Promise<T>) => Promise<T>;
}

export const DATABASE_NAME = 'iommufd-playground';
const TABLE = 'records';
/** How long the browser may take to open the database before it counts as not answering. */
const PATIENCE_MS = 3000;

/** Thrown when the database does not open in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The result of a request. */
export function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result);
    });
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('the request failed'));
    });
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => {
      resolve();
    });
    transaction.addEventListener('abort', () => {
      reject(transaction.error ?? new Error('the transaction was given up'));
    });
  });
}

function recordsOf(store: IDBObjectStore): Records {
  return {
    get: (key) => resultOf<unknown>(store.get(key)),
    put: async (key, value) => {
      await resultOf(store.put(value, key));
    },
    remove: (key) => resultOf(store.delete(key)),
    list: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await Promise.all([
        resultOf(store.getAllKeys(range)),
        resultOf<unknown[]>(store.getAll(range)),
      ]);
      return keys.map((key, index) => [typeof key === 'string' ? key : '', values[index]]);
    },
  };
}

/** The promise, or {@link NoAnswer} when it takes too long. */
function inTime<T>(promise: Promise<T>, most: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new NoAnswer('the storage does not answer'));
    }, most);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

/**
 * The page's database. It is opened when it is first needed, and again after it was closed.
 *
 * @param factory hands out the browser's IndexedDB; it may throw where storage is forbidden
 */
export function createDatabase(factory: () => IDBFactory): Database {
  let opening: Promise<IDBDatabase> | null = null;
  const open = async (): Promise<IDBDatabase> => {
    const request = factory().open(DATABASE_NAME, 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(TABLE);
    });
    const database = await resultOf(request);
    const closed = (): void => {
      opening = null;
    };
    database.addEventListener('close', closed);
    // A later version of the page wants to change the database: this one must not hold it up.
    database.addEventListener('versionchange', () => {
      database.close();
      closed();
    });
    return database;
  };
  return {
    transact: async (mode, work) => {
      opening ??= open();
      const current = opening;
      current.catch(() => {
        if (opening === current) opening = null;
      });
      const transaction = (await inTime(current, PATIENCE_MS)).transaction(TABLE, mode);
      const done = finished(transaction);
      try {
        const result = await work(recordsOf(transaction.objectStore(TABLE)));
        await done;
        return result;
      } catch (cause) {
        await giveUp(transaction, done);
        throw transaction.error ?? cause;
      }
    },
  };
}

async function giveUp(transaction: IDBTransaction, done: Promise<void>): Promise<void> {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
  await done.catch(() => undefined);
}

/** Why the storage did not do what it should, as the end of a sentence. */
export function storageProblem(cause: unknown): string {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  switch (name) {
    case 'QuotaExceededError':
      return 'the browser has no room left for this page';
    case 'NoAnswer':
      return "the browser's storage does not answer";
    case 'VersionError':
      return 'a newer version of this page has changed the storage';
    case 'SecurityError':
    case 'InvalidStateError':
    case 'TypeError':
    case 'ReferenceError':
      return 'the browser lets this page keep nothing';
    default:
      return `the browser's storage failed (${cause instanceof Error ? cause.message : String(cause)})`;
  }
}
