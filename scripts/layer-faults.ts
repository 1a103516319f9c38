/** Which folder may import which, and what breaks that. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importsOf, type Import } from './imports.ts';

/** A tree of folders. A folder imports itself and the folders before it; the files beside the folders import all of them. */
export interface Tree {
  /** Folders that stand in one row do not import each other. */
  readonly order: readonly (readonly string[])[];
  /** The files of other trees that it may import. */
  readonly doors: readonly string[];
  /** It may import packages, and what Node brings. */
  readonly packages: boolean;
}

export interface Layers {
  readonly trees: Readonly<Record<string, Tree>>;
  /** Files that import a part again by an address that is known only when the page runs. */
  readonly anything: readonly string[];
  /** Packages that one folder alone imports. */
  readonly owners: Readonly<Record<string, string>>;
}

/** The one table of layers: a new folder gets its place here. */
export const LAYERS: Layers = {
  trees: {
    src: {
      order: [
        ['uapi'],
        ['address'],
        ['model'],
        ['kinds'],
        ['rules'],
        ['drivers', 'kernels'],
        ['ops'],
        ['rulesets'],
        ['engine'],
        ['text'],
        ['scenarios'],
      ],
      doors: [],
      packages: false,
    },
    app: {
      order: [['view'], ['ui'], ['workspace'], ['store'], ['commands'], ['canvas'], ['panels', 'dialogs'], ['modes']],
      doors: ['src/index.ts'],
      packages: true,
    },
  },
  anything: ['app/ui/lazyPart.tsx'],
  owners: { '@xyflow/react': 'app/canvas' },
};

export interface Fault {
  /** From the root of the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Where a file stands: its tree, its folder in the tree, and the folder's row. A file beside the folders has none. */
interface Place {
  readonly tree: string;
  readonly folder: string | null;
  readonly row: number;
}

function placeOf(file: string, { trees }: Layers): Place {
  const [tree = '', folder, ...rest] = file.split('/');
  if (folder === undefined || rest.length === 0) return { tree, folder: null, row: Infinity };
  return { tree, folder, row: trees[tree]?.order.findIndex((row) => row.includes(folder)) ?? -1 };
}

/** What is wrong with an import of a file of the project, or null. */
function faultInside(from: Place, file: string, layers: Layers): string | null {
  const to = placeOf(file, layers);
  const tree = layers.trees[from.tree];
  if (to.tree !== from.tree) {
    if (tree?.doors.includes(file) === true) return null;
    return `${from.tree} does not import ${file}${tree?.doors.map((door) => `, only ${door}`).join('') ?? ''}`;
  }
  if (from.folder === null || from.folder === to.folder || to.row < from.row) return null;
  return `${from.tree}/${from.folder} does not import ${file}: ${to.folder ?? 'what is beside the folders'} does not stand before it`;
}

/** The package's name without the path inside it. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** What is wrong with an import of a package, or null. */
function faultOutside({ tree, folder }: Place, specifier: string, { trees, owners }: Layers): string | null {
  if (trees[tree]?.packages !== true) return `${tree} imports no package, and ${specifier} is one`;
  const owner = owners[packageOf(specifier)];
  return owner === undefined || owner === `${tree}/${folder}` ? null : `only ${owner} imports ${specifier}`;
}

/** The file of the project that is meant, from its root, or null for a package. */
const targetOf = (file: string, specifier: string): string | null =>
  specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null;

function faultOf(file: string, { specifier }: Import, layers: Layers): string | null {
  const from = placeOf(file, layers);
  if (specifier === null && layers.anything.includes(file)) return null;
  if (specifier === null) return 'the name of what is imported here is no plain string, so nobody can check it';
  const target = targetOf(file, specifier);
  return target === null ? faultOutside(from, specifier, layers) : faultInside(from, target, layers);
}

/** The imports of each file of the trees, by the file's path from the root. */
function readTrees(root: string, layers: Layers): Map<string, Import[]> {
  const files = Object.keys(layers.trees).flatMap((tree) =>
    readdirSync(join(root, tree), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => posix.join(tree, name.replaceAll('\\', '/'))),
  );
  return new Map(files.toSorted().map((file) => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]));
}

/** The circles of files that import each other, each as a fault of the import that closes it. */
function circlesIn(modules: ReadonlyMap<string, readonly Import[]>): Fault[] {
  const faults: Fault[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    path.push(file);
    for (const { specifier, line } of modules.get(file) ?? []) {
      const target = specifier === null ? null : targetOf(file, specifier);
      if (target === null || !modules.has(target)) continue;
      const start = path.indexOf(target);
      if (start >= 0) faults.push({ file, line, message: `a circle: ${[...path.slice(start), target].join(' → ')}` });
      else if (!done.has(target)) visit(target);
    }
    path.pop();
    done.add(file);
  };
  for (const file of modules.keys()) if (!done.has(file)) visit(file);
  return faults;
}

/** A file in a folder that the table does not know. */
function strangerIn(file: string, layers: Layers): Fault[] {
  const { tree, folder, row } = placeOf(file, layers);
  return row < 0 ? [{ file, line: 1, message: `the table of layers has no ${tree}/${folder ?? ''}` }] : [];
}

/**
 * Everything that breaks the layers in the trees below `root`; types count, and so does what is loaded later.
 * Throws when there is no file to read: then nothing has been checked.
 */
export function layerFaults(root: string, layers: Layers = LAYERS): Fault[] {
  const modules = readTrees(root, layers);
  if (modules.size === 0) throw new Error(`${root} has no file of ${Object.keys(layers.trees).join(', ')}`);
  const single = [...modules].flatMap(([file, imports]) => [
    ...strangerIn(file, layers),
    ...imports.flatMap((one): Fault[] => {
      const message = faultOf(file, one, layers);
      return message === null ? [] : [{ file, line: one.line, message }];
    }),
  ]);
  return [...single, ...circlesIn(modules)];
}
