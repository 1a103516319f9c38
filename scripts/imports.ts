/** What a file of TypeScript imports: values and types, statically and when it runs. */
import { parseSync } from 'vite';

export interface Import {
  /** As it is written: `./a.ts`, `react`. Null where it is no plain string. */
  readonly specifier: string | null;
  /** Of the file, from 1. */
  readonly line: number;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const IMPORTS: ReadonlySet<unknown> = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** `new URL('./a.ts', import.meta.url)`: how a worker is named. */
function urlOfModule({ type, callee, arguments: given }: Fields): Fields | null {
  if (type !== 'NewExpression' || !isFields(callee) || callee['name'] !== 'URL' || !Array.isArray(given)) return null;
  const [first, second]: readonly unknown[] = given;
  return given.length === 2 && isFields(first) && isFields(second) && second['type'] === 'MemberExpression'
    ? first
    : null;
}

/** The expression that names the module, or null when the node imports nothing. */
function sourceOf(node: Fields): Fields | null {
  if (!IMPORTS.has(node['type'])) return urlOfModule(node);
  return isFields(node['source']) ? node['source'] : null;
}

function* sourcesIn(value: unknown): Generator<Fields> {
  if (!isFields(value)) return;
  const source = sourceOf(value);
  if (source !== null) yield source;
  for (const child of Object.values(value)) yield* sourcesIn(child);
}

/**
 * All imports of a file, in the order of its text: `import`, `import type`, `export … from`, `import()`, `import('…').Type`
 * and `new URL('…', import.meta.url)`. Throws when the text is not TypeScript.
 */
export function importsOf(file: string, text: string): Import[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  return [...sourcesIn(program)].map(({ start, value }) => ({
    specifier: typeof value === 'string' ? value : null,
    line: text.slice(0, Number(start)).split('\n').length,
  }));
}
