/** What stands around the checks of a call: what the document is about, what is different, hazards, and a person's note. */
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { changeLine, hazardsOf, LONGEST_TEXT, type State } from '../../src/index.ts';
import { useComparison } from '../workspace/comparison.ts';
import { usePlayground, useUi } from '../workspace/context.ts';
import { IconButton } from '../ui/Button.tsx';
import { CloseIcon, HazardIcon, NoHazardIcon, NoteIcon } from '../ui/icons.tsx';

/** What is different between the marked call and the one at the cursor. */
export function Compared() {
  const comparison = useComparison();
  const mark = usePlayground((state) => state.mark);
  if (comparison === null) return null;
  return (
    <section aria-label="Difference" className="mb-3 rounded-card border border-accent bg-accent-soft p-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-small font-semibold">
          {comparison.changes.length === 0 ? 'Nothing is different' : 'What is different'} from after call{' '}
          {comparison.base}
        </h3>
        <IconButton
          name="End the comparison"
          className="!size-6 touch:!size-11"
          onClick={() => {
            mark(null);
          }}
        >
          <CloseIcon size={13} aria-hidden />
        </IconButton>
      </div>
      <ul className="m-0 list-none p-0 font-mono text-label">
        {comparison.changes.map((change) => (
          <li key={changeLine(change)} className="py-px break-words">
            {changeLine(change)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the document is about, until it is closed. */
export function About() {
  const about = usePlayground((state) => state.document.about);
  const closed = usePlayground((state) => state.aboutClosed);
  const close = usePlayground((state) => state.closeAbout);
  if (about === undefined || about === '' || closed) return null;
  return (
    <div className="mt-2 flex items-start gap-2 border-y border-line py-1.5 text-small text-text2">
      <p className="m-0 min-w-0 flex-1 break-words">
        <span className="font-semibold">About:</span> {about}
      </p>
      <IconButton name="Close what this is about" className="!size-6 touch:!size-11" onClick={close}>
        <CloseIcon size={13} aria-hidden />
      </IconButton>
    </div>
  );
}

/** What is true since this call and should never be, or is no longer. */
export function Hazards({ before, after }: { readonly before: State; readonly after: State }) {
  const [was, is] = useMemo(() => [hazardsOf(before), hazardsOf(after)], [before, after]);
  const select = usePlayground((state) => state.select);
  const made = is.filter((hazard) => !was.some((old) => old.sentence === hazard.sentence));
  const gone = was.filter((hazard) => !is.some((now) => now.id === hazard.id));
  if (made.length === 0 && gone.length === 0) return null;
  return (
    <ul aria-label="Hazards of this call" className="m-0 mt-3 list-none space-y-2 p-0">
      {made.map((hazard) => (
        <li key={hazard.sentence}>
          <button
            type="button"
            title="Select what is concerned"
            onClick={() => {
              select(...hazard.objects);
            }}
            className="flex w-full items-start gap-2 rounded-card border border-haz bg-haz-soft px-3 py-2 text-left text-small"
          >
            <HazardIcon size={14} className="mt-px shrink-0 text-haz" aria-hidden />
            <span>
              <span className="font-semibold text-haz">Hazard: {hazard.title}.</span> {hazard.sentence}{' '}
              <span className="text-text2">{hazard.argument}</span>
            </span>
          </button>
        </li>
      ))}
      {gone.map((hazard) => (
        <li key={hazard.sentence} className="flex items-center gap-2 text-small text-text2">
          <NoHazardIcon size={14} className="shrink-0" aria-hidden />
          No longer: {hazard.title}
        </li>
      ))}
    </ul>
  );
}

/** What a person wrote about the call; a click edits it. What is typed is in the document at once. */
export function Note({ note }: { readonly note: string }) {
  const position = usePlayground((state) => state.position);
  const write = usePlayground((state) => state.note);
  const play = useUi((ui) => ui.play);
  // Which call's note is open; the document may change under it.
  const here = usePlayground((state) => `${state.documentId} ${state.frames[state.position]?.node}`);
  const [open, setOpen] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    flushSync(() => {
      setOpen(null);
    });
    button.current?.focus();
  };
  if (open === here) {
    return (
      <>
        <textarea
          autoFocus
          aria-label="Note on this call"
          value={note}
          maxLength={LONGEST_TEXT}
          rows={2}
          onChange={(event) => {
            write(position, event.target.value);
          }}
          onBlur={() => {
            setOpen(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' && (event.key !== 'Enter' || event.shiftKey)) return;
            event.preventDefault();
            event.stopPropagation();
            close();
          }}
          className="mt-2 block w-full rounded-button border border-line2 bg-panel p-2 text-small"
        />
        {note.length >= LONGEST_TEXT && (
          <p role="status" className="m-0 mt-1 text-label text-text2">
            A note has no more than {LONGEST_TEXT.toLocaleString('en')} characters: what does not fit was left out.
          </p>
        )}
      </>
    );
  }
  const edit = (): void => {
    play(false);
    setOpen(here);
  };
  return note === '' ? (
    <button
      ref={button}
      type="button"
      onClick={edit}
      className="mt-1 flex items-center gap-1 text-label text-text3 touch:min-h-11 hover:text-text"
    >
      <NoteIcon size={11} aria-hidden /> Add a note
    </button>
  ) : (
    <button
      ref={button}
      type="button"
      onClick={edit}
      title="Edit the note"
      className="mt-2 block w-full border-l-2 border-line2 pl-3 text-left touch:min-h-11 text-small break-words text-text2 hover:border-accent"
    >
      {note}
    </button>
  );
}
