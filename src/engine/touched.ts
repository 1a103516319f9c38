/** Which objects and parts a call is about. */
import { refOfId } from '../kinds/index.ts';
import type { ObjectRef } from '../model/objects.ts';
import type { State } from '../model/state.ts';
import type { Outcome } from '../ops/context.ts';
import { specOf, valuesOf, type Command } from '../uapi/commands.ts';

/** The objects that the call made, or moved the device to. */
function outRefs(command: Command, { result, next }: Outcome): readonly ObjectRef[] {
  if (!result.ok) return [];
  const out: Readonly<Record<string, unknown>> = { ...result.out };
  return specOf(command.op).outputs.flatMap((output) => {
    const ref = output.kind === 'id' ? refOfId(next, out[output.key] as number) : null;
    return ref === null ? [] : [ref];
  });
}

/** The objects and parts that the command names, as they are called before it is made, and those that it made. */
export function touchedBy(before: State, command: Command, outcome: Outcome): readonly ObjectRef[] {
  const values = valuesOf(command);
  const named = specOf(command.op).fields.flatMap((field): ObjectRef[] => {
    const value = values[field.key];
    if (typeof value !== 'number') return [];
    if (field.kind === 'machine-id') return [`${field.refers}:${value}`];
    const ref = field.kind === 'id' ? refOfId(before, value) : null;
    return ref === null ? [] : [ref];
  });
  return [...named, ...outRefs(command, outcome)];
}
