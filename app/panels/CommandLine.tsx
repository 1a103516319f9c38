import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { completions, parseCommand, type Suggestion, type TextError } from '../../src/index.ts';
import { act, ACTIONS } from '../commands/actions.ts';
import { useKernelState, usePlayground, useUi, useWorkspace } from '../workspace/context.ts';
import { Button } from '../ui/Button.tsx';
import { ChevronRight } from '../ui/icons.tsx';
import { HelpText } from './HelpText.tsx';

const MOST_SUGGESTIONS = 8;

/** A mistake with the line that it is in, and the characters marked. */
function Mistake({ line, error }: { readonly line: string; readonly error: TextError }) {
  const end = error.at + error.length;
  return (
    <div role="alert" className="border-t border-ref bg-ref-soft px-4 py-2 text-small">
      <div className="overflow-x-auto font-mono whitespace-pre">
        {line.slice(0, error.at)}
        <mark className="bg-transparent text-ref-text underline decoration-wavy underline-offset-4">
          {line.slice(error.at, end) || ' '}
        </mark>
        {line.slice(end)}
      </div>
      <div className="text-ref-text">{error.message}</div>
    </div>
  );
}

/** Lines as one that can be edited and run; comments can't stand in it. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('; ');
}

interface Draft {
  readonly text: string;
  readonly cursor: number;
}

const EMPTY: Draft = { text: '', cursor: 0 };

/** Calls by typing: completion, history, and errors that point at the character. Focused when it was asked for. */
export function CommandLine({ focused = false }: { readonly focused?: boolean }) {
  const workspace = useWorkspace();
  const wanted = useUi((ui) => ui.asked.type);
  const run = usePlayground((state) => state.run);
  const state = useKernelState();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [mistake, setMistake] = useState<{ readonly line: string; readonly error: TextError } | null>(null);
  /** What help is shown about: a call, or everything; null shows none. */
  const [help, setHelp] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const [open, setOpen] = useState(false);
  const [history, setHistory] = useState<readonly string[]>([]);
  const [recalled, setRecalled] = useState<number | null>(null);
  /** What stood in the line before an older one was recalled. */
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const answered = useRef(wanted);
  useEffect(() => {
    if (wanted === answered.current) return;
    answered.current = wanted;
    input.current?.focus();
  }, [wanted]);
  const suggestions = useMemo(
    () => (open ? completions(draft.text, draft.cursor, state).slice(0, MOST_SUGGESTIONS) : []),
    [open, draft, state],
  );

  const write = (text: string, cursor = text.length): void => {
    setChosen(0);
    setMistake(null);
    // At once: a key that is pressed before the next frame must find the caret in its place.
    flushSync(() => {
      setDraft({ text, cursor });
    });
    input.current?.setSelectionRange(cursor, cursor);
  };

  const take = (suggestion: Suggestion): void => {
    const text = draft.text.slice(0, suggestion.from) + suggestion.insert + draft.text.slice(suggestion.to);
    write(text, suggestion.from + suggestion.insert.length);
    setOpen(true);
    input.current?.focus();
  };

  /** Makes the calls; `kept` stands in the field when one of them is a mistake, so that nothing has to be written again. */
  const submit = (lines: readonly string[], kept: string, unit: 'call' | 'line'): void => {
    const numbered = lines
      .map((text, index) => ({ line: text.trim(), number: index + 1 }))
      .filter(({ line }) => line !== '' && !line.startsWith('#'));
    const calls = numbered.map(({ line }) => line);
    setOpen(false);
    if (calls.length === 0) {
      write('');
      return;
    }
    const word = calls.length === 1 ? (calls[0] ?? '') : '';
    const named = ACTIONS.find((one) => one.id === word);
    if (named !== undefined) {
      const done = act(workspace, named);
      write(done ? '' : word);
      if (!done) {
        const message = named.needs ?? 'This can not be done now.';
        setMistake({ line: word, error: { message, at: 0, length: word.length } });
      }
      return;
    }
    if (/^(help|\?)(\s|$)/.test(word)) {
      setHelp(word.split(/\s+/)[1] ?? '');
      write('');
      return;
    }
    const commands = [];
    for (const { line, number } of numbered) {
      const parsed = parseCommand(line);
      if (!parsed.ok) {
        // All or nothing: a paste with a mistake in it makes no call.
        write(calls.length === 1 ? line : kept);
        const message =
          calls.length === 1
            ? parsed.error.message
            : `${parsed.error.message.replace(/[.?]$/, '')}. That is ${unit} ${number} of ${lines.length}; none of them was run`;
        setMistake({ line, error: { ...parsed.error, message } });
        return;
      }
      commands.push(parsed.command);
    }
    run(...commands);
    setHistory((before) => [...before.filter((line) => !calls.includes(line)), ...calls].slice(-200));
    setRecalled(null);
    setHelp(null);
    setChosen(0);
    setMistake(null);
    // An empty line has one place for the caret: it is drawn with what the call changed, not before.
    setDraft({ text: '', cursor: 0 });
  };

  const submitTyped = (): void => {
    submit(draft.text.split(';'), draft.text, 'call');
  };

  const recall = (step: -1 | 1): void => {
    const at = (recalled ?? history.length) + step;
    if (at < 0 || at > history.length) return;
    if (recalled === null) setTyped(draft.text);
    setRecalled(at === history.length ? null : at);
    write(history[at] ?? (recalled === null ? draft.text : typed));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { key } = event;
    const listing = suggestions.length > 0;
    if (key === 'Enter') submitTyped();
    else if (key === 'Tab' && listing && !event.shiftKey) take(suggestions[chosen] ?? (suggestions[0] as Suggestion));
    else if (key === 'ArrowDown' && listing) setChosen((chosen + 1) % suggestions.length);
    else if (key === 'ArrowUp' && listing) setChosen((chosen + suggestions.length - 1) % suggestions.length);
    else if (key === 'ArrowUp') recall(-1);
    else if (key === 'ArrowDown') recall(1);
    else if (key === 'Escape' && (listing || help !== null || mistake !== null)) {
      setOpen(false);
      setHelp(null);
      setMistake(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative shrink-0 border-t border-line">
      {help !== null && (
        <HelpText
          about={help}
          onClose={() => {
            setHelp(null);
          }}
        />
      )}
      {mistake !== null && <Mistake {...mistake} />}
      {suggestions.length > 0 && (
        <ul
          id={list}
          role="listbox"
          aria-label="Suggestions"
          className="absolute bottom-full left-3 z-30 m-0 mb-1 max-h-72 w-110 max-w-[95vw] list-none overflow-y-auto rounded-card border border-line2 bg-raised p-1 shadow-float"
        >
          {suggestions.map((suggestion, index) => (
            <li
              key={suggestion.label}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                take(suggestion);
              }}
              className={`flex cursor-pointer items-baseline gap-3 rounded-tag px-2 py-1 touch:min-h-11 ${index === chosen ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
            >
              <span className="font-mono text-small whitespace-nowrap">{suggestion.label}</span>
              <span className="truncate text-label text-text2">{suggestion.detail}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="flex h-10.5 items-center touch:h-14 gap-2 bg-panel pr-2 pl-3 focus-within:shadow-[inset_0_0_0_2px_var(--accent)]">
        <ChevronRight size={14} className="shrink-0 text-accent" aria-hidden />
        <input
          ref={input}
          type="text"
          autoFocus={focused}
          aria-label="Command"
          aria-autocomplete="list"
          aria-controls={suggestions.length > 0 ? list : undefined}
          aria-activedescendant={suggestions.length > 0 ? `${list}-${chosen}` : undefined}
          aria-invalid={mistake !== null}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          placeholder="hwpt_alloc dev_id=2 pt_id=1 — or help"
          value={draft.text}
          onChange={(event) => {
            setDraft({ text: event.target.value, cursor: event.target.selectionStart ?? event.target.value.length });
            setOpen(event.target.value.trim() !== '');
            setChosen(0);
            setMistake(null);
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (!text.trim().includes('\n')) return;
            event.preventDefault();
            // What is typed stays: the lines stand where they would stand in a longer field.
            const { selectionStart, selectionEnd, value } = event.currentTarget;
            const from = selectionStart ?? value.length;
            const whole = value.slice(0, from) + text + value.slice(selectionEnd ?? from);
            const lines = whole.split(/\r\n|\r|\n/);
            submit(lines, joined(lines), 'line');
          }}
          onBlur={() => {
            setOpen(false);
          }}
          className="h-full min-w-4 flex-1 bg-transparent font-mono text-small outline-none focus-visible:outline-none placeholder:text-text3"
        />
        <Button
          look="quiet"
          className="!h-7 !px-2 !text-small touch:!h-11 touch:!px-4 touch:!border-line2"
          onClick={() => {
            submitTyped();
          }}
        >
          Run
        </Button>
      </div>
    </div>
  );
}
