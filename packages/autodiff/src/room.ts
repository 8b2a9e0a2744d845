// Memory of programs in a machine: given back when its owner is gone, or taken from those that can do without.
import type { Machine } from '@stokast/core-wasm';
import type { ErrorCode } from '@stokast/core-wasm/errors';

/** A program's memory. */
export interface Room {
  readonly machine: Machine;
  readonly address: number;
  /** Does it hold what cannot be made again? */
  readonly kept: boolean;
  /** Gone: the memory is another's. */
  closed: boolean;
}

/** Rooms of each machine, the oldest first. */
const rooms: WeakMap<Machine, Set<Room>> = /* @__PURE__ */ new WeakMap();

function roomsOf(machine: Machine): Set<Room> {
  const found = rooms.get(machine) ?? new Set<Room>();
  rooms.set(machine, found);
  return found;
}

/** Gives a room back at once. */
export function closeRoom(room: Room): void {
  if (room.closed) return;
  room.closed = true;
  roomsOf(room.machine).delete(room);
  room.machine.release(room.address);
}

const registry: FinalizationRegistry<Room> | undefined = /* @__PURE__ */ (() =>
  typeof FinalizationRegistry === 'undefined' ? undefined : new FinalizationRegistry<Room>(closeRoom))();

/** Closes the oldest room that is not kept; says whether there was one. */
function closeOldest(others: ReadonlySet<Room>): boolean {
  for (const room of others) {
    if (room.kept) continue;
    closeRoom(room);
    return true;
  }
  return false;
}

/**
 * Room for `owner`, until that is gone. Where the machine has no more, the oldest rooms that are not kept are closed:
 * engines finalise between tasks at the earliest, and not for the sake of memory that they do not see.
 * Throws STOKAST_E_MEMORY.
 */
export function roomFor(owner: object, machine: Machine, bytes: number, kept: boolean): Room {
  const others = roomsOf(machine);
  for (;;) {
    try {
      const room: Room = { machine, address: machine.reserve(bytes), kept, closed: false };
      others.add(room);
      registry?.register(owner, room);
      return room;
    } catch (error) {
      if ((error as { code?: ErrorCode }).code !== 'STOKAST_E_MEMORY') throw error;
      if (!closeOldest(others)) throw error;
    }
  }
}
