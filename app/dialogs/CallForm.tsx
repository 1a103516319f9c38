import { useId, useMemo, useState } from 'react';
import {
  completions,
  describe,
  DRIVERS,
  explain,
  fitting,
  isMachineChange,
  parseCommand,
  specOf,
  step,
  unitHas,
  type Command,
  type CommandSpec,
  type FieldSpec,
  type Op,
  type Outcome,
  type Parsed,
  type Refers,
  type RuleSet,
  type State,
} from '../../src/index.ts';
import { useKernelState, usePlayground, useRules, useUi } from '../workspace/context.ts';
import type { CallDraft } from '../workspace/ui.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ErrnoChip, LegalChip } from '../ui/Tags.tsx';
import { partName } from '../view/words.ts';
import { firstValues, textOf } from './callFields.ts';

type Values = Readonly<Record<string, string>>;

/** The fields that the form shows: of a unit those that units of its driver have. */
function shownFields(op: Op, values: Values): readonly FieldSpec[] {
  const driver = DRIVERS.find((one) => one === values['driver']);
  const { fields } = specOf(op);
  return driver === undefined ? fields : fields.filter(({ key }) => unitHas(driver, key));
}

/** The line that the form stands for; flags and empty optional fields as the command line has them. */
function lineOf(op: Op, values: Values): string {
  const words = shownFields(op, values).flatMap((field) => {
    const value = (values[field.key] ?? '').trim();
    if (value === '' && field.kind !== 'choice') return [];
    if (field.kind === 'choice' && value === '' && !field.of.includes('')) return [];
    // In a name, spaces are written as underscores; in a number they only part its digits.
    const word = value.replaceAll(/\s+/g, field.kind === 'u64' ? '' : field.kind === 'text' ? '_' : ' ');
    return [`${field.name}=${word === '' ? 'none' : word}`];
  });
  return [op, ...words].join(' ');
}

