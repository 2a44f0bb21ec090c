// What a page adds to its own address, or takes from it, is no step of the browser's way back: else it takes
// several presses to leave Step 1. Another place, or another assessment, stays a step of its own.
(() => {
  const LINK = "a";
  const push = history.pushState.bind(history);

  const all = (params, others) => [...params].every(([name, value]) => others.get(name) === value);

  const stays = (from, to) => {
    if (from.origin !== to.origin || from.pathname !== to.pathname) return false;
    const [before, after] = [from.searchParams, to.searchParams];
    return all(before, after) || (all(after, before) && before.has(LINK) === after.has(LINK));
  };

  history.pushState = (state, title, address) => {
    const same = address && stays(new URL(location.href), new URL(address, location.href));
    return same ? history.replaceState(state, title, address) : push(state, title, address);
  };
})();
