import { useCallback, useEffect, useState } from 'react';
import { download, fileName, saveDocument } from '../commands/download.ts';
import { usePlayground } from '../workspace/context.ts';
import { storageProblem } from '../store/database.ts';
import type { Forgotten, Listed } from '../store/library.ts';
import { useKeeping, useKeepingState } from '../store/useKeeping.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

/** The moment as people read it, or that no one knows it. */
function dateText(time: number): string {
  return time <= 0 ? 'at an unknown time' : new Date(time).toLocaleString('en');
}

function nameOf(one: Listed): string {
  if (one.entry === null) return `Document ${one.id.slice(0, 8)}`;
  return one.entry.name === '' ? 'Untitled' : one.entry.name;
}

interface RowProps {
  readonly one: Listed;
  /** Why it can't be read, or null. */
  readonly problem: string | null;
  readonly here: boolean;
  readonly elsewhere: boolean;
  readonly onOpen: () => void;
  readonly onSave: () => void;
  readonly onForget: () => void;
}

function Row({ one, problem, here, elsewhere, onOpen, onSave, onForget }: RowProps) {
  const name = nameOf(one);
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line py-1.5">
      <div className="min-w-0 flex-1 basis-60">
        <div className="truncate text-body font-medium">{name}</div>
        {one.entry !== null && (
          <div className="text-label text-text2">
            {one.entry.calls} {one.entry.calls === 1 ? 'call' : 'calls'} · saved {dateText(one.entry.saved)} · kept
            since {dateText(one.entry.since)}
          </div>
        )}
        {one.entry === null && <div className="text-label text-text2">Its name is not known: {one.reason}.</div>}
        {problem !== null && <div className="text-small break-words">It can't be read: {problem}.</div>}
        {elsewhere && <div className="text-label text-text2">Another tab has it open.</div>}
      </div>
      {here && <span className="px-3 text-small text-text2">open</span>}
      {!here && problem === null && <Button onClick={onOpen}>Open</Button>}
      {problem !== null && (
        <Button aria-label={`Save as a file: ${name}`} onClick={onSave}>
          Save as a file
        </Button>
      )}
      {!here && !elsewhere && (
        <Button look="quiet" aria-label={`Forget ${name}`} onClick={onForget}>
          Forget
        </Button>
      )}
    </li>
  );
}

