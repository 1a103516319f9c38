/** Numbers that name things, told apart by the compiler. */

declare const kind: unique symbol;
type Named<Kind extends string> = number & { readonly [kind]: Kind };

/** The id of an object of the iommufd: the lowest free positive number when it was made. */
export type ObjectId = Named<'object'>;
/** The number of a device of the machine. It is no object id: binding gives the device an object. */
export type DeviceId = Named<'device'>;
export type UnitId = Named<'unit'>;
export type GroupId = Named<'group'>;

export const objectId = (value: number): ObjectId => value as ObjectId;
export const deviceId = (value: number): DeviceId => value as DeviceId;
export const unitId = (value: number): UnitId => value as UnitId;
export const groupId = (value: number): GroupId => value as GroupId;
