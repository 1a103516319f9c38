/** Links to documents, without a page to make them. */
import { deflateRawSync } from 'node:zlib';
import { documentToJson, type Document } from '../src/index.ts';

/** The hash of an address that brings this content, whatever it is. */
export function hashOf(content: string | Buffer): string {
  return `#d1=${deflateRawSync(content).toString('base64url')}`;
}

/** The hash of an address that brings the document. */
export function linkOf(document: Document): string {
  return hashOf(JSON.stringify(documentToJson(document)));
}