/** The field whose text is more than one word of a call, or null. */
function wordsIn(spec: CommandSpec, values: Values): FieldSpec | null {
  return (
    spec.fields.find((field) => {
      const text = (values[field.key] ?? '').trim();
      return field.kind === 'text' || field.kind === 'u64' ? text.includes('#') : /[\s#]/.test(text);
    }) ?? null
  );
}

interface Verdict {
  readonly answer: string;
  readonly brief: string;
}

function verdictOf(rules: RuleSet, state: State, line: string): Verdict | null {
  const parsed = parseCommand(line);
  if (!parsed.ok) return null;
  const outcome: Outcome = step(rules, state, parsed.command);
  const explanation = explain(rules, state, parsed.command, outcome);
  return { answer: explanation.answer, brief: explanation.brief ?? '' };
}

interface ChoiceOf {
  readonly value: string;
  readonly label: string;
}

/** The call adds the part, so that its number is a new one; a group is made by its first device. */
const isNew = (op: Op, part: 'device' | 'unit' | 'group'): boolean =>
  part === 'group' || op === (part === 'unit' ? 'plug_unit' : 'plug_device');

function partsOf({ machine }: State, part: 'device' | 'unit' | 'group'): readonly ChoiceOf[] {
  const parts = part === 'unit' ? machine.units : machine.devices;
  return [...parts.values()].map(({ id, name }) => ({
    value: String(id),
    label: name === '' ? `${part} ${id}` : `${part} ${id} · ${partName(name)}`,
  }));
}

function choicesOf(state: State, op: Op, field: FieldSpec): readonly ChoiceOf[] | null {
  if (field.kind === 'id') {
    return fitting(state, field.refers).map((object) => ({
      value: String(object.id),
      label: `${object.id} · ${describe(object)}`,
    }));
  }
  if (field.kind === 'machine-id' && !isNew(op, field.refers)) return partsOf(state, field.refers);
  if (field.kind === 'choice') return field.of.map((value) => ({ value, label: value === '' ? 'none' : value }));
  if (field.kind === 'flag') {
    return [
      ...(field.name === 'fixed' ? [{ value: '', label: 'when an IOVA is given' }] : []),
      { value: 'yes', label: 'yes' },
      { value: 'no', label: 'no' },
    ];
  }
  return null;
}

interface FieldProps {
  readonly op: Op;
  readonly field: FieldSpec;
  readonly values: Values;
  readonly onChange: (value: string) => void;
}

const CONTROL = 'mt-0.5 h-9 w-full touch:h-11 rounded-button border border-line2 bg-panel px-2 font-mono text-small';

function Field({ op, field, values, onChange }: FieldProps) {
  const fillIn = useUi((open) => open.fillIn);
  const state = useKernelState();
  const rules = useRules();
  const choices = choicesOf(state, op, field);
  const value = values[field.key] ?? '';
  const id = useId();
  const judged = useMemo(
    () =>
      choices?.map((choice) => ({
        ...choice,
        verdict: verdictOf(rules, state, lineOf(op, { ...values, [field.key]: choice.value })),
      })) ?? [],
    [choices, rules, state, op, values, field.key],
  );
  const known = judged.some((choice) => choice.value === value);
  const hints = choices === null ? completions(`${op} ${field.name}=`, `${op} ${field.name}=`.length, state) : [];
  return (
    <div>
      <label htmlFor={id} className="font-mono text-small font-semibold">
        {field.name}
      </label>
      {choices === null ? (
        <input
          id={id}
          value={value}
          list={hints.length > 0 ? `${id}-hints` : undefined}
          placeholder={field.default === undefined ? '' : `left out: ${textOf(field, field.default) || 'none'}`}
          onChange={(event) => {
            onChange(event.target.value);
          }}
          spellCheck={false}
          autoComplete="off"
          className={CONTROL}
        />
      ) : (
        <select
          id={id}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
          className={CONTROL}
        >
          {!known && <option value={value}>{value === '' ? 'choose …' : `${value} · not there`}</option>}
          {judged.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
              {choice.verdict === null || choice.verdict.answer === '0'
                ? ''
                : ` — ${choice.verdict.answer}: ${choice.verdict.brief}`}
            </option>
          ))}
        </select>
      )}
      {field.kind === 'machine-id' &&
        field.refers === 'unit' &&
        op === 'plug_device' &&
        state.machine.units.size === 0 && (
          <p className="mt-1 flex items-center gap-2 text-label text-text2">
            There is no unit yet.
            <Button
              className="!h-7 !text-small touch:!h-11"
              onClick={() => {
                fillIn('plug_unit');
              }}
            >
              Add a unit first
            </Button>
          </p>
        )}
      {choices?.length === 0 && field.kind === 'id' && <p className="text-label text-text2">{FIRST[field.refers]}</p>}
      {hints.length > 0 && (
        <datalist id={`${id}-hints`}>
          {hints.map((hint) => (
            <option key={hint.label} value={hint.label} label={hint.detail} />
          ))}
        </datalist>
      )}
    </div>
  );
}

/** What makes the objects that a field could name, for when there is none. */
const FIRST: Readonly<Record<Refers, string>> = {
  ioas: 'There is no IOAS yet: ioas_alloc makes one.',
  hwpt: 'There is no page table yet: hwpt_alloc makes one.',
  'device-object': 'No device is bound yet: device_bind binds one.',
  pt: 'There is nothing to attach to yet: ioas_alloc makes an IOAS.',
  any: 'There are no objects yet.',
};

interface CallFormProps {
  readonly draft: CallDraft;
  /** Is told what was filled in when the call was not made. */
  readonly onClose: (values?: Values) => void;
}

/** The same form, opened with the same fields. */
function sameForm(a: CallDraft, b: CallDraft): boolean {
  return lineOf(a.op, asTexts(a)) === lineOf(b.op, asTexts(b));
}

