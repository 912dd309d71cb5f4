import { createHash } from "node:crypto";
import websiteZones from "../s3-website-zones.json";
import { type Call, type ResourceType } from "../resource-type";
import { listOf, refuse, textOf, written } from "./refusals";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !/^(\d{1,3}\.){3}\d{1,3}$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}

/** A part of a bucket's configuration, which is known by the bucket's name. */
function ofBucket(noun: string, extra: Partial<ResourceType> = {}): ResourceType {
  const { create, ...rest } = extra;
  return {
    noun: `S3 Bucket ${noun}`,
    id: ({ values }) =>
      textOf(values["expected_bucket_owner"]) === undefined
        ? written(values["bucket"])
        : `${written(values["bucket"])},${written(values["expected_bucket_owner"])}`,
    create: (call) => {
      if (call.store.find("aws_s3_bucket", call.values["bucket"]) === undefined)
        refuse("NoSuchBucket", "The specified bucket does not exist");
      create?.(call);
    },
    ...rest,
  };
}

function isVersioned({ store, values }: Call): boolean {
  return store
    .ofType("aws_s3_bucket_versioning")
    .some(
      (one) =>
        one.values["bucket"] === values["bucket"] &&
        JSON.stringify(one.values["versioning_configuration"]).includes('"Enabled"'),
    );
}

const STATUS_OF_LOCK = "Object Lock configuration cannot be enabled on existing buckets";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html */
function canonicalUserOf(account: string): string {
  return createHash("sha256").update(account).digest("hex");
}

