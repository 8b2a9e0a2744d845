/** The version of every algorithm that decides what a model says, by name; see `algorithmVersions` of sampling. */
export const algorithmVersions = {
  'modified-kneser-ney': 1,
  'ancestral-sampling': 1,
  vae: 1,
  gan: 1,
  diffusion: 1,
  flow: 1,
  transformer: 1,
  classifier: 1,
} as const;
