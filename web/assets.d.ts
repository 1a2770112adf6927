// Manifests are bundled as their text.

declare module '*.yaml' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how the bundler offers it.
  export default text;
}
