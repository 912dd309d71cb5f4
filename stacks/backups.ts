import { type TerraformProvider } from "cdktf";
import { type Construct } from "constructs";
import { backupRoleArn } from "../constructs/backup-role";
import { type DataBox, type DataBoxProps } from "../constructs/data-box";
import { type KeyUsage } from "../constructs/key-usage";
import { backupRoleNames, StoreBackups } from "../constructs/store-backups";
import { type Project } from "../src/project";
import { type Custody } from "./custody";
import { ProjectNames } from "./project-names";
import { type Watch } from "./watch";

export interface AddBackupsProps {
  readonly project: Project;
  readonly dataBox: DataBox;
  readonly custody: Custody;
  /** What hears of backups that fail. */
  readonly watch: Watch | undefined;
  readonly provider: TerraformProvider;
}

/** What {@link DataBox} has to know of the backups of its buckets; nothing where there are none. */
export function bucketBackups(project: Project): DataBoxProps["backups"] {
  const { backups } = project.dataBox;
  if (backups === undefined) return undefined;
  const { backup, restore } = roleArns(project);
  return {
    stores: backups.stores,
    backupRoleArn: backup,
    ...(backups.restorers.length > 0 ? { restoreRoleArn: restore } : {}),
  };
}

/** How AWS Backup uses the key of the stores: through S3, for the buckets that are backed up. */
export function backupUsages(project: Project): KeyUsage[] {
  const bucketArns = backedUpBuckets(project).map((bucket) => `arn:aws:s3:::${bucket}`);
  if (bucketArns.length === 0) return [];
  const { backup, restore } = roleArns(project);
  const restores = (project.dataBox.backups?.restorers ?? []).length > 0;
  return [
    {
      kind: "store",
      name: "Backups",
      region: project.region,
      bucketArns,
      readers: [backup],
      writers: restores ? [restore] : [],
    },
  ];
}

/** Backups of the stores, where the project asks for them. */
export function addBackups(scope: Construct, { project, dataBox, custody, watch, provider }: AddBackupsProps): void {
  const { account, administrators, backups } = project.dataBox;
  if (backups === undefined || custody.backup === undefined) return;
  const names = new ProjectNames(project);
  const { vault } = new StoreBackups(scope, "backups", {
    name: names.backupVault,
    region: project.region,
    account,
    rolePath: names.rolePath("databox"),
    keyArn: custody.backup.arn,
    storeKeyArn: custody.data.arn,
    bucketArns: backups.stores.flatMap((store) => dataBox.stores.get(store)?.arn ?? []),
    fileSystemArns: backups.stores.flatMap((store) => dataBox.fileStores.get(store)?.fileSystem.arn ?? []),
    dailyAt: backups.dailyAt,
    retentionDays: backups.retentionDays,
    ...(backups.changeableForDays === undefined
      ? { lockCanBeLifted: true }
      : { changeableForDays: backups.changeableForDays }),
    administrators,
    deployRoleArns: [names.deployRoleArn(account)],
    restorers: backups.restorers,
    provider,
  });
  watch?.backups(vault, provider);
}

function backedUpBuckets({ dataBox: { backups, stores } }: Project): string[] {
  return stores.flatMap((store) =>
    "bucket" in store && backups?.stores.includes(store.name) === true ? [store.bucket] : [],
  );
}

function roleArns(project: Project): { readonly backup: string; readonly restore: string } {
  const names = new ProjectNames(project);
  const roles = backupRoleNames(names.backupVault);
  const arn = (name: string): string => backupRoleArn(project.dataBox.account, names.rolePath("databox"), name);
  return { backup: arn(roles.backup), restore: arn(roles.restore) };
}
