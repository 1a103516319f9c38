import { useAct } from '../commands/useActions.ts';
import { cameInText, type KeepingState } from '../store/keepingStatus.ts';
import { useKeepingState, useNotify } from '../store/useKeeping.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { CheckIcon, CloseIcon } from '../ui/icons.tsx';

const SAVING: Readonly<Record<KeepingState['saving'], string>> = {
  unchanged: '',
  saving: 'saving …',
  saved: 'saved here',
  failed: 'not kept',
};

/** Whether the document is kept, and whether another tab has it too. */
export function SavedMark() {
  const saving = useKeepingState((state) => state.saving);
  const elsewhere = useKeepingState((state) => state.elsewhere);
  const cameIn = useKeepingState((state) => state.cameIn);
  const also = cameIn > 0 ? cameInText(cameIn) : elsewhere > 0 ? 'open in another tab' : '';
  if (saving === 'unchanged' && also === '') return null;
  return (
    <span className="hidden shrink-0 items-center gap-1 text-label whitespace-nowrap text-text2 md:flex">
      {saving === 'saved' && <CheckIcon size={12} className="shrink-0" aria-hidden />}
      <span className={also === '' ? '' : 'xl:hidden'}>{SAVING[saving]}</span>
      {also !== '' && (
        <span
          className="hidden xl:inline"
          title="Another tab has this document open. What is done in one shows in the other."
        >
          {also}
        </span>
      )}
    </span>
  );
}

/** Says plainly what is not kept, and what happened to what was. */
export function KeepingStrip() {
  const act = useAct();
  const notify = useNotify();
  const failed = useKeepingState((state) => state.saving === 'failed');
  const reason = useKeepingState((state) => state.reason);
  const others = useKeepingState((state) => state.others);
  const notice = useKeepingState((state) => state.notice);
  return (
    <div role="status">
      {failed && (
        <p className="m-0 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-panel px-3 py-1.5 text-small">
          <span className="min-w-0 break-words">This document is not kept: {reason}.</span>
          <Button
            onClick={() => {
              act('save');
            }}
          >
            Save as a file
          </Button>
        </p>
      )}
      {others > 0 && (
        <p className="m-0 flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-panel px-3 py-1.5 text-small">
          <span className="min-w-0 break-words">
            {others === 1 ? 'Another document is' : `${others} other documents are`} not kept, and gone when this page
            is closed.
          </span>
          <Button
            onClick={() => {
              act('documents');
            }}
          >
            Documents
          </Button>
        </p>
      )}
      {notice !== null && (
        <p className="m-0 flex items-center gap-3 border-b border-line bg-panel px-3 py-1.5 text-small">
          <span className="min-w-0 flex-1 break-words">{notice}</span>
          <IconButton
            name="Close the notice"
            onClick={() => {
              notify(null);
            }}
          >
            <CloseIcon size={14} aria-hidden />
          </IconButton>
        </p>
      )}
    </div>
  );
}
