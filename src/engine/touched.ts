/** Which objects and parts a call is about. */
import type { State } from '../model/state.ts';
import type { Outcome } from '../ops/context.ts';
import type { ObjectRef } from '../rules/rule.ts';
import { COMMANDS, type Command, type CommandSpec } from '../uapi/commands.ts';
import { refOfId } from './names.ts';

/** The object that the call made, or moved the device to; null when there is none. */
function outRef({ result, next }: Outcome): ObjectRef | null {
  if (!result.ok) return null;
  const { out } = result;
  switch (out.kind) {
    case 'bind':
      return refOfId(next, out.outDevId);
    case 'ioas_alloc':
      return refOfId(next, out.outIoasId);
    case 'hwpt_alloc':
      return refOfId(next, out.outHwptId);
    case 'attach':
      return refOfId(next, out.outPtId);
    case 'none':
    case 'map':
    case 'unmap':
    case 'ranges':
    case 'translate':
      return null;
  }
}

/** The objects and parts that the command names, as they are called before it is made, and the one that it made. */
export function touchedBy(before: State, command: Command, outcome: Outcome): readonly ObjectRef[] {
  const spec: CommandSpec = COMMANDS[command.op];
  const values: Readonly<Record<string, unknown>> = { ...command };
  const named = spec.fields.flatMap((field): ObjectRef[] => {
    const value = values[field.key];
    if (typeof value !== 'number') return [];
    if (field.kind === 'machine-id') return [`${field.refers}:${value}`];
    const ref = field.kind === 'id' ? refOfId(before, value) : null;
    return ref === null ? [] : [ref];
  });
  const made = outRef(outcome);
  return made === null ? named : [...named, made];
}
