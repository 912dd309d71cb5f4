export { githubWorkflows } from "./github";
export { gitlabPipeline } from "./gitlab";
export { APPROVALS, type PipelineFiles, type PipelineProject, type PipelineProps } from "./pipeline";
