import { usePlayground } from '../workspace/context.ts';
import { Button } from '../ui/Button.tsx';
import { PlainDialog } from '../ui/PlainDialog.tsx';

/** A long replay goes on: how far it is, and a way to give it up. */
export function Replaying() {
  const replay = usePlayground((state) => state.replay);
  const giveUp = usePlayground((state) => state.giveUp);
  if (replay === null) return null;
  const { what, done, total } = replay;
  return (
    <PlainDialog title={what} onClose={giveUp}>
      <p className="text-small">
        {done.toLocaleString('en')} of {total.toLocaleString('en')} calls are replayed.
      </p>
      <progress aria-label={what} value={done} max={total} className="mt-2 h-2 w-full accent-(--accent)" />
      <div className="mt-4 flex justify-end">
        <Button onClick={giveUp}>Give it up</Button>
      </div>
    </PlainDialog>
  );
}
