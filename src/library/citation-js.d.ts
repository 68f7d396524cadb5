/** The part of citation-js that is used: it comes without types. */
declare module '@citation-js/core' {
  const core: {
    plugins: {
      input: {
        chain(
          text: string,
          options: { forceType: string; target: string; generateGraph: false },
        ): Record<string, unknown>[];
      };
    };
  };
  export default core;
}
declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-ris';
