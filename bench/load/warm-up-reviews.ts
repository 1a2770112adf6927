// How many reviews a process has answered before anything of it is measured.

/**
 * Enough for the compiler of V8 to have done its work: beside the first 10,000 reviews it takes a quarter of their time,
 * beside the second a tenth, after the third a fiftieth.
 */
export const warmUpReviews = 30_000;
