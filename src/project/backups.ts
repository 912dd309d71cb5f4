import { type ProjectFile } from "./schema";

/** Days after which the lock of a vault is final, unless the project file says otherwise. */
const CHANGEABLE_FOR_DAYS = 7;

/** Backups of the stores into a locked vault. */
export interface BackupSpec {
  /** Names of the stores that are backed up. */
  readonly stores: readonly string[];
  /** Time of day, UTC, `HH:MM`. */
  readonly dailyAt: string;
  /** Days for which each backup is kept, no fewer and no more. */
  readonly retentionDays: number;
  /** Days after which the vault's lock is final; nothing where it can be lifted for ever. */
  readonly changeableForDays: number | undefined;
  /** ARNs of the hospital's roles that start restores. */
  readonly restorers: readonly string[];
}

/** Whether a store may be in the vault: of databases AWS keeps backups of its own, which come back as other databases. */
export function isBackedUp({ kind }: { readonly kind?: string }): boolean {
  return kind !== "database";
}

/** The backups of a file that was checked; none where it asks for none. */
export function backupsOf({ dataBox: { backups, stores } }: ProjectFile): BackupSpec | undefined {
  if (backups === undefined) return undefined;
  const { changeableForDays, dailyAt, lockCanBeLifted, restorers, retentionDays } = backups;
  return {
    stores: stores
      .filter((store) => isBackedUp(store) && (backups.stores?.includes(store.name) ?? true))
      .map(({ name }) => name),
    dailyAt,
    retentionDays,
    changeableForDays: lockCanBeLifted === true ? undefined : (changeableForDays ?? CHANGEABLE_FOR_DAYS),
    restorers,
  };
}
