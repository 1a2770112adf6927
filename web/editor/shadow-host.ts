// A root of its own for an editor. CodeMirror writes its style into a <style> element, which our policy refuses, unless
// it stands in a shadow root: there it constructs style sheets. Variables of the page's style reach into it.

export interface ShadowHost {
  readonly dom: HTMLElement;
  readonly root: ShadowRoot;
}

export function createShadowHost(className: string): ShadowHost {
  const dom = document.createElement('div');
  dom.className = className;
  return { dom, root: dom.attachShadow({ mode: 'open' }) };
}
