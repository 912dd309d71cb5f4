import { isBackedUp } from "./backups";
import { type Report } from "./check";
import { type ProjectFile } from "./schema";

/** Which stores are backed up, whether the lock is one or the other, and who restores. */
export function checkBackups({ dataBox, deployRole }: ProjectFile, report: Report): void {
  const { account, backups, custody, stores } = dataBox;
  if (backups === undefined) return;
  const at = (...path: PropertyKey[]): PropertyKey[] => ["dataBox", "backups", ...path];
  if (!stores.some(isBackedUp))
    report(
      at(),
      "there is nothing to back up: of databases AWS keeps backups of its own (backupDays); leave backups out, or add a store of another kind",
    );
  backups.stores?.forEach((name, index) => {
    const store = stores.find((one) => one.name === name);
    if (store === undefined)
      report(
        at("stores", index),
        `there is no store "${name}"; the DataBox has ${stores.map((store) => store.name).join(", ")}`,
      );
    else if (!isBackedUp(store))
      report(
        at("stores", index),
        `store ${name} is a database, of which AWS keeps backups of its own (backupDays); take it out of the list`,
      );
    else if (backups.stores?.indexOf(name) !== index) report(at("stores", index), `store ${name} is named twice`);
  });
  if (backups.lockCanBeLifted === true && backups.changeableForDays !== undefined)
    report(
      at("changeableForDays"),
      "a lock that can be lifted never becomes final; leave out lockCanBeLifted, or changeableForDays",
    );
  backups.restorers.forEach((arn, index) => {
    const path = at("restorers", index);
    const [, , , , owner = "", resource = ""] = arn.split(":");
    const role = resource.replace(/^role\//, "");
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
    if (owner !== account)
      report(
        path,
        `AWS Backup restores for roles of the vault's own account ${account} only, got one of ${owner}; name a role of the hospital's there`,
      );
    if (role === deployRole || (owner === (custody.account ?? account) && role === custody.role))
      report(path, `${role} makes what it restores into, and must read no data; name another role of the hospital's`);
    if (backups.restorers.indexOf(arn) !== index) report(path, `role ${role} is named twice`);
  });
}
