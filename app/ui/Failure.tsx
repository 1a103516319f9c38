import { use, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { detailsOf, PartNotLoaded, RescueContext } from './errors.ts';
import { useWhenKept } from './useWhenKept.ts';

/** What is known of an error, folded, with a button that copies it. */
export function Details({ text }: { readonly text: string }) {
  const lines = useRef<HTMLPreElement>(null);
  const [copied, setCopied] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('Copied.');
    } catch {
      // Without a secure address, or against the person's will, a page can't copy.
      if (lines.current !== null) window.getSelection()?.selectAllChildren(lines.current);
      setCopied('The browser does not let the page copy. The details are selected: copy them yourself.');
    }
  };
  return (
    <details className="text-small">
      <summary className="cursor-pointer py-1 text-text2 touch:py-3">Details</summary>
      <pre
        ref={lines}
        tabIndex={0}
        aria-label="Details of the error"
        className="m-0 max-h-40 overflow-auto rounded-card bg-sunken p-2 font-mono text-label whitespace-pre-wrap break-words select-text"
      >
        {text}
      </pre>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button onClick={() => void copy()}>Copy the details</Button>
        <span role="status">{copied}</span>
      </div>
    </details>
  );
}

/** Saves the open document as a file, whatever else has failed. Nothing where there is no document. */
export function SaveDocument() {
  const rescue = use(RescueContext);
  return rescue === null ? null : <Button onClick={rescue.save}>Save my document</Button>;
}

/** Loads the page again once the document is kept; says so when it is not, and asks once more. */
function ReloadPage() {
  const { lost, ask } = useWhenKept(() => {
    window.location.reload();
  });
  return (
    <>
      <Button onClick={ask}>
        {lost ? 'Reload, and lose the document' : 'Reload the page (your document is kept)'}
      </Button>
      {lost && (
        <p role="status" className="m-0 w-full text-small text-ref-text">
          This browser does not keep the document. Save it first.
        </p>
      )}
    </>
  );
}

interface FailureProps {
  /** What failed, as the beginning of a sentence: "The outline". */
  readonly name: string;
  readonly error: unknown;
  /** React's component stack. */
  readonly components: string;
  /** The whole page failed. */
  readonly whole: boolean;
  readonly onRetry: () => void;
}

/** What stands in the place of a part that failed: what it is, and what can be done. */
export function Failure({ name, error, components, whole, onRetry }: FailureProps) {
  const notLoaded = error instanceof PartNotLoaded;
  return (
    <div role="alert" className="flex max-h-full flex-col items-start gap-2 overflow-auto bg-panel p-3 text-text">
      <p className="m-0 text-body">
        {notLoaded ? (
          <>
            <b>{name} could not be loaded.</b> Is the server there? It may have a newer version of the page by now.
          </>
        ) : (
          <>
            <b>{name} could not be shown.</b> The page made a mistake. Your document is still here.
          </>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
        <SaveDocument />
        {(notLoaded || whole) && <ReloadPage />}
      </div>
      <Details text={detailsOf(error, components)} />
    </div>
  );
}
