import { Details, SaveDocument } from '../ui/Failure.tsx';
import { PlainDialog } from '../ui/PlainDialog.tsx';

interface ProblemProps {
  readonly title: string;
  readonly text: string;
  /** What is known of an error of the page itself. */
  readonly details?: string;
  readonly onClose: () => void;
}

/** Something could not be done, and why. */
export function Problem({ title, text, details, onClose }: ProblemProps) {
  return (
    <PlainDialog title={title} onClose={onClose}>
      <p className="m-0 text-body break-words">{text}</p>
      {details === undefined ? (
        <p className="mt-2 mb-0 text-small text-text2">Nothing has changed.</p>
      ) : (
        <div className="mt-3 flex flex-col items-start gap-2">
          <SaveDocument />
          <Details text={details} />
        </div>
      )}
    </PlainDialog>
  );
}