export const STORE_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_s3_bucket: {
    noun: "S3 Bucket",
    id: "{bucket}",
    arn: "s3:::{bucket}",
    computed: ({ values, region, account }) => {
      const name = written(values["bucket"]);
      const isLocked = values["object_lock_enabled"] === true;
      return {
        bucket_domain_name: `${name}.s3.amazonaws.com`,
        bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
        bucket_region: region,
        hosted_zone_id: (websiteZones as Readonly<Record<string, string>>)[region] ?? "",
        request_payer: "BucketOwner",
        acceleration_status: "",
        acl: "",
        grant: [{ id: canonicalUserOf(account), permissions: ["FULL_CONTROL"], type: "CanonicalUser", uri: "" }],
        // Locking takes versions, and brings them along:
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
        versioning: [{ enabled: isLocked, mfa_delete: false }],
        object_lock_configuration: isLocked ? [{ object_lock_enabled: "Enabled", rule: [] }] : [],
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
        server_side_encryption_configuration: [
          {
            rule: [
              {
                apply_server_side_encryption_by_default: [{ kms_master_key_id: "", sse_algorithm: "AES256" }],
                bucket_key_enabled: false,
              },
            ],
          },
        ],
        website_domain: "",
        website_endpoint: "",
      };
    },
    create: ({ store, values, account }) => {
      const name = written(values["bucket"]);
      if (!isBucketName(name)) refuse("InvalidBucketName", "The specified bucket is not valid.");
      const taken = store.find("aws_s3_bucket", name);
      if (taken?.account === account)
        refuse(
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.",
        );
      if (taken !== undefined)
        refuse(
          "BucketAlreadyExists",
          "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        );
    },
    delete: ({ store, prior }) => {
      const objects = store.ofType("aws_s3_object").filter(({ values }) => values["bucket"] === prior.id);
      if (objects.length > 0 && prior.values["force_destroy"] !== true)
        refuse(
          "BucketNotEmpty",
          "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
        );
      const locked = objects.some(
        ({ values }) =>
          textOf(values["object_lock_mode"]) === "COMPLIANCE" || values["object_lock_legal_hold_status"] === "ON",
      );
      if (locked) refuse("AccessDenied", "Access Denied because object protected by object lock.");
    },
  },
  aws_s3_object: {
    noun: "S3 Object",
    id: ({ values }) => `${written(values["bucket"])}/${written(values["key"])}`,
    create: ({ store, values }) => {
      const bucket = store.find("aws_s3_bucket", values["bucket"]);
      if (bucket === undefined) refuse("NoSuchBucket", "The specified bucket does not exist");
      const asksForLock =
        textOf(values["object_lock_mode"]) !== undefined || values["object_lock_legal_hold_status"] === "ON";
      const hasLocks =
        bucket.values["object_lock_enabled"] === true ||
        store
          .ofType("aws_s3_bucket_object_lock_configuration")
          .some((one) => one.values["bucket"] === values["bucket"]);
      if (asksForLock && !hasLocks) refuse("InvalidRequest", "Bucket is missing Object Lock Configuration");
    },
    delete: ({ prior }) => {
      if (prior.values["object_lock_mode"] === "COMPLIANCE")
        refuse("AccessDenied", "Access Denied because object protected by object lock.");
    },
  },
  aws_s3_bucket_policy: ofBucket("Policy", {
    policies: { policy: "bucket" },
    create: ({ store, values }) => {
      const block = store
        .ofType("aws_s3_bucket_public_access_block")
        .find((one) => one.values["bucket"] === values["bucket"]);
      const isPublic =
        /"Effect":\s*"Allow"/.test(written(values["policy"])) &&
        /"Principal":\s*("\*"|\{"AWS":\s*"\*"\})/.test(written(values["policy"]));
      const policy = JSON.parse(written(values["policy"])) as { Statement?: unknown };
      const open = [policy.Statement].flat().some((one) => {
        const statement = one as { Effect?: string; Principal?: unknown; Condition?: unknown };
        const everyone = statement.Principal === "*" || JSON.stringify(statement.Principal) === '{"AWS":"*"}';
        return statement.Effect === "Allow" && everyone && statement.Condition === undefined;
      });
      if (isPublic && open && block?.values["block_public_policy"] === true)
        refuse(
          "AccessDenied",
          "User is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
        );
    },
  }),
  aws_s3_bucket_public_access_block: ofBucket("Public Access Block"),
  aws_s3_bucket_ownership_controls: ofBucket("Ownership Controls"),
  aws_s3_bucket_versioning: ofBucket("Versioning", {
    // Without a device there is nothing to say of it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
    computed: () => ({ versioning_configuration: [{ mfa_delete: "" }] }),
    update: ({ store, values }) => {
      const locked = store
        .ofType("aws_s3_bucket_object_lock_configuration")
        .some((one) => one.values["bucket"] === values["bucket"]);
      if (locked && !JSON.stringify(values["versioning_configuration"]).includes('"Enabled"'))
        refuse(
          "InvalidBucketState",
          "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
        );
    },
  }),
  aws_s3_bucket_server_side_encryption_configuration: ofBucket("Server-side Encryption Configuration"),
  aws_s3_bucket_lifecycle_configuration: ofBucket("Lifecycle Configuration", {
    computed: () => ({ expected_bucket_owner: "" }),
    create: ({ values }) => {
      const ids = listOf(values["rule"]).map((rule) => (rule as { id?: string }).id);
      if (new Set(ids).size < ids.length)
        refuse("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
    },
  }),
  aws_s3_bucket_object_lock_configuration: ofBucket("Object Lock Configuration", {
    create: (call) => {
      if (!isVersioned(call))
        refuse("InvalidBucketState", `Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration`);
      const bucket = call.store.find("aws_s3_bucket", call.values["bucket"]);
      if (bucket?.values["object_lock_enabled"] === false && textOf(call.values["token"]) === undefined)
        refuse("InvalidBucketState", STATUS_OF_LOCK);
    },
  }),
  aws_s3_bucket_acl: ofBucket("ACL", {
    create: ({ store, values }) => {
      const owned = store
        .ofType("aws_s3_bucket_ownership_controls")
        .some(
          (one) =>
            one.values["bucket"] === values["bucket"] &&
            JSON.stringify(one.values["rule"]).includes("BucketOwnerEnforced"),
        );
      if (owned) refuse("AccessControlListNotSupported", "The bucket does not allow ACLs");
    },
  }),
  aws_s3_bucket_logging: ofBucket("Logging"),
  aws_s3_bucket_cors_configuration: ofBucket("CORS Configuration"),
  aws_s3_bucket_website_configuration: ofBucket("Website Configuration"),
  aws_s3_bucket_notification: ofBucket("Notification"),
  aws_s3_account_public_access_block: {
    id: "{account}",
    isGlobal: true,
    computed: ({ account }) => ({ account_id: account }),
  },
  aws_dynamodb_table: {
    noun: "DynamoDB Table",
    id: "{name}",
    arn: "dynamodb:{region}:{account}:table/{name}",
    create: ({ store, values, account, region }) => {
      if (store.find("aws_dynamodb_table", values["name"], { account, region }) !== undefined)
        refuse("ResourceInUseException", `Table already exists: ${written(values["name"])}`);
    },
    delete: ({ prior }) => {
      if (prior.values["deletion_protection_enabled"] === true)
        refuse(
          "ValidationException",
          "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        );
    },
  },
  aws_sns_topic: {
    id: ({ region, account, values }) => `arn:aws:sns:${region}:${account}:${written(values["name"])}`,
    arn: "sns:{region}:{account}:{name}",
    policies: { policy: "topic" },
  },
  aws_sqs_queue: {
    id: ({ region, account, values }) => `https://sqs.${region}.amazonaws.com/${account}/${written(values["name"])}`,
    arn: "sqs:{region}:{account}:{name}",
    policies: { policy: "queue" },
  },
};
