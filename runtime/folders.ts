// Where the program's own files are. Here and nowhere else, because the bundle moves code: a module that looks around
// itself would look in another place. Only this one may, since its own folder and that of the bundle lie side by side.

/** What `npm run build` makes. */
export const buildFolder = new URL('../', import.meta.url);

/** The root of the package, with what is not compiled. */
export const packageFolder = new URL('../../', import.meta.url);
