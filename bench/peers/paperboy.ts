export const build = () => {
  throw new Error('not yet');
};
