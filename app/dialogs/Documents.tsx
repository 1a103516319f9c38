import { useEffect, useState } from 'react';
import { usePlayground } from '../store/context.ts';
import { fetchKept, forget, keptDocuments, type Kept } from '../store/library.ts';
import { ui } from '../store/ui.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

/** The documents kept in this browser: open, rename the open one, forget. */
export function Documents({ onClose }: { readonly onClose: () => void }) {
  const name = usePlayground((state) => state.document.name);
  const documentId = usePlayground((state) => state.documentId);
  const rename = usePlayground((state) => state.rename);
  const open = usePlayground((state) => state.open);
  const [kept, setKept] = useState<readonly Kept[] | null>(null);
  const [failed, setFailed] = useState(false);
  /** Asked to be forgotten, once. */
  const [doomed, setDoomed] = useState<string | null>(null);

  useEffect(() => {
    let current = true;
    keptDocuments().then(
      (list) => {
        if (current) setKept(list);
      },
      () => {
        if (current) setFailed(true);
      },
    );
    return () => {
      current = false;
    };
  }, []);

  const openKept = async (id: string): Promise<void> => {
    const document = await fetchKept(id);
    if (document.ok) {
      open(document.value, id);
      onClose();
    } else ui.getState().report('The document was not opened', document.error);
  };

  const forgetKept = async (id: string): Promise<void> => {
    await forget(id);
    setKept(await keptDocuments());
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
      {failed && (
        <p className="text-small">This browser keeps nothing for the page. Save documents as files instead.</p>
      )}
      {kept?.length === 0 && (
        <p className="text-small text-text2">None yet: a document is kept from its first change on.</p>
      )}
      <ul className="m-0 mt-1 list-none p-0">
        {kept?.map((one) => (
          <li key={one.id} className="flex items-center gap-2 border-b border-line py-1.5">
            <div className="min-w-0 flex-1">
              <div className="truncate text-body font-medium">{one.name === '' ? 'Untitled' : one.name}</div>
              <div className="text-label text-text2">
                {one.calls} calls · {new Date(one.saved).toLocaleString('en')}
              </div>
            </div>
            {one.id === documentId ? (
              <span className="px-3 text-small text-text2">open</span>
            ) : (
              <>
                <Button
                  onClick={() => {
                    void openKept(one.id);
                  }}
                >
                  Open
                </Button>
                <Button
                  look="quiet"
                  aria-label={`Forget ${one.name}`}
                  onClick={() => {
                    if (doomed === one.id) void forgetKept(one.id);
                    else setDoomed(one.id);
                  }}
                  onBlur={() => {
                    setDoomed(null);
                  }}
                >
                  {doomed === one.id ? 'Forget for good?' : 'Forget'}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
