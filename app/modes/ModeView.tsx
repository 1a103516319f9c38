import { useSyncExternalStore } from 'react';
import { Boundary } from '../ui/Boundary.tsx';
import { Button } from '../ui/Button.tsx';
import { addressOf, modeOf, MODES } from './modes.ts';

function onHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => {
    window.removeEventListener('hashchange', changed);
  };
}

/** The mode that the address names. */
export function ModeView() {
  const hash = useSyncExternalStore(onHash, () => window.location.hash);
  const mode = modeOf(hash);
  if (mode === null) return <NoMode hash={hash} />;
  const { id, title, View } = mode;
  return (
    <Boundary key={id} name={title}>
      <View />
    </Boundary>
  );
}

/** The address names a view that this page does not have: an old or a newer page made it. */
function NoMode({ hash }: { readonly hash: string }) {
  const [first] = MODES;
  return (
    <main className="min-h-0 flex-1 p-6">
      <h2 className="text-title font-semibold">There is no such view</h2>
      <p className="mt-1 text-body">
        The address ends in <code className="break-all">{hash.slice(0, 80)}</code>, and this page has no view of that
        name. Your document is still open.
      </p>
      {first !== undefined && (
        <Button
          look="primary"
          className="mt-4"
          onClick={() => {
            window.location.hash = addressOf(first);
          }}
        >
          Go to {first.title}
        </Button>
      )}
    </main>
  );
}
