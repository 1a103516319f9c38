import { useEffect, useState } from 'react';
import { callsToMarkdown, choiceTitle, printCommand, printMachine, rulesFor } from '../../src/index.ts';
import { useAct } from '../commands/useActions.ts';
import { usePlayground } from '../workspace/context.ts';
import { encodeLink } from '../store/share.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

type Copied = 'link' | 'markdown' | 'script' | 'failed' | null;

/** Links longer than this are cut off by some mail programs. */
const LONG_LINK = 2000;

/** The document as a link, as Markdown, or as a script for the command line. */
export function Share({ onClose }: { readonly onClose: () => void }) {
  const act = useAct();
  const document = usePlayground((state) => state.document);
  const frames = usePlayground((state) => state.frames);
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [copied, setCopied] = useState<Copied>(null);

  useEffect(() => {
    let current = true;
    encodeLink(document).then(
      (hash) => {
        if (!current) return;
        setLink(hash.ok ? window.location.href.replace(/#.*$/, '') + hash.value : null);
        setProblem(hash.ok ? null : hash.error);
      },
      (error: unknown) => {
        if (!current) return;
        setLink(null);
        setProblem(`The link could not be made: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    return () => {
      current = false;
    };
  }, [document]);

  const copy = async (what: Exclude<Copied, null>, text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(what);
    } catch {
      setCopied('failed');
    }
  };

  const markdown = (): string =>
    callsToMarkdown(
      document.name,
      choiceTitle(document.rules),
      rulesFor(document.rules),
      frames.map(({ entry, before, outcome }) => ({
        command: entry.command,
        before,
        outcome,
        ...(entry.note === undefined ? {} : { note: entry.note }),
      })),
    );
  const script = (): string =>
    [
      '# The machine: without the # these lines build it on a blank one.',
      ...printMachine(document.machine).map((line) => `# ${line}`),
      ...frames.map((frame) => printCommand(frame.entry.command)),
      '',
    ].join('\n');

  return (
    <Dialog open title="Share" onClose={onClose}>
      <label className="block text-small font-semibold text-text2" htmlFor="share-link">
        Link with everything in it
      </label>
      <input
        id="share-link"
        readOnly
        value={link ?? (problem === null ? 'Packing …' : 'No link')}
        onFocus={(event) => {
          event.target.select();
        }}
        className="mt-1 h-9 w-full rounded-button border border-line2 bg-sunken px-2 font-mono text-small"
      />
      {problem !== null && (
        <p role="alert" className="mt-2 text-small break-words">
          {problem}
        </p>
      )}
      <p className="mt-1 text-label text-text2">
        {link === null ? '' : `${link.length.toLocaleString('en')} characters. `}
        {link !== null && link.length > LONG_LINK && 'Some mail programs cut such long links; a file is safer. '}
        Machine, calls, notes, places and rule set are in the part behind #, which never reaches a server.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={link === null}
          onClick={() => {
            if (link !== null) void copy('link', link);
          }}
        >
          Copy link
        </Button>
        <Button
          onClick={() => {
            void copy('markdown', markdown());
          }}
        >
          Copy as Markdown
        </Button>
        <Button
          onClick={() => {
            void copy('script', script());
          }}
        >
          Copy as a script
        </Button>
        <Button
          onClick={() => {
            act('save');
          }}
        >
          Save as a file
        </Button>
      </div>
      <p role="status" className="mt-2 min-h-4.5 text-small text-text2">
        {copied === 'failed' && 'The browser does not let this page copy. Select the link and copy it yourself.'}
        {copied !== null && copied !== 'failed' && `Copied the ${copied}.`}
      </p>
    </Dialog>
  );
}
