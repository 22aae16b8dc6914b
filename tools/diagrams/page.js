/* global document, mermaid -- loaded into the page before this file */
mermaid.initialize({ startOnLoad: false, flowchart: { useMaxWidth: false } });

/** Returns the parse error of a diagram, or undefined. */
globalThis.parseDiagram = async (text) => {
  try {
    await mermaid.parse(text);
    return undefined;
  } catch (error) {
    return error.message;
  }
};

globalThis.drawDiagram = async (text, id) => {
  const { svg } = await mermaid.render('diagram', text);
  document.getElementById(id).innerHTML = svg;
};