const asTexts = ({ op, fields }: CallDraft): Values =>
  Object.fromEntries(
    specOf(op).fields.flatMap((field) => (field.key in fields ? [[field.key, textOf(field, fields[field.key])]] : [])),
  );

/** A call as a form: legal choices are marked, and the answer stands there before the call is made. */
export function CallForm({ draft, onClose }: CallFormProps) {
  const { op } = draft;
  const spec = specOf(op);
  const state = useKernelState();
  const rules = useRules();
  const run = usePlayground((playground) => playground.run);
  const selection = usePlayground((playground) => playground.selection);
  const fresh = (): Values => firstValues(state, op, draft.fields, selection);
  const left = useUi((ui) => ui.halfFilled);
  const [goesOn, setGoesOn] = useState(() => left !== null && sameForm(left.draft, draft));
  const [values, setValues] = useState<Values>(() => (goesOn && left !== null ? left.values : fresh()));
  const [changed, setChanged] = useState(goesOn);
  const leave = (): void => {
    onClose(changed ? values : undefined);
  };
  const line = lineOf(op, values);
  const wordy = wordsIn(spec, values);
  const parsed: Parsed =
    wordy === null
      ? parseCommand(line)
      : {
          ok: false,
          error: {
            message:
              wordy.kind === 'text' || wordy.kind === 'u64'
                ? `${wordy.name} is written without #`
                : `${wordy.name} is one word, without spaces and without #`,
            at: 0,
            length: 0,
          },
        };
  const explanation = parsed.ok ? explain(rules, state, parsed.command, step(rules, state, parsed.command)) : null;

  const submit = (command: Command): void => {
    run(command);
    onClose();
  };

  return (
    <Dialog open title={spec.title} onClose={leave}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed.ok) submit(parsed.command);
        }}
      >
        <p className="text-small text-text2">
          {spec.summary.charAt(0).toUpperCase() + spec.summary.slice(1)}: <code className="text-label">{op}</code>
          {spec.ioctl !== null && <code className="text-label">, {spec.ioctl}</code>}
        </p>
        <div className="mt-3 grid grid-cols-1 gap-3 sm:grid-cols-2">
          {shownFields(op, values).map((field) => (
            <Field
              key={field.key}
              op={op}
              field={field}
              values={values}
              onChange={(value) => {
                setChanged(true);
                setValues((before) => ({ ...before, [field.key]: value }));
              }}
            />
          ))}
        </div>
        <div className="sticky -bottom-4 -mx-4 -mb-4 mt-4 border-t border-line bg-panel px-4 pt-3 pb-4">
          <div className="rounded-card bg-sunken p-3" role="status">
            <code className="block text-small break-words">{line}</code>
            <div className="mt-2 flex items-start gap-2">
              {!parsed.ok && <span className="text-small text-ref-text">{parsed.error.message}.</span>}
              {explanation !== null && (
                <>
                  {explanation.answer === '0' ? <LegalChip /> : <ErrnoChip errno={explanation.answer} predicted />}
                  <span className="text-small text-text2">
                    {explanation.answer === '0' && 'Afterwards: '}
                    {explanation.sentence}
                  </span>
                </>
              )}
            </div>
          </div>
          <div className="mt-3 flex justify-end gap-2">
            {goesOn && (
              <Button
                look="quiet"
                onClick={() => {
                  setGoesOn(false);
                  setChanged(false);
                  setValues(fresh());
                }}
              >
                Start afresh
              </Button>
            )}
            <Button onClick={leave}>Cancel</Button>
            <Button look="primary" type="submit" disabled={!parsed.ok}>
              {parsed.ok && isMachineChange(parsed.command)
                ? 'Change the machine'
                : explanation === null || explanation.answer === '0'
                  ? 'Make the call'
                  : 'Make the call all the same'}
            </Button>
          </div>
        </div>
      </form>
    </Dialog>
  );
}
