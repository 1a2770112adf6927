// `npm run bundle`: everything that is made of what the compiler wrote, and of web/.

await Promise.all([import('./write-program.js'), import('./write-playground.js')]);
// It tells what the others were made of.
await import('./write-materials.js');
