import { readPolicy } from "../../../src/verify/policy/document";

const statement = (members: Record<string, unknown>): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: "*", ...members } });

describe("a policy", () => {
  it("of one statement is read like one of a list", () => {
    const one = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    expect(readPolicy(statement({}))).toEqual(readPolicy(JSON.stringify({ Statement: [one] })));
  });

  it.each([
    ["a member that AWS does not know", statement({ Resources: "*" })],
    ["an effect in lower case", statement({ Effect: "allow" })],
    ["both an action and all but one", statement({ NotAction: "s3:Get*" })],
    ["both a resource and all but one", statement({ NotResource: "arn:aws:s3:::x" })],
    ["both a principal and all but one", statement({ Principal: "*", NotPrincipal: "*" })],
    ["no action", JSON.stringify({ Statement: [{ Effect: "Deny", Resource: "*" }] })],
    ["a condition that is no object", statement({ Condition: "x" })],
    ["a value that is an object", statement({ Condition: { StringEquals: { "aws:username": { a: 1 } } } })],
    ["a principal that is a list", statement({ Principal: ["*"] })],
    ["no statement", "{}"],
    ["an expression", "${data.aws_iam_policy_document.x.json}"],
    ["nothing", ""],
    ["a name that stands twice", '{"Statement":[],"Statement":[]}'],
    ["a name that stands twice, once escaped", '{"Statement":[{"Effect":"Allow","\\u0045ffect":"Deny","Action":"*"}]}'],
  ])("with %s is not read at all, so that nothing of it is taken for a control", (_name, text) => {
    expect(readPolicy(text)).toEqual({ unread: expect.any(String) as string });
  });
});
