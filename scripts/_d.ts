import { mkdtempSync, writeFileSync } from "node:fs"; import { tmpdir } from "node:os"; import { join } from "node:path";
import { exampleProject, EXAMPLES, stackOf, withTenants } from "../test/stacks/example-projects";
import { rehearse, findEngine, SeededFaults } from "../src/rehearse";
(async()=>{
 const of=(t:string)=>{const f=join(mkdtempSync(join(tmpdir(),"d-")),"p.yaml");writeFileSync(f,t);return exampleProject(f);};
 const small=withTenants(exampleProject(EXAMPLES[0]!),["alpha","beta"],of);const stack=stackOf(small);
 const seed=process.argv[2];
 const path=process.env["PATH"]!;
 const r=await rehearse({stack:JSON.stringify(stack),engine:findEngine(path)!,path,...(seed?{faults:(kill:()=>void)=>new SeededFaults({seed:+seed,calls:250,count:10,kill,onFault:f=>console.log(f)})}:{})});
 for(const p of r.phases)console.log(p.name,p.ok,p.seconds.toFixed(1),JSON.stringify(p.notes).slice(0,1500),JSON.stringify(p.diagnostics).slice(0,600));
})();
