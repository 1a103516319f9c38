import { Dialog } from '../ui/Dialog.tsx';

interface ProblemProps {
  readonly title: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** Something could not be done, and why. */
export function Problem({ title, text, onClose }: ProblemProps) {
  return (
    <Dialog open title={title} onClose={onClose}>
      <p className="text-body break-words">{text}</p>
      <p className="mt-2 text-small text-text2">Nothing has changed.</p>
    </Dialog>
  );
}
