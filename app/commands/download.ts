/** Handing a text to the browser as a file. */
import { documentToJson, type Document } from '../../src/index.ts';

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}

/** Hands a document to the browser as a file under its name. */
export function saveDocument(document: Document): void {
  download(fileName(document.name), `${JSON.stringify(documentToJson(document), null, 1)}\n`);
}

/** A file name from a document's name. */
export function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${plain === '' ? 'document' : plain.slice(0, 60)}.json`;
}