/** What was done in this tab and could not be kept; it is gone when the page is closed. */
function Stranded({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const keeping = useKeeping();
  useKeepingState((state) => state.others);
  const stranded = keeping.stranded();
  if (stranded.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 text-small font-semibold">Not kept: gone when this page is closed</h3>
      <ul className="m-0 mt-1 list-none p-0">
        {stranded.map(([id, document]) => {
          const name = document.name === '' ? 'Untitled' : document.name;
          return (
            <li key={id} className="flex flex-wrap items-center gap-2 border-b border-line py-1.5">
              <div className="min-w-0 flex-1 basis-60">
                <div className="truncate text-body font-medium">{name}</div>
                <div className="text-label text-text2">
                  {document.nodes.length} {document.nodes.length === 1 ? 'call' : 'calls'}
                </div>
              </div>
              <Button
                aria-label={`Show ${name}, which is not kept`}
                onClick={() => {
                  onOpen(id);
                }}
              >
                Show
              </Button>
              <Button
                aria-label={`Save as a file: ${name}`}
                onClick={() => {
                  saveDocument(document);
                }}
              >
                Save as a file
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Changes that were set aside because they could not be read. */
function Aside() {
  const { journal } = useKeeping();
  const [aside, setAside] = useState(() => journal.aside());
  if (aside.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 text-small font-semibold text-text2">Last changes that could not be read</h3>
      <ul className="m-0 mt-1 list-none p-0">
        {aside.map(({ key, text }, index) => (
          <li key={key} className="flex items-center gap-2 border-b border-line py-1.5 text-body">
            <span className="flex-1">{text.length.toLocaleString('en')} characters</span>
            <Button
              onClick={() => {
                download(`last-changes-${index + 1}.json`, text);
              }}
            >
              Save as a file
            </Button>
            <Button
              look="quiet"
              aria-label={`Forget last changes ${index + 1}`}
              onClick={() => {
                journal.remove(key, text);
                setAside(journal.aside());
              }}
            >
              Forget
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is kept, with what is wrong with it; forgetting is undone until the dialog closes. */
function useKept() {
  const { library } = useKeeping();
  const [kept, setKept] = useState<readonly Listed[] | null>(null);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [failure, setFailure] = useState<string | null>(null);
  const [forgotten, setForgotten] = useState<readonly { readonly name: string; readonly what: Forgotten }[]>([]);

  const attempt = useCallback(async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (cause) {
      setFailure(storageProblem(cause));
    }
  }, []);
  const load = useCallback(async (): Promise<void> => {
    const list = await library.list();
    setKept(list);
    const found = new Map<string, string>();
    for (const one of list) {
      const fetched = await library.fetch(one.id);
      if (!fetched.ok) found.set(one.id, fetched.reason);
    }
    setProblems(found);
  }, [library]);
  useEffect(() => {
    // What is kept is asked for once the dialog is there.
    queueMicrotask(() => void attempt(load));
  }, [attempt, load]);

  return {
    kept,
    problems,
    failure,
    forgotten,
    save: (one: Listed): Promise<void> =>
      attempt(async () => {
        download(fileName(nameOf(one)), await library.raw(one.id));
      }),
    forget: (one: Listed): Promise<void> =>
      attempt(async () => {
        const gone = { name: nameOf(one), what: await library.forget(one.id) };
        setForgotten((before) => [...before, gone]);
        await load();
      }),
    putBack: (what: Forgotten): Promise<void> =>
      attempt(async () => {
        await library.putBack(what);
        setForgotten((before) => before.filter((one) => one.what !== what));
        await load();
      }),
  };
}

/** The documents kept in this browser: open, rename the open one, forget. */
export function Documents({ onClose }: { readonly onClose: () => void }) {
  const keeping = useKeeping();
  const name = usePlayground((state) => state.document.name);
  const documentId = usePlayground((state) => state.documentId);
  const rename = usePlayground((state) => state.rename);
  const { kept, problems, failure, forgotten, save, forget, putBack } = useKept();
  const [refusal, setRefusal] = useState<string | null>(null);
  // Other tabs come and go while the dialog is open.
  useKeepingState((state) => state.elsewhere);

  const openKept = async (id: string): Promise<void> => {
    const reason = await keeping.open(id);
    if (reason === null) onClose();
    else setRefusal(reason);
  };

  return (
    <Dialog open title="Documents" onClose={onClose} wide>
      <label className="block text-small font-semibold text-text2" htmlFor="document-name">
        Name of the open document
      </label>
      <input
        id="document-name"
        value={name}
        maxLength={200}
        onChange={(event) => {
          rename(event.target.value);
        }}
        className="mt-1 h-9 w-full rounded-button border border-line2 bg-panel px-2 text-body"
      />
      <h3 className="mt-4 text-small font-semibold text-text2">Kept in this browser</h3>
      <div role="status">
        {failure !== null && (
          <p className="text-small">The list can't be read or changed: {failure}. Save documents as files instead.</p>
        )}
        {refusal !== null && <p className="text-small break-words">The document was not opened: {refusal}.</p>}
        {forgotten.map(({ name: gone, what }) => (
          <p key={what.id} className="flex items-center gap-2 text-small">
            <span className="min-w-0 flex-1 break-words">Forgot {gone}. It can be put back until you close this.</span>
            <Button
              aria-label={forgotten.length === 1 ? undefined : `Put back ${gone}`}
              onClick={() => {
                void putBack(what);
              }}
            >
              Put back
            </Button>
          </p>
        ))}
      </div>
      {kept?.length === 0 && (
        <p className="text-small text-text2">None yet: a document is kept from its first change on.</p>
      )}
      <ul className="m-0 mt-1 list-none p-0">
        {kept?.map((one) => (
          <Row
            key={one.id}
            one={one}
            problem={problems.get(one.id) ?? null}
            here={one.id === documentId}
            elsewhere={keeping.tabs.showing(one.id) > 0}
            onOpen={() => {
              void openKept(one.id);
            }}
            onSave={() => {
              void save(one);
            }}
            onForget={() => {
              void forget(one);
            }}
          />
        ))}
      </ul>
      <Stranded onOpen={(id) => void openKept(id)} />
      <Aside />
    </Dialog>
  );
}
