/** The project's folder. */
export const ROOT = new URL('../../', import.meta.url);
