import { desktopScript } from "../../constructs/desktop-script";
import { displayPermissions, setsDisplayUp } from "../../src/verify/display-permissions";

const linux = (...lines: string[]): string =>
  ["#!/bin/bash", "cat > /etc/dcv/default.perm <<'EOF'", "[permissions]", ...lines, "EOF", ""].join("\n");

describe("what a desktop's display allows", () => {
  it.each(["linux", "windows"] as const)("is pixels and keys on our desktops of %s", (os) => {
    expect(setsDisplayUp(desktopScript(os))).toBe(true);
    expect(displayPermissions(desktopScript(os))).toEqual({ kind: "read", beyond: [] });
  });

  it.each([
    [["%owner% allow display clipboard-copy"], ["clipboard-copy"]],
    [["%any% disallow file-download", "%owner% allow file-download"], ["file-download"]],
    [["osgroup:staff deny printer", "%owner% allow printer"], ["printer"]],
    [["%owner% allow audio-out"], ["audio-out"]],
  ])("is more where the file says %j", (lines, beyond) => {
    expect(displayPermissions(linux(...lines))).toEqual({ kind: "read", beyond });
  });

  it("is everything that is not denied where an alias is allowed", () => {
    const permissions = displayPermissions(linux("%owner% allow builtin", "%any% deny usb"));
    expect(permissions).toMatchObject({ beyond: expect.arrayContaining(["clipboard-copy", "printer"]) as unknown });
    expect(permissions).toMatchObject({ beyond: expect.not.arrayContaining(["usb"]) as unknown });
  });

  it("is nothing more where everybody is denied everything", () => {
    expect(displayPermissions(linux("%any% deny builtin", "%owner% allow builtin"))).toEqual({
      kind: "read",
      beyond: [],
    });
  });

  it.each([
    ["no file", "#!/bin/bash\nsystemctl restart dcvserver\n"],
    ["two files", linux("%any% deny usb") + linux("%owner% allow usb")],
    ["a file that is changed later", `${linux("%any% deny usb")}sed -i s/deny/allow/ /etc/dcv/default.perm\n`],
    ["another file for a session", `${linux("%any% deny usb")}dcv create-session --permissions-file /tmp/x s\n`],
    ["a file that imports another one", linux("#import /tmp/more.perm")],
    ["a rule that is not known", linux("%any% forbid usb")],
  ])("cannot be told of %s", (_, script) => {
    expect(displayPermissions(script).kind).toBe("unread");
  });
});
