import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Trace } from '../../src/index.ts';
import { usePlayground, useUi } from '../workspace/context.ts';
import { openFile, openTrace } from '../store/files.ts';
import { Button } from '../ui/Button.tsx';
import { useNotify } from '../store/useKeeping.ts';
import { OpenIcon } from '../ui/icons.tsx';
import { lazyPart } from '../ui/lazyPart.tsx';
import { useDroppedFile } from './useDroppedFile.ts';

const TracePicker = lazyPart({
  name: 'The list of traces',
  load: () => import('./TracePicker.tsx'),
  pick: (module) => module.TracePicker,
});

/** Opens a document or kernel traces, chosen or dropped anywhere on the page. What can't be read leaves everything as it is. */
export function OpenFile({ className }: { readonly className: string }) {
  const open = usePlayground((state) => state.open);
  const report = useUi((state) => state.report);
  const wanted = useUi((state) => state.asked['choose-file']);
  const notify = useNotify();
  const input = useRef<HTMLInputElement>(null);
  const [traces, setTraces] = useState<{ readonly file: string; readonly traces: readonly Trace[] } | null>(null);
  const [reading, setReading] = useState(false);
  const answered = useRef(wanted);
  useEffect(() => {
    if (wanted === answered.current) return;
    answered.current = wanted;
    input.current?.click();
  }, [wanted]);

  const read = async (file: File): Promise<void> => {
    setReading(true);
    try {
      const opened = await openFile(file);
      if (!opened.ok) report('The file was not opened', opened.error);
      else if (opened.value.kind === 'document') open(opened.value.document);
      else setTraces(opened.value);
    } catch (cause) {
      report('The file was not opened', `${file.name}: ${String(cause)}`);
    } finally {
      setReading(false);
    }
  };

  const dragged = useDroppedFile(({ file, folder, count }) => {
    if (folder) {
      report('The file was not opened', `${file.name} is a folder. Drop a file from it instead.`);
      return;
    }
    if (count > 1) notify(`${count} files were dropped. Only the first is read: ${file.name}.`);
    void read(file);
  });

  return (
    <>
      {dragged &&
        createPortal(
          <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-box border-2 border-dashed border-text2 bg-panel text-head font-semibold">
            Drop a document or a kernel trace to open it
          </div>,
          document.body,
        )}
      <input
        ref={input}
        type="file"
        aria-label="Open file"
        tabIndex={-1}
        accept=".json,.jsonl,.gz,application/json,application/gzip"
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void read(file);
        }}
      />
      <Button
        disabled={reading}
        className={className}
        title="Open a document, or kernel traces (.json, .jsonl, .jsonl.gz)"
        onClick={() => {
          input.current?.click();
        }}
      >
        <OpenIcon size={15} aria-hidden />
        {reading ? 'Reading …' : 'Open'}
      </Button>
      {traces !== null && (
        <TracePicker
          file={traces.file}
          traces={traces.traces}
          onClose={() => {
            setTraces(null);
          }}
          onPick={(trace) => {
            setTraces(null);
            const document = openTrace(trace);
            if (document.ok) open(document.value);
            else report('The trace was not opened', document.error);
          }}
        />
      )}
    </>
  );
}
