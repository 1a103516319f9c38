import { ALIASES, OPS, specOf, type FieldSpec } from '../../src/index.ts';
import { IconButton } from '../ui/Button.tsx';
import { CloseIcon } from '../ui/icons.tsx';

const SPECS = OPS.map((op) => ({ op, ...specOf(op) }));

/** What a field takes, and what it is when it is left out. */
function meaningOf(field: FieldSpec): string {
  const needed = field.default === undefined ? '' : ', may be left out';
  switch (field.kind) {
    case 'id':
      return `an object id (${field.refers})${needed}`;
    case 'machine-id':
      return `the number of a ${field.refers}${needed}`;
    case 'u64':
      return `a 64-bit ${field.means}, as 0x1000 or 512K${needed}`;
    case 'count':
      return `a number${needed}`;
    case 'flag':
      return `yes or no; the name alone is yes${needed}`;
    case 'choice':
      return `${field.of.map((one) => one || 'none').join(', ')}${needed}`;
    case 'ranges':
      return `ranges, as 0x1000-0xffff,0x20000-0x2ffff${needed}`;
    case 'regions':
      return `reserved regions, as msi:0xfee00000-0xfeefffff${needed}`;
    case 'text':
      return `a word${needed}`;
  }
}

/** Every call with its fields, for the command line's `help`. */
export function HelpText({ about, onClose }: { readonly about: string; readonly onClose: () => void }) {
  const asked = ALIASES[about] ?? about;
  const found = SPECS.filter((spec) => spec.op.includes(asked));
  const shown = found.length > 0 ? found : SPECS;
  return (
    <section
      aria-label="Help"
      className="absolute inset-x-2 bottom-full z-30 mb-1 max-h-80 overflow-y-auto rounded-card border border-line2 bg-raised p-3 text-small shadow-float"
    >
      <div className="flex items-center justify-between">
        <h3 className="text-body font-semibold">Calls</h3>
        <IconButton name="Close help" onClick={onClose}>
          <CloseIcon size={14} aria-hidden />
        </IconButton>
      </div>
      {found.length === SPECS.length || found.length === 0 ? (
        <p className="text-text2">
          {found.length === 0 && <span className="text-ref-text">There is no call {about.slice(0, 40)}. </span>}
          Write a call and its fields as <code>name=value</code>; flags by name alone. Tab completes, ↑ recalls. Several
          lines can be pasted at once. Short:{' '}
          {Object.entries(ALIASES)
            .slice(0, 12)
            .map(([short, op]) => `${short} = ${op}`)
            .join(', ')}
          .
        </p>
      ) : null}
      <dl className="mt-2 grid grid-cols-1 gap-x-4 gap-y-1.5">
        {shown.map((spec) => (
          <div key={spec.op}>
            <dt className="font-mono text-label">
              <span className="font-semibold">{spec.op}</span>{' '}
              <span className="text-text2">
                {spec.fields.map((field) => (field.default === undefined ? field.name : `[${field.name}]`)).join(' ')}
              </span>
            </dt>
            <dd className="m-0 text-label text-text2">
              {spec.summary}
              {found.length < 3 && found.length > 0 && (
                <ul className="m-0 mt-1 list-none p-0">
                  {spec.fields.map((field) => (
                    <li key={field.name}>
                      <span className="font-mono text-text">{field.name}</span>: {meaningOf(field)}
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
