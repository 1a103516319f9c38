import { useStore } from 'zustand';
import { versions } from '../store/versions.ts';
import { Button } from '../ui/Button.tsx';
import { SaveDocument } from '../ui/Failure.tsx';
import { useWhenKept } from '../ui/useWhenKept.ts';

function Notice() {
  const later = useStore(versions, (state) => state.later);
  const { lost, ask } = useWhenKept(() => {
    versions.getState().use();
  });
  return (
    <div
      role="status"
      aria-label="New version"
      className="fixed top-14 left-1/2 z-30 flex w-max max-w-[calc(100vw-24px)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-card border border-line2 bg-raised py-1.5 pr-1.5 pl-3 text-body text-text shadow-float max-[999px]:top-28"
    >
      <span>{lost ? 'This browser does not keep the document. Save it first.' : 'A new version is ready.'}</span>
      {lost && <SaveDocument />}
      <Button onClick={ask}>{lost ? 'Use it, and lose the document' : 'Use it now'}</Button>
      <Button look="quiet" onClick={later}>
        Later
      </Button>
    </div>
  );
}

/** Says that a new version of the page is there. It is used when a person says so. */
export function NewVersion() {
  const ready = useStore(versions, (state) => state.ready);
  return ready ? <Notice /> : null;
}
